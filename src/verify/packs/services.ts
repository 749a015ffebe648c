import type { Rule } from '../engine/rule';
import { clientGrantInteractive } from '../rules/client-grant-interactive';
import { clientIdMismatch } from '../rules/client-id-mismatch';
import { clientIncomplete } from '../rules/client-incomplete';
import { clientSecretKeyMissing } from '../rules/client-secret-key-missing';
import { clientSecretOfOther } from '../rules/client-secret-of-other';
import { clientSecretUndelivered } from '../rules/client-secret-undelivered';
import { clientSecretUnmounted } from '../rules/client-secret-unmounted';
import { clientSectionMissing } from '../rules/client-section-missing';
import { credentialUnreadable } from '../rules/credential-unreadable';
import { databasePasswordMissing } from '../rules/database-password-missing';
import { eagerKeyUninjected } from '../rules/eager-key-uninjected';
import { endpointInsecure } from '../rules/endpoint-insecure';
import { endpointMismatch } from '../rules/endpoint-mismatch';
import { identityClaimMismatch } from '../rules/identity-claim-mismatch';
import { metadataUrlMissing } from '../rules/metadata-url-missing';
import { schedulerSecretUnmounted } from '../rules/scheduler-secret-unmounted';
import { scopeMissing } from '../rules/scope-missing';
import { serviceAuthDisabled } from '../rules/service-auth-disabled';
import { serviceWithoutPods } from '../rules/service-without-pods';
import { tokenUrlForeign } from '../rules/token-url-foreign';

/** Services of both planes: how they authenticate to each other. */
export const SERVICES: readonly Rule[] = [
  serviceAuthDisabled,
  clientSecretUnmounted,
  credentialUnreadable,
  clientSecretKeyMissing,
  clientSecretUndelivered,
  databasePasswordMissing,
  clientIdMismatch,
  tokenUrlForeign,
  scopeMissing,
  schedulerSecretUnmounted,
  metadataUrlMissing,
  clientGrantInteractive,
  clientSecretOfOther,
  clientIncomplete,
  clientSectionMissing,
  identityClaimMismatch,
  endpointInsecure,
  endpointMismatch,
  serviceWithoutPods,
  eagerKeyUninjected,
];
