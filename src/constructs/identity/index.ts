export * from './auth-profile';
export { DataPlaneClients } from './data-plane-clients';
export { EagerApiKey } from './eager-api-key';
export * from './identity-provider';
export type { Applications } from './oauth-applications';
export { OAuthClient } from './oauth-client';
export * from './union-identity';
export { UnionIdentityProps, UnlistedDataPlaneOptions } from './union-identity-props';
