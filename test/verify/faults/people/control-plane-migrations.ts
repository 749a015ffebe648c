import { ADMIN, AUTH, AUTHORIZER, cp } from './_control-plane';
import { inSet, WITHOUT_SNIPPET } from './_people';

/** Half-finished migrations, in the values of the control plane. */
export const CONTROL_PLANE_MIGRATIONS = [
  cp('useAuth still off', { [`${ADMIN}.server.security.useAuth`]: false }, 'auth-not-enabled', 'values-wrong-value'),
  cp('useAuth: "no"', { [`${ADMIN}.server.security.useAuth`]: 'no' }, 'auth-not-enabled', 'values-wrong-value'),
  cp('useAuth: "off"', { [`${ADMIN}.server.security.useAuth`]: 'off' }, 'auth-not-enabled', 'values-wrong-value'),
  cp('disableForHttp left from the days of testing', { [`${AUTH}.disableForHttp`]: true }, 'auth-not-enforced'),
  cp('disableForGrpc left from the days of testing', { [`${AUTH}.disableForGrpc`]: true }, 'auth-not-enforced'),
  cp('flyteadmin still its own authorization server', { [`${AUTH}.appAuth.authServerType`]: 'Self' }, 'auth-server-type-contradicted'),
  cp('authServerType in lower case', { [`${AUTH}.appAuth.authServerType`]: 'external' }, 'enum-invalid'),
  cp('union.auth still off', { 'configMap.union.auth.enable': false }, 'service-auth-disabled'),
  cp('the authorizer still Noop for flyteadmin', { [`${ADMIN}.authorizer.type`]: 'Noop' }, 'authorizer-mode-contradicted'),
  cp('the authorizer still Noop for services', { 'configMap.authorizer.type': 'Noop' }, 'authorizer-mode-contradicted'),
  cp('the authorizer service still Noop, with bootstrap filled in', { [`${AUTHORIZER}.type`]: 'Noop' }, 'authorizer-mode-contradicted'),
  cp('the authorizer of the cache service still Noop', { 'flyte.configmap.cacheserviceServer.authorizer.type': 'Noop' },
    'authorizer-mode-contradicted'),
  cp('the authorizer of one service still Noop', { 'services.usage.configMap.authorizer.type': 'Noop' }, 'authorizer-mode-contradicted'),
  cp('userAuth removed', { [`${AUTH}.userAuth`]: undefined }, 'browser-sign-in-missing', 'relying-party-incomplete', 'values-missing-key'),
  cp('appAuth removed', { [`${AUTH}.appAuth`]: undefined }, 'auth-server-type-contradicted', 'issuer-mismatch', 'native-client-misconfigured',
    'values-missing-key'),
  cp('protected annotations emptied for a test', { ...WITHOUT_SNIPPET, 'ingress.protectedIngressAnnotations': {} }, 'identity-chosen-by-caller'),
  cp('no guard of gRPC', { ...WITHOUT_SNIPPET, [inSet('protectedIngressAnnotationsGrpc', 'auth-url')]: undefined }, 'route-unguarded',
    'identity-chosen-by-caller'),
  cp('no guard of the console', { [inSet('protectedConsoleIngressAnnotations', 'auth-url')]: '' }, 'auth-annotation-ignored', 'route-unguarded'),
  cp('the old key for a client ID', { 'global.CLIENT_ID': 'service-id', 'global.INTERNAL_CLIENT_ID': undefined }, 'values-unknown-key',
    'values-missing-key', 'values-dead-key'),
  cp('OIDC_CLIENT_SECRET in clear', { 'flyte.secrets.adminOauthClientCredentials.clientSecret': 'c2VjcmV0LXdpdGgtYS12YWx1ZQ8f' },
    'values-secret-value'),
  cp('foobar, the default of the chart', { 'flyte.secrets.adminOauthClientCredentials.clientSecret': 'foobar' }, 'placeholder-secret',
    'values-secret-value', 'values-wrong-value'),
  cp('a value that the chart reads no more', { externalSecrets: { enabled: true } }, 'values-dead-key'),
];
