import { ADMIN_AUTH_TYPES, AUTH_SERVER_TYPES, SAME_SITE_POLICIES } from './flyteadmin';
import { DATA_PLANE_POD_ANNOTATIONS, EAGER_API_KEY, SECRETS } from './secrets';
import { flag, map, text, texts, ValueKey } from './values-contract';

/** Where a service reads its own connection to flyteadmin, in its config file. */
export function ownAdminClient(service: string): string {
  return `${service}.app.adminClient.connection`;
}

/** Where the values take it. */
export function ownAdminClientValues(service: string): string {
  return `services.${service}.configMap.${ownAdminClient(service)}`;
}

/**
 * The values of flyteadmin's admin client (flyteidl `clients/go/admin/config.go`), wherever a chart takes
 * them.
 */
export function adminClientKeys(path: string, who: string): ValueKey[] {
  return [
    text(`${path}.endpoint`, `Where ${who} reaches flyteadmin`),
    flag(`${path}.insecure`, 'Whether the connection is plain text'),
    flag(`${path}.insecureSkipVerify`, 'Whether the server certificate goes unverified'),
    text(`${path}.caCertFilePath`, 'File with the certificate authority of the server'),
    text(`${path}.authType`, `How ${who} signs in`, { oneOf: ADMIN_AUTH_TYPES }),
    text(`${path}.clientId`, `Client ID with which ${who} signs in`, { meaning: 'serviceClientId' }),
    text(`${path}.clientSecretLocation`, 'File with the client secret'),
    text(
      `${path}.clientSecretEnvVar`,
      'Environment variable with the client secret; it takes precedence over the file',
    ),
    texts(`${path}.scopes`, 'Scopes that the client requests', { meaning: 'serviceScope' }),
    text(`${path}.tokenUrl`, 'Token endpoint; left out, flyteadmin is asked for it', {
      meaning: 'tokenEndpoint',
    }),
    text(`${path}.authorizationHeader`, 'Header that carries the token', { meaning: 'authorizationHeader' }),
    text(`${path}.audience`, 'Audience that the client asks for'),
    flag(`${path}.useAudienceFromAdmin`, 'Whether the audience is the one that flyteadmin hands out'),
    text(
      `${path}.tokenRefreshWindow`, 'How long before its expiry a token is renewed: a duration with a unit',
    ),
    text(`${path}.httpProxyURL`, 'Proxy for the requests to the token endpoint'),
    text(`${path}.perRetryTimeout`, 'Timeout of one try: a duration with a unit'),
    text(`${path}.maxBackoffDelay`, 'Longest pause between two tries: a duration with a unit'),
    text(`${path}.maxRetries`, 'How often a call is tried again'),
    text(`${path}.maxMessageSizeBytes`, 'Largest message'),
    text(`${path}.defaultServiceConfig`, 'gRPC service configuration'),
    map(`${path}.pkceConfig`, 'Browser login of the client'),
    map(`${path}.deviceFlowConfig`, 'Device login of the client'),
    texts(`${path}.command`, 'Command that prints a token'),
    texts(`${path}.proxyCommand`, 'Command that prints a token for a proxy'),
  ];
}

/**
 * The values of Union's own clients (`union.auth`). The services are closed source: other keys may be read
 * too.
 */
function serviceAuthKeys(path: string): ValueKey[] {
  return [
    flag(`${path}.enable`, 'Whether the services sign in', { only: true }),
    text(`${path}.type`, 'How the services sign in', { oneOf: ADMIN_AUTH_TYPES }),
    text(`${path}.clientId`, 'Client ID with which the services sign in', { meaning: 'serviceClientId' }),
    text(`${path}.clientSecretLocation`, 'File with the client secret'),
    text(`${path}.tokenUrl`, 'Token endpoint', { meaning: 'tokenEndpoint' }),
    text(`${path}.authorizationMetadataKey`, 'Header that carries the token', {
      meaning: 'authorizationHeader',
    }),
    text(
      `${path}.tokenRefreshWindow`, 'How long before its expiry a token is renewed: a duration with a unit',
    ),
    texts(`${path}.scopes`, 'Scopes that the services request', { meaning: 'serviceScope' }),
  ];
}

