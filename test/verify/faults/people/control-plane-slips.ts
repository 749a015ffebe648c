import { AUTH, EXTERNAL, NATIVE, OPENID, WHO_REPLACES, cp } from './_control-plane';
import { missed } from './_people';

/** Slips of the hand, in the values of the control plane. */
export const CONTROL_PLANE_SLIPS = [
  cp('https:// in UNION_HOST', { 'global.UNION_HOST': 'https://union.example.com' }, 'values-wrong-value'),
  cp('a path in UNION_HOST', { 'global.UNION_HOST': 'union.example.com/console' }, 'values-wrong-value'),
  cp('a trailing slash in UNION_HOST', { 'global.UNION_HOST': 'union.example.com/' }, 'values-wrong-value'),
  cp(
    'a space behind UNION_HOST',
    { 'global.UNION_HOST': 'union.example.com ' },
    'values-wrong-value',
    'values-contradiction',
  ),
  cp('dns:/// in UNION_HOST', { 'global.UNION_HOST': 'dns:///union.example.com' }, 'values-wrong-value'),
  cp(
    'UNION_HOST left to be filled',
    { 'global.UNION_HOST': '<your-domain>' },
    'value-unreplaced',
    'values-wrong-value',
  ),
  cp(
    'AUTH_TOKEN_URL left to be filled',
    { 'global.AUTH_TOKEN_URL': 'https://<okta-domain>/oauth2/default/v1/token' },
    'value-unreplaced',
  ),
  cp('the client ID left to be filled', { 'global.INTERNAL_CLIENT_ID': 'TODO' }, 'value-unreplaced'),
  cp(
    'the client ID of the web application left to be filled',
    { [`${OPENID}.clientId`]: 'YOUR_CLIENT_ID' },
    'value-unreplaced',
  ),
  missed(
    WHO_REPLACES,
    cp(
      'a variable that nobody replaces',
      { [`${OPENID}.clientId`]: '${OIDC_CLIENT_ID}' },
      'value-unreplaced',
    ),
  ),
  missed(
    WHO_REPLACES,
    cp(
      'an expression of Terraform that nobody replaced',
      { [`${EXTERNAL}.baseUrl`]: '${module.okta.issuer}', [`${OPENID}.baseUrl`]: '${module.okta.issuer}' },
      'value-unreplaced',
    ),
  ),
  cp(
    'the issuer with /.well-known',
    { [`${EXTERNAL}.baseUrl`]: 'https://acme.okta.com/oauth2/default/.well-known/openid-configuration' },
    'issuer-mismatch',
  ),
  cp(
    'the issuer without a scheme',
    {
      [`${EXTERNAL}.baseUrl`]: 'acme.okta.com/oauth2/default',
      [`${OPENID}.baseUrl`]: 'acme.okta.com/oauth2/default',
    },
    'issuer-mismatch',
    'issuer-insecure',
    'values-wrong-value',
  ),
  cp(
    'the issuer by http',
    {
      [`${EXTERNAL}.baseUrl`]: 'http://acme.okta.com/oauth2/default',
      [`${OPENID}.baseUrl`]: 'http://acme.okta.com/oauth2/default',
    },
    'issuer-insecure',
  ),
  cp(
    'a slash behind both issuers',
    {
      [`${EXTERNAL}.baseUrl`]: 'https://acme.okta.com/oauth2/default/',
      [`${OPENID}.baseUrl`]: 'https://acme.okta.com/oauth2/default/',
    },
    'issuer-mismatch',
  ),
  cp(
    'a line feed behind the issuer',
    { [`${EXTERNAL}.baseUrl`]: 'https://acme.okta.com/oauth2/default\n' },
    'issuer-mismatch',
    'secret-value-padded',
    'values-wrong-value',
  ),
  cp(
    'web and native client are the same',
    { [`${NATIVE}.clientId`]: 'web-id' },
    'native-client-misconfigured',
    'client-id-mismatch',
  ),
  cp(
    'native and service client are the same',
    { [`${NATIVE}.clientId`]: 'service-id' },
    'native-client-misconfigured',
    'client-id-mismatch',
  ),
  cp(
    'web and service client are the same',
    { [`${OPENID}.clientId`]: 'service-id' },
    'client-id-mismatch',
    'client-secret-of-other',
    'client-secret-inconsistent',
    'native-client-misconfigured',
  ),
  cp('no openid scope', { [`${OPENID}.scopes`]: ['profile', 'email'] }, 'openid-scope-missing'),
  cp(
    'scopes in one text',
    { [`${OPENID}.scopes`]: 'openid profile' },
    'enum-invalid',
    'values-wrong-value',
    'openid-scope-missing',
  ),
  cp(
    'an audience in one text',
    { [`${EXTERNAL}.allowedAudience`]: 'api://default' },
    'values-wrong-value',
    'audience-missing',
  ),
  cp(
    'the client IDs of tokens as audience',
    { [`${EXTERNAL}.allowedAudience`]: ['web-id'] },
    'audience-missing',
  ),
  cp(
    'authorizedUris without a scheme',
    { [`${AUTH}.authorizedUris`]: ['union.example.com'] },
    'public-url-unauthorized',
    'values-wrong-value',
  ),
  cp(
    'authorizedUris with http of the public host',
    {
      [`${AUTH}.authorizedUris`]: ['http://union.example.com', 'http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'],
    },
    'public-url-unauthorized',
    'values-list-incomplete',
  ),
  cp(
    'authorizedUris without the public host',
    { [`${AUTH}.authorizedUris`]: ['http://flyteadmin:80'] },
    'public-url-unauthorized',
  ),
  cp(
    'authorizedUris with a path',
    {
      [`${AUTH}.authorizedUris`]: [
        'https://union.example.com/console',
        'http://flyteadmin:80',
        'http://flyteadmin.union-cp.svc.cluster.local:80',
      ],
    },
    'public-url-unauthorized',
    'values-list-incomplete',
  ),
  cp(
    'no token endpoint',
    { 'configMap.union.auth.tokenUrl': undefined, 'global.AUTH_TOKEN_URL': '' },
    'client-incomplete',
    'auth-value-empty',
    'values-missing-key',
    'values-wrong-value',
  ),
  cp(
    'a duration without a unit',
    { 'configMap.union.auth.tokenRefreshWindow': 300 },
    'duration-unitless',
    'values-wrong-value',
  ),
  cp(
    'a misspelled key of openId',
    { [`${OPENID}.clientID`]: 'web-id', [`${OPENID}.clientId`]: undefined },
    'values-unknown-key',
    'relying-party-incomplete',
    'browser-sign-in-missing',
  ),
  cp(
    'a misspelled section',
    { 'flyte.configMap': { adminServer: { auth: { appAuth: {} } } } },
    'values-unknown-key',
    'values-dead-key',
  ),
  cp(
    'auth one level too high',
    { 'flyte.auth': { userAuth: { openId: { clientId: 'web-id' } } } },
    'values-unknown-key',
    'values-dead-key',
  ),
  cp(
    'keys with dots in one text',
    { 'flyte|configmap.adminServer.auth.userAuth.openId.clientId': 'web-id' },
    'values-dotted-key',
  ),
  cp(
    'an underscore in the header',
    { [`${AUTH}.httpAuthorizationHeader`]: 'flyte_authorization' },
    'authorization-header-mismatch',
  ),
  cp(
    'another header for services',
    { 'configMap.union.auth.authorizationMetadataKey': 'authorization' },
    'authorization-header-mismatch',
    'values-contradiction',
  ),
  cp(
    'another header for gRPC',
    { [`${AUTH}.grpcAuthorizationHeader`]: 'authorization' },
    'authorization-header-mismatch',
    'values-contradiction',
  ),
  cp(
    'a service client that asks a person',
    { 'configMap.union.auth.type': 'Pkce' },
    'client-grant-interactive',
  ),
  cp(
    'the path of the secret without its file',
    { 'configMap.union.auth.clientSecretLocation': '/etc/secrets/union' },
    'client-secret-unmounted',
    'client-secret-key-missing',
  ),
  cp(
    'another key of the secret',
    { 'configMap.union.auth.clientSecretLocation': '/etc/secrets/union/secret' },
    'client-secret-key-missing',
    'client-secret-undelivered',
    'client-secret-unmounted',
  ),
  cp(
    'a folder where nothing is mounted',
    { 'configMap.admin.clientSecretLocation': '/etc/union/secret/client_secret' },
    'client-secret-unmounted',
  ),
  cp(
    'another Secret',
    { 'global.KUBERNETES_SECRET_NAME': 'union-secrets' },
    'client-secret-undelivered',
    'secret-store-missing',
  ),
  cp(
    'the cookie strict',
    { [`${AUTH}.userAuth.cookieSetting.sameSitePolicy`]: 'StrictMode' },
    'session-cookie-strict',
  ),
  cp(
    'the cookie policy misspelled',
    { [`${AUTH}.userAuth.cookieSetting.sameSitePolicy`]: 'Lax' },
    'enum-invalid',
    'values-wrong-value',
  ),
  cp(
    'the ingress-nginx of the chart off, whose Service flyteadmin calls',
    { 'ingress-nginx.enabled': false },
    'values-connection-cut',
  ),
  cp(
    'trusted claims off',
    { 'configMap.union.connection.trustedIdentityClaims.enabled': false },
    'identity-claim-mismatch',
    'identity-type-unresolved',
  ),
  cp(
    'an identity claim that is a person\'s',
    { 'configMap.union.connection.trustedIdentityClaims.externalIdentityTypeClaim': 'user' },
    'identity-claim-mismatch',
  ),
  cp(
    'a redirect URI of the browser for the CLI',
    { [`${NATIVE}.redirectUri`]: 'https://union.example.com/callback' },
    'native-client-misconfigured',
  ),
  cp(
    'a secret for the native client',
    { [`${NATIVE}.clientSecret`]: 'a-secret-of-the-native-client' },
    'values-unknown-key',
    'values-secret-value',
    'native-client-misconfigured',
    'secret-in-manifest',
  ),
];
