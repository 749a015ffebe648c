export * from './identity-provider';
export type { Applications } from './oauth-applications';
export { DataPlaneClients, EagerApiKey, OAuthClient } from './oauth-client';
export * from './union-identity';
export { AuthProfile, UnionIdentityProps, UnlistedDataPlaneOptions } from './union-identity-props';
