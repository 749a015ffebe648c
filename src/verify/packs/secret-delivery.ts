import type { Rule } from '../engine/rule';
import { externalSecretApiUnserved } from '../rules/external-secret-api-unserved';
import { externalSecretPolicyInvalid } from '../rules/external-secret-policy-invalid';
import { placeholderSecret } from '../rules/placeholder-secret';
import { secretInManifest } from '../rules/secret-in-manifest';
import { secretMergeDeadlock } from '../rules/secret-merge-deadlock';
import { secretNamespaceMismatch } from '../rules/secret-namespace-mismatch';
import { secretOwnerWipesKeys } from '../rules/secret-owner-wipes-keys';
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
];
