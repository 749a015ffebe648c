import type { Rule } from '../engine/rule';
import { clientSecretInconsistent } from '../rules/client-secret-inconsistent';
import { externalSecretApiUnserved } from '../rules/external-secret-api-unserved';
import { externalSecretIncomplete } from '../rules/external-secret-incomplete';
import { externalSecretNotReady } from '../rules/external-secret-not-ready';
import { externalSecretPolicyInvalid } from '../rules/external-secret-policy-invalid';
import { placeholderSecret } from '../rules/placeholder-secret';
import { secretInManifest } from '../rules/secret-in-manifest';
import { secretMergeDeadlock } from '../rules/secret-merge-deadlock';
import { secretNamespaceMismatch } from '../rules/secret-namespace-mismatch';
import { secretOwnerWipesKeys } from '../rules/secret-owner-wipes-keys';
import { secretStoreMissing } from '../rules/secret-store-missing';
import { secretValuePadded } from '../rules/secret-value-padded';
import { secretWritersCollide } from '../rules/secret-writers-collide';

/** Who writes which key of which Secret. */
export const SECRET_DELIVERY: readonly Rule[] = [
  secretMergeDeadlock,
  secretOwnerWipesKeys,
  secretWritersCollide,
  secretNamespaceMismatch,
  placeholderSecret,
  secretInManifest,
  externalSecretApiUnserved,
  externalSecretPolicyInvalid,
  clientSecretInconsistent,
  externalSecretIncomplete,
  externalSecretNotReady,
  secretStoreMissing,
  secretValuePadded,
];
