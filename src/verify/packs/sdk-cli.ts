import type { Rule } from '../rule';
import { authMetadataGuarded } from '../rules/auth-metadata-guarded';

/** SDK and CLI: how clients outside the cluster find out how to authenticate. */
export const SDK_CLI: readonly Rule[] = [
  authMetadataGuarded,
];
