import { EXTERNAL, NATIVE, OPENID, TENANT, auth0, cp, entra, keycloak } from './_control-plane';
import { missed } from './_people';

/** The pitfalls of each provider, in the values of the control plane. */
export const CONTROL_PLANE_PROVIDERS = [
  cp(
    'Okta: the org server',
    { [`${EXTERNAL}.baseUrl`]: 'https://acme.okta.com', [`${OPENID}.baseUrl`]: 'https://acme.okta.com' },
    'token-url-foreign',
    'issuer-mismatch',
  ),
  cp(
    'Okta: the admin host',
    {
      [`${OPENID}.baseUrl`]: 'https://acme-admin.okta.com/oauth2/default',
      [`${EXTERNAL}.baseUrl`]: 'https://acme-admin.okta.com/oauth2/default',
    },
    'token-url-foreign',
    'issuer-mismatch',
  ),
  cp(
    'Okta: the token endpoint of the org server',
    { 'configMap.union.auth.tokenUrl': 'https://acme.okta.com/oauth2/v1/token' },
    'token-url-foreign',
    'values-contradiction',
  ),
  cp(
    'Okta: the authorize endpoint as token endpoint',
    { 'configMap.union.auth.tokenUrl': 'https://acme.okta.com/oauth2/default/v1/authorize' },
    'token-url-foreign',
    'values-contradiction',
  ),
  cp('Okta: offline at Okta', { [`${NATIVE}.scopes`]: ['all', 'offline'] }, 'native-client-misconfigured'),
  cp(
    'Okta: a discovery document that is not there',
    { [`${EXTERNAL}.metadataUrl`]: '.well-known/oauth-server' },
    'metadata-url-missing',
  ),
  missed(
    'tokens of version 1 are this issuer\'s; the manifest of the application tells, not the values',
    entra(
      'the issuer of version 1',
      {
        [`${EXTERNAL}.baseUrl`]: `https://sts.windows.net/${TENANT}/`,
        [`${OPENID}.baseUrl`]: `https://sts.windows.net/${TENANT}/`,
      },
      'issuer-mismatch',
      'token-url-foreign',
      'values-contradiction',
    ),
  ),
  entra(
    'no version',
    {
      [`${EXTERNAL}.baseUrl`]: `https://login.microsoftonline.com/${TENANT}`,
      [`${OPENID}.baseUrl`]: `https://login.microsoftonline.com/${TENANT}`,
    },
    'issuer-mismatch',
  ),
  entra(
    'common for everybody',
    {
      [`${EXTERNAL}.baseUrl`]: 'https://login.microsoftonline.com/common/v2.0',
      [`${OPENID}.baseUrl`]: 'https://login.microsoftonline.com/common/v2.0',
    },
    'issuer-mismatch',
  ),
  entra(
    'organizations for people',
    { [`${OPENID}.baseUrl`]: 'https://login.microsoftonline.com/organizations/v2.0' },
    'issuer-mismatch',
  ),
  entra(
    'the token endpoint of version 1',
    { 'configMap.union.auth.tokenUrl': `https://login.microsoftonline.com/${TENANT}/oauth2/token` },
    'token-url-foreign',
    'values-contradiction',
  ),
  entra(
    'the token endpoint of common',
    { 'configMap.union.auth.tokenUrl': 'https://login.microsoftonline.com/common/oauth2/v2.0/token' },
    'token-url-foreign',
    'values-contradiction',
  ),
  entra(
    'applications are not told from people',
    (v) => {
      delete v.global.USE_EXTERNAL_IDENTITY;
      delete v.flyte.configmap.adminServer.auth.appAuth.identityTypeClaimsForApps;
    },
    'identity-type-unresolved',
  ),
  entra(
    'the tenant of another directory',
    {
      'configMap.admin.tokenUrl': 'https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/oauth2/v2.0/token',
    },
    'token-url-foreign',
    'values-contradiction',
  ),
  entra(
    'all as scope of a service',
    { 'configMap.union.auth.scopes': ['all'] },
    'scope-missing',
    'values-contradiction',
  ),
  entra(
    'all as scope of SDK and CLI',
    { [`${NATIVE}.scopes`]: ['all'] },
    'native-client-misconfigured',
    'scope-missing',
  ),
  entra(
    'no .default',
    { 'configMap.union.auth.scopes': ['api://union'] },
    'scope-missing',
    'values-contradiction',
    'client-incomplete',
  ),
  entra(
    'the scope of Microsoft Graph',
    { 'configMap.union.auth.scopes': ['https://graph.microsoft.com/.default'] },
    'scope-missing',
    'values-contradiction',
    'client-incomplete',
  ),
  entra(
    'no scope at all',
    { 'configMap.union.auth.scopes': [], 'global.OIDC_S2S_SCOPE': '' },
    'scope-missing',
    'values-contradiction',
    'client-incomplete',
  ),
  entra(
    'a domain instead of the tenant ID',
    {
      [`${EXTERNAL}.baseUrl`]: 'https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0',
      [`${OPENID}.baseUrl`]: 'https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0',
    },
    'issuer-mismatch',
  ),
  keycloak(
    '/auth/ of old Keycloaks in one place',
    { [`${OPENID}.baseUrl`]: 'https://keycloak.example.com/auth/realms/union' },
    'issuer-mismatch',
  ),
  keycloak(
    'the master realm',
    {
      'configMap.union.auth.tokenUrl': 'https://keycloak.example.com/realms/master/protocol/openid-connect/token',
    },
    'token-url-foreign',
    'values-contradiction',
  ),
  keycloak(
    'the realm in capitals',
    { [`${EXTERNAL}.baseUrl`]: 'https://keycloak.example.com/realms/Union' },
    'issuer-mismatch',
  ),
  keycloak(
    'the address in the cluster as issuer',
    { [`${EXTERNAL}.baseUrl`]: 'http://keycloak.keycloak.svc.cluster.local:8080/realms/union' },
    'issuer-mismatch',
    'issuer-insecure',
  ),
  keycloak(
    'the authorize endpoint as token endpoint',
    {
      'configMap.union.auth.tokenUrl': 'https://keycloak.example.com/realms/union/protocol/openid-connect/auth',
    },
    'token-url-foreign',
    'values-contradiction',
  ),
  keycloak(
    'the realm as token endpoint',
    { 'configMap.union.auth.tokenUrl': 'https://keycloak.example.com/realms/union' },
    'token-url-foreign',
    'values-contradiction',
  ),
  keycloak('offline of Hydra', { [`${NATIVE}.scopes`]: ['all', 'offline'] }, 'native-client-misconfigured'),
  keycloak(
    'offline_access for a service',
    { 'configMap.union.auth.scopes': ['all', 'offline_access'] },
    'scope-missing',
    'values-contradiction',
  ),
  auth0(
    'no slash behind the issuer',
    {
      [`${EXTERNAL}.baseUrl`]: 'https://acme.eu.auth0.com',
      [`${OPENID}.baseUrl`]: 'https://acme.eu.auth0.com',
    },
    'issuer-mismatch',
  ),
  auth0(
    'no slash behind one issuer',
    { [`${OPENID}.baseUrl`]: 'https://acme.eu.auth0.com' },
    'issuer-mismatch',
  ),
  auth0(
    'another region',
    { 'configMap.union.auth.tokenUrl': 'https://acme.us.auth0.com/oauth/token' },
    'token-url-foreign',
    'values-contradiction',
  ),
  auth0(
    'the authorize endpoint as token endpoint',
    { 'configMap.union.auth.tokenUrl': 'https://acme.eu.auth0.com/authorize' },
    'token-url-foreign',
    'values-contradiction',
  ),
  auth0(
    'no audience for SDK and CLI',
    { [`${NATIVE}.audience`]: undefined },
    'native-client-misconfigured',
    'audience-missing',
  ),
  auth0(
    'the management API as audience',
    { [`${NATIVE}.audience`]: 'https://acme.eu.auth0.com/api/v2/' },
    'audience-missing',
    'audience-shared',
  ),
  auth0(
    'the userinfo endpoint as audience',
    { [`${EXTERNAL}.allowedAudience`]: ['https://acme.eu.auth0.com/userinfo'] },
    'audience-missing',
    'audience-shared',
  ),
];
