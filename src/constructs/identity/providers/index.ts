export type { Auth0ProviderProps } from './auth0/auth0';
export type { CognitoProviderProps } from './cognito/cognito';
export type { DexProviderProps } from './dex/dex';
export type { EntraIdProviderProps } from './entra-id/entra-id';
export type { HydraProviderProps } from './hydra/hydra';
export type { KeycloakProviderProps } from './keycloak/keycloak';
export type { OidcProviderProps } from './oidc/oidc';
export type { OktaProviderProps } from './okta/okta';