/** Paths of the control plane's values that several files speak of. */
export const ADMIN_AUTH = 'flyte.configmap.adminServer.auth';
export const ADMIN_CLIENT = 'flyte.configmap.adminServer.admin';
export const ISSUER_FOR_TOKENS = `${ADMIN_AUTH}.appAuth.externalAuthServer.baseUrl`;
export const ISSUER_FOR_LOGIN = `${ADMIN_AUTH}.userAuth.openId.baseUrl`;
export const WEB_CLIENT_ID = `${ADMIN_AUTH}.userAuth.openId.clientId`;
export const NATIVE_CLIENT_ID = `${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.clientId`;
export const AUTHORIZED_URIS = `${ADMIN_AUTH}.authorizedUris`;
export const ALLOWED_AUDIENCE = `${ADMIN_AUTH}.appAuth.externalAuthServer.allowedAudience`;
export const EXECUTIONS_CONNECTION = ownAdminClientValues('executions');

/** What all releases read. Sources: flyteadmin `auth/config/config.go`, the charts' `values.yaml`. */
export const CONTROL_PLANE_KEYS: readonly ValueKey[] = [
  text(
    'global.UNION_ORG',
    'Name of the organization, which services take every request for, and API keys carry',
    { meaning: 'organization' },
  ),
  text('global.INTERNAL_CLIENT_ID', 'Client ID of the service application', {
    meaning: 'serviceClientId',
    required: {
      severity: 'error',
      symptom: 'No service of the control plane can sign in.',
      unless: ['configMap.union.auth.clientId'],
    },
  }),
  text('global.AUTH_TOKEN_URL', 'Token endpoint of the identity provider', {
    meaning: 'tokenEndpoint',
    required: {
      severity: 'error',
      symptom: 'Services of the control plane get no token.',
      unless: ['configMap.union.auth.tokenUrl'],
    },
  }),
  text('global.KUBERNETES_SECRET_NAME', 'Secret that the union services mount. flyteadmin mounts that of '
    + 'flyte.common.databaseSecret.name, so this must be the same', {
    only: SECRETS.unionServices.name,
    orAs: 'flyte.common.databaseSecret.name',
    required: {
      severity: 'warning',
      symptom: 'Union services mount a Secret with an empty name and do not start.',
      unless: ['defaults.secretName'],
    },
  }),
  flag(
    'flyte.configmap.adminServer.server.security.useAuth',
    'Whether flyteadmin serves /login, /callback, /me and /logout',
    { only: true },
  ),
  text(`${ADMIN_AUTH}.grpcAuthorizationHeader`, 'Header in which gRPC clients send their token', {
    meaning: 'authorizationHeader',
  }),
  text(`${ADMIN_AUTH}.httpAuthorizationHeader`, 'Header in which HTTP clients send their token', {
    meaning: 'authorizationHeader',
  }),
  flag(`${ADMIN_AUTH}.disableForHttp`, 'Whether HTTP requests go unauthenticated'),
  flag(`${ADMIN_AUTH}.disableForGrpc`, 'Whether gRPC requests go unauthenticated'),
  texts(AUTHORIZED_URIS, 'URLs under which flyteadmin may be addressed; the first is the fallback'),
  text(`${ADMIN_AUTH}.appAuth.authServerType`, 'Who issues the tokens', {
    oneOf: AUTH_SERVER_TYPES,
    only: 'External',
  }),
  text(ISSUER_FOR_TOKENS, 'Issuer whose access tokens are accepted', { meaning: 'issuer' }),
  texts(ALLOWED_AUDIENCE, 'Audiences that access tokens may carry, compared as exact strings'),
  text(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.metadataUrl`,
    'Where the issuer publishes its metadata, relative to it',
  ),
  text(`${ADMIN_AUTH}.appAuth.externalAuthServer.httpProxyURL`, 'Proxy for the requests to the issuer'),
  text(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.retryAttempts`,
    'How often the metadata is fetched before flyteadmin gives up',
  ),
  text(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.retryDelay`, 'Pause between two tries: a duration with a unit',
  ),
  text(NATIVE_CLIENT_ID, 'Client ID of the native application: SDK and CLI', { meaning: 'nativeClientId' }),
  text(
    `${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.redirectUri`, 'Where SDK and CLI listen for the code',
  ),
  texts(`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.scopes`, 'Scopes that SDK and CLI request'),
  text(`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.audience`, 'Audience that SDK and CLI ask for'),
  map(
    `${ADMIN_AUTH}.appAuth.identityTypeClaimsForApps`,
    'Claims that distinguish a token of an application from one of a person',
  ),
  texts(`${ADMIN_AUTH}.appAuth.subjectClaimNames`, 'Claims that name the caller, in order'),
  // The chart's comments and Union's documentation disagree where this one belongs.
  texts(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.subjectClaimNames`, 'Claims that name the caller, in order',
  ),
  text(ISSUER_FOR_LOGIN, 'Issuer that browsers are sent to', { meaning: 'issuer' }),
  text(
    `${ADMIN_AUTH}.userAuth.openId.issuerUrl`, 'Issuer that ID tokens name, where it differs from the URL',
  ),
  text(WEB_CLIENT_ID, 'Client ID of the web application: browser login', { meaning: 'webClientId' }),
  text(
    `${ADMIN_AUTH}.userAuth.openId.clientSecretName`,
    'Key of flyte-admin-secrets with the web client secret',
  ),
  text(
    `${ADMIN_AUTH}.userAuth.openId.clientSecretFile`,
    'File with the web client secret; it takes precedence over clientSecretName',
  ),
  texts(`${ADMIN_AUTH}.userAuth.openId.scopes`, 'Scopes of the browser login'),
  text(`${ADMIN_AUTH}.userAuth.redirectUrl`, 'Where a browser lands after signing in'),
  text(`${ADMIN_AUTH}.userAuth.cookieHashKeySecretName`, 'Key of flyte-admin-secrets that signs the cookies'),
  text(
    `${ADMIN_AUTH}.userAuth.cookieBlockKeySecretName`, 'Key of flyte-admin-secrets that encrypts the cookies',
  ),
  text(`${ADMIN_AUTH}.userAuth.cookieSetting.sameSitePolicy`, 'SameSite attribute of the cookies', {
    oneOf: SAME_SITE_POLICIES,
  }),
  text(`${ADMIN_AUTH}.userAuth.cookieSetting.domain`, 'Domain attribute of the cookies'),
  text(
    `${ADMIN_AUTH}.userAuth.idpQueryParameter`, 'Query parameter of /login that selects an identity provider',
  ),
  ...adminClientKeys(ADMIN_CLIENT, 'flyteadmin'),
  flag('flyte.secrets.adminOauthClientCredentials.enabled', 'Whether the scheduler mounts its Secret'),
  text(
    'flyte.secrets.adminOauthClientCredentials.clientSecret',
    'With a value, the chart renders the scheduler\'s Secret, and each upgrade puts the value back',
  ),
  text(
    'flyte.secrets.adminOauthClientCredentials.secretName',
    'Name of the scheduler\'s Secret; its Deployment mounts flyte-secret-auth whatever the value',
    { only: SECRETS.scheduler.name },
  ),
  ...adminClientKeys('configMap.admin', 'a union service'),
  ...serviceAuthKeys('configMap.union.auth'),
  ...adminClientKeys(EXECUTIONS_CONNECTION, 'the executions service'),
  text('ingress.host', 'Host name of every Ingress', {
    meaning: 'domain',
    required: {
      severity: 'warning',
      symptom: 'The rules catch every Host header, and with `$host` in the auth URL a caller decides who '
        + 'answers for them.',
    },
  }),
  map('ingress.annotations', 'Annotations of every Ingress'),
  map('ingress-nginx.controller.config', 'Settings of the controller that the chart brings'),
  map('ingress.protectedIngressAnnotations', 'Guard of HTTP routes'),
  map('ingress.protectedIngressAnnotationsGrpc', 'Guard of gRPC routes'),
  map('ingress.protectedIngressAnnotationsWithoutSignin', 'Guard of HTTP routes for API clients'),
  map('ingress.protectedConsoleIngressAnnotations', 'Guard of the console'),
  flag('ingress.enableProtectedConsoleIngress', 'Whether the console has an Ingress of its own'),
];

/**
 * Maps whose reader is open source and known in full: an unknown key in them is a slip, and ignored without a
 * word.
 */
export const CONTROL_PLANE_CLOSED: readonly string[] = [
  ADMIN_AUTH,
  `${ADMIN_AUTH}.appAuth`,
  `${ADMIN_AUTH}.appAuth.externalAuthServer`,
  `${ADMIN_AUTH}.appAuth.thirdPartyConfig`,
  `${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient`,
  `${ADMIN_AUTH}.userAuth`,
  `${ADMIN_AUTH}.userAuth.openId`,
  `${ADMIN_AUTH}.userAuth.cookieSetting`,
  ADMIN_CLIENT,
  'configMap.admin',
  EXECUTIONS_CONNECTION,
];

/** What all releases read. Source: dataplane `values.yaml`. */
export const DATA_PLANE_KEYS: readonly ValueKey[] = [
  text('global.AUTH_CLIENT_ID', 'Client ID of the service application, as the control plane knows it', {
    meaning: 'serviceClientId',
    required: {
      severity: 'error',
      symptom: 'Operator, propeller and cluster resource sync cannot sign in.',
      unless: ['secrets.admin.clientId'],
    },
  }),
  ...serviceAuthKeys('clusterresourcesync.config.union.auth'),
  ...serviceAuthKeys('config.union.auth'),
  ...adminClientKeys('config.admin.admin', 'propeller'),
  flag('secrets.admin.enable', 'Whether the pods mount union-secret-auth', { only: true }),
  flag('secrets.admin.create', 'Whether the chart renders union-secret-auth; each upgrade then puts its '
    + 'placeholder back', {
    required: {
      severity: 'warning',
      symptom: 'The chart creates union-secret-auth by default, and each upgrade overwrites the delivered '
        + 'secret with the one in the values.',
    },
  }),
  text('secrets.admin.clientId', 'Client ID of the service application', { meaning: 'serviceClientId' }),
  text(
    'secrets.admin.clientSecret',
    'What the chart renders into union-secret-auth with create: true. A placeholder only: values are not '
      + 'place for a secret',
  ),
  text('clusterName', 'Name of the cluster under which the data plane registers', { meaning: 'cluster' }),
  text('orgName', 'Name of the organization, as the control plane knows it', { meaning: 'organization' }),
  map(DATA_PLANE_POD_ANNOTATIONS, 'Annotations of all pods of the data plane'),
];

export const DATA_PLANE_CLOSED: readonly string[] = ['config.admin.admin'];

/**
 * Whether the cache of outputs is asked with the admin client's token; the values for AWS of 2026.6 and
 * 2026.7 turn it off, and the cache answers 401.
 */
export const CATALOG_AUTH = 'config.catalog.catalog-cache.use-admin-auth';
export const CATALOG_AUTH_KEY = flag(
  CATALOG_AUTH,
  'Whether the cache of outputs, which is behind the guard, is asked with the credentials of the admin '
    + 'client',
  { only: true },
);

/**
 * Whether apps are for those who are signed in: at Knative's gateway in every release, and at the gateway of
 * the chart's own since 2026.6.9.
 */
export const SERVING_AUTH = 'serving.auth.enabled';
export const GATEWAY_AUTH = 'gateway.auth.enable';
const APPS = 'Whether apps that the data plane serves are for those who are signed in at the control plane; '
  + 'with `false` they are open to everyone';
export const SERVING_AUTH_KEY = flag(SERVING_AUTH, APPS);
export const GATEWAY_AUTH_KEY = flag(GATEWAY_AUTH, `${APPS} (with \`zero_trust\`)`);

/**
 * What gives task pods the key of eager tasks: the executor's values, and since 2026.4.10 the leaseworker's.
 */
export function eagerKeys(path: string): ValueKey[] {
  return [
    flag(`${path}.injectSecret`, 'Whether task pods get the API key of eager tasks'),
    text(`${path}.secretName`, `Name under which task pods get the key: ${EAGER_API_KEY}`),
  ];
}
