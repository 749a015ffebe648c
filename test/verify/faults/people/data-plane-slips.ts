import { inValues, missed } from './_people';

/** Slips of the hand, in the values of a data plane. */

const east = inValues('east');
const entra = inValues('east', 'Entra ID');
const keycloak = inValues('east', 'Keycloak');
const UNION = 'config.union.auth';
const ADMIN = 'config.admin.admin';

export const DATA_PLANE_SLIPS = [
  east('https:// in CONTROLPLANE_HOST', { 'global.CONTROLPLANE_HOST': 'https://union.example.com' }, 'values-planes-disagree', 'values-wrong-value'),
  east('a port in CONTROLPLANE_HOST', { 'global.CONTROLPLANE_HOST': 'union.example.com:80' }, 'values-planes-disagree', 'values-wrong-value'),
  east('dns:/// in CONTROLPLANE_HOST', { 'global.CONTROLPLANE_HOST': 'dns:///union.example.com' }, 'values-planes-disagree', 'values-wrong-value'),
  east('a misspelled host', { 'global.CONTROLPLANE_HOST': 'unoin.example.com' }, 'values-planes-disagree'),
  east('a client ID with a space', { [`${UNION}.clientId`]: 'east-operator-id ' }, 'client-secret-of-other'),
  east('a client ID left to be filled', { 'global.AUTH_CLIENT_ID': '<client-id>' }, 'value-unreplaced'),
  east('a client ID as a number', { [`${UNION}.clientId`]: 123456 }, 'client-secret-of-other'),
  east('a secret under the wrong folder', { [`${UNION}.clientSecretLocation`]: '/etc/secrets/client_secret' }, 'client-secret-unmounted'),
  east('a secret under another key', { [`${ADMIN}.clientSecretLocation`]: '/etc/union/secret/clientSecret' }, 'client-secret-key-missing'),
  east('the header with an underscore', { [`${UNION}.authorizationMetadataKey`]: 'flyte_authorization' }, 'authorization-header-mismatch'),
  east('the standard header', { [`${ADMIN}.authorizationHeader`]: 'authorization' }, 'values-contradiction'),
  missed('a provider may grant scopes of its own where none are asked for', east('no scope', { [`${UNION}.scopes`]: [] })),
  east('another scope', { [`${UNION}.scopes`]: ['openid'] }, 'values-contradiction'),
  east('scopes in one text', { [`${UNION}.scopes`]: 'all' }, 'values-wrong-value'),
  east('tokenRefreshWindow without a unit', { [`${UNION}.tokenRefreshWindow`]: 5 }, 'duration-unitless'),
  east('tokenRefreshWindow in words', { [`${UNION}.tokenRefreshWindow`]: '5 minutes' }, 'duration-unitless'),
  east('a certificate that is not verified', { [`${ADMIN}.insecureSkipVerify`]: true }, 'endpoint-insecure'),
  east('plain text', { [`${ADMIN}.insecure`]: true }, 'endpoint-insecure'),
  east('a person to be asked', { [`${ADMIN}.authType`]: 'Pkce' }, 'client-grant-interactive'),
  east('a device code', { [`${ADMIN}.authType`]: 'DeviceFlow' }, 'client-grant-interactive'),
  east('enable in a text', { 'secrets.admin.enable': 'true' }, 'values-wrong-value'),
  east('enable: "no"', { [`${UNION}.enable`]: 'no' }, 'service-auth-disabled'),
  east('a key that is nowhere', { 'global.AUTH_CLIENT': 'east-operator-id' }, 'values-unknown-key'),
  east('auth beside config', { 'union.auth.clientId': 'east-operator-id' }, 'values-unknown-key union'),
  east('the token endpoint with a slash', { [`${UNION}.tokenUrl`]: 'https://acme.okta.com/oauth2/default/v1/token/' }, 'values-contradiction'),
  east('the issuer as token endpoint', { [`${UNION}.tokenUrl`]: 'https://acme.okta.com/oauth2/default' }, 'values-contradiction'),
  east('the token endpoint by http', { [`${UNION}.tokenUrl`]: 'http://acme.okta.com/oauth2/default/v1/token' }, 'issuer-insecure'),
  entra('the scope of the control plane by name', { [`${UNION}.scopes`]: ['all'] }, 'values-contradiction'),
  entra('the token endpoint of another tenant',
    { [`${UNION}.tokenUrl`]: 'https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/oauth2/v2.0/token' }, 'values-contradiction'),
  entra('the token endpoint of version 1',
    { [`${ADMIN}.tokenUrl`]: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/token' }, 'values-contradiction'),
  keycloak('the token endpoint of an old Keycloak',
    { [`${UNION}.tokenUrl`]: 'https://keycloak.example.com/auth/realms/union/protocol/openid-connect/token' }, 'values-contradiction'),
  keycloak('the token endpoint of another realm',
    { [`${ADMIN}.tokenUrl`]: 'https://keycloak.example.com/realms/staging/protocol/openid-connect/token' }, 'values-contradiction'),
  east('apps that ask no one', { 'serving.auth.enabled': false }, 'values-apps-unguarded'),
];
