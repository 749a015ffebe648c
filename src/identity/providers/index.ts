export type { Auth0ProviderProps } from './auth0';
export type { CognitoProviderProps } from './cognito';
export type { EntraIdProviderProps } from './entra-id';
export type { KeycloakProviderProps } from './keycloak';
export type { OidcProviderProps } from './oidc';
export type { OktaProviderProps } from './okta';
