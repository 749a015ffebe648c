export * from './identity-provider';
export type { Applications } from './oauth-applications';
export { DataPlaneClients, EagerApiKey, OAuthClient } from './oauth-client';
export { ClientIdentity, DataPlaneIdentity, UnionIdentity } from './union-identity';
export { AuthProfile, UnionIdentityProps, UnlistedDataPlaneOptions } from './union-identity-props';
