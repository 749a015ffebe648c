export { Auth0ProviderProps } from './auth0';
export { CognitoProviderProps } from './cognito';
export { EntraIdProviderProps } from './entra-id';
export { KeycloakProviderProps } from './keycloak';
export { OidcProviderProps } from './oidc';
export { OktaProviderProps } from './okta';
