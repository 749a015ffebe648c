import type { Rule } from '../engine/rule';
import { audienceMissing } from '../rules/audience-missing';
import { authMetadataGuarded } from '../rules/auth-metadata-guarded';
import { authMetadataMissing } from '../rules/auth-metadata-missing';
import { authorizationHeaderMismatch } from '../rules/authorization-header-mismatch';
import { credentialHeaderDropped } from '../rules/credential-header-dropped';
import { nativeClientMisconfigured } from '../rules/native-client-misconfigured';

/** SDK and CLI: how clients outside the cluster find out how to authenticate. */
export const SDK_CLI: readonly Rule[] = [
  authMetadataGuarded,
  authMetadataMissing,
  authorizationHeaderMismatch,
  credentialHeaderDropped,
  audienceMissing,
  nativeClientMisconfigured,
];
