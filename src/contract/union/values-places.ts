import { ADMIN_AUTH_TYPES, AUTH_SERVER_TYPES, SAME_SITE_POLICIES } from './flyteadmin';
import { DATA_PLANE_POD_ANNOTATIONS, EAGER_API_KEY, SECRETS } from './secrets';
import { flag, map, text, texts, ValueKey } from './values-contract';

/** The path of a service's own connection to flyteadmin in its config file. */
export function ownAdminClient(service: string): string {
  return `${service}.app.adminClient.connection`;
}

/** The same in the values. */
export function ownAdminClientValues(service: string): string {
  return `services.${service}.configMap.${ownAdminClient(service)}`;
}

/** The values of flyteadmin's admin client (flyteidl `clients/go/admin/config.go`), at any path. */
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
    text(`${path}.tokenUrl`, 'Token endpoint; by default the client gets it from flyteadmin', {
      meaning: 'tokenEndpoint',
    }),
    text(`${path}.authorizationHeader`, 'Header that carries the token', { meaning: 'authorizationHeader' }),
    text(`${path}.audience`, 'Audience that the client requests'),
    flag(`${path}.useAudienceFromAdmin`, 'Whether to use the audience that flyteadmin announces'),
    text(
      `${path}.tokenRefreshWindow`, 'How long before its expiry a token is renewed: a duration with a unit',
    ),
    text(`${path}.httpProxyURL`, 'Proxy for the requests to the token endpoint'),
    text(`${path}.perRetryTimeout`, 'Timeout of one attempt: a duration with a unit'),
    text(`${path}.maxBackoffDelay`, 'Longest pause between two attempts: a duration with a unit'),
    text(`${path}.maxRetries`, 'Number of retries of a call'),
    text(`${path}.maxMessageSizeBytes`, 'Largest message'),
    text(`${path}.defaultServiceConfig`, 'gRPC service configuration'),
    map(`${path}.pkceConfig`, 'Browser login of the client'),
    map(`${path}.deviceFlowConfig`, 'Device login of the client'),
    texts(`${path}.command`, 'Command that prints a token'),
    texts(`${path}.proxyCommand`, 'Command that prints a token for a proxy'),
  ];
}

/**
 * The values of Union's own clients (`union.auth`). The services are closed source, so they may read other
 * keys too.
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

/** Paths of the control plane's values that several files use. */
export const ADMIN_AUTH = 'flyte.configmap.adminServer.auth';
export const ADMIN_CLIENT = 'flyte.configmap.adminServer.admin';
export const ISSUER_FOR_TOKENS = `${ADMIN_AUTH}.appAuth.externalAuthServer.baseUrl`;
export const ISSUER_FOR_LOGIN = `${ADMIN_AUTH}.userAuth.openId.baseUrl`;
export const WEB_CLIENT_ID = `${ADMIN_AUTH}.userAuth.openId.clientId`;
export const NATIVE_CLIENT_ID = `${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.clientId`;
export const AUTHORIZED_URIS = `${ADMIN_AUTH}.authorizedUris`;
export const ALLOWED_AUDIENCE = `${ADMIN_AUTH}.appAuth.externalAuthServer.allowedAudience`;
export const EXECUTIONS_CONNECTION = ownAdminClientValues('executions');

/** Keys that all releases read. Sources: flyteadmin `auth/config/config.go`, the charts' `values.yaml`. */
export const CONTROL_PLANE_KEYS: readonly ValueKey[] = [
  text(
    'global.UNION_ORG',
    'Name of the organization, which services use for every request, and API keys contain',
    { meaning: 'organization' },
  ),
  text('global.INTERNAL_CLIENT_ID', 'Client ID of the service application', {
    meaning: 'serviceClientId',
    required: {
      severity: 'error',
      symptom: 'The services of the control plane cannot sign in.',
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
  texts(AUTHORIZED_URIS, 'URLs of flyteadmin; the first is the fallback'),
  text(`${ADMIN_AUTH}.appAuth.authServerType`, 'The issuer of tokens', {
    oneOf: AUTH_SERVER_TYPES,
    only: 'External',
  }),
  text(ISSUER_FOR_TOKENS, 'Issuer whose access tokens are accepted', { meaning: 'issuer' }),
  texts(ALLOWED_AUDIENCE, 'Accepted audiences of access tokens, compared as exact strings'),
  text(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.metadataUrl`,
    'Path of the issuer\'s metadata, relative to the issuer',
  ),
  text(`${ADMIN_AUTH}.appAuth.externalAuthServer.httpProxyURL`, 'Proxy for the requests to the issuer'),
  text(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.retryAttempts`,
    'Number of attempts to fetch the metadata before flyteadmin gives up',
  ),
  text(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.retryDelay`,
    'Pause between two attempts: a duration with a unit',
  ),
  text(NATIVE_CLIENT_ID, 'Client ID of the native application: SDK and CLI', { meaning: 'nativeClientId' }),
  text(
    `${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.redirectUri`, 'Redirect URI of SDK and CLI',
  ),
  texts(`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.scopes`, 'Scopes that SDK and CLI request'),
  text(`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.audience`, 'Audience that SDK and CLI request'),
  map(
    `${ADMIN_AUTH}.appAuth.identityTypeClaimsForApps`,
    'Claims that distinguish a token of an application from one of a person',
  ),
  texts(`${ADMIN_AUTH}.appAuth.subjectClaimNames`, 'Claims that identify the caller, in order'),
  // The chart's comments and Union's documentation disagree on the path of this one.
  texts(
    `${ADMIN_AUTH}.appAuth.externalAuthServer.subjectClaimNames`, 'Claims that identify the caller, in order',
  ),
  text(ISSUER_FOR_LOGIN, 'Issuer to which browsers are redirected', { meaning: 'issuer' }),
  text(
    `${ADMIN_AUTH}.userAuth.openId.issuerUrl`, 'Issuer of ID tokens, if it differs from the URL',
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
  text(`${ADMIN_AUTH}.userAuth.redirectUrl`, 'Redirect target of browsers after sign-in'),
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
    'With a value, the chart renders the scheduler\'s Secret, and each upgrade writes the value again',
  ),
  text(
    'flyte.secrets.adminOauthClientCredentials.secretName',
    'Name of the scheduler\'s Secret; its Deployment always mounts flyte-secret-auth',
    { only: SECRETS.scheduler.name },
  ),
  ...adminClientKeys('configMap.admin', 'a union service'),
  ...serviceAuthKeys('configMap.union.auth'),
  ...adminClientKeys(EXECUTIONS_CONNECTION, 'the executions service'),
  text('ingress.host', 'Host name of every Ingress', {
    meaning: 'domain',
    required: {
      severity: 'warning',
      symptom: 'The rules accept every Host header, and with `$host` in the auth URL a caller decides which '
        + 'server authorizes the request.',
    },
  }),
  map('ingress.annotations', 'Annotations of every Ingress'),
  map('ingress-nginx.controller.config', 'Settings of the chart\'s own controller'),
  map('ingress.protectedIngressAnnotations', 'Guard of HTTP routes'),
  map('ingress.protectedIngressAnnotationsGrpc', 'Guard of gRPC routes'),
  map('ingress.protectedIngressAnnotationsWithoutSignin', 'Guard of HTTP routes for API clients'),
  map('ingress.protectedConsoleIngressAnnotations', 'Guard of the console'),
  flag('ingress.enableProtectedConsoleIngress', 'Whether the console has its own Ingress'),
];

/**
 * Maps whose reader is open source and fully known: an unknown key in them is an error, and silently ignored.
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

/** Keys that all releases read. Source: dataplane `values.yaml`. */
export const DATA_PLANE_KEYS: readonly ValueKey[] = [
  text('global.AUTH_CLIENT_ID', 'Client ID of the service application, as in the control plane', {
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
  flag('secrets.admin.create', 'Whether the chart renders union-secret-auth; each upgrade then writes its '
    + 'placeholder again', {
    required: {
      severity: 'warning',
      symptom: 'The chart creates union-secret-auth by default, and each upgrade overwrites the delivered '
        + 'secret with the one in the values.',
    },
  }),
  text('secrets.admin.clientId', 'Client ID of the service application', { meaning: 'serviceClientId' }),
  text(
    'secrets.admin.clientSecret',
    'Content of union-secret-auth with create: true. Only a placeholder: values are not a '
      + 'place for a secret',
  ),
  text('clusterName', 'Cluster name with which the data plane registers', { meaning: 'cluster' }),
  text('orgName', 'Name of the organization, as in the control plane', { meaning: 'organization' }),
  map(DATA_PLANE_POD_ANNOTATIONS, 'Annotations of all pods of the data plane'),
];

export const DATA_PLANE_CLOSED: readonly string[] = ['config.admin.admin'];

/**
 * Whether requests to the cache of outputs use the admin client's token; the AWS values of 2026.6 and 2026.7
 * disable it, and the cache answers 401.
 */
export const CATALOG_AUTH = 'config.catalog.catalog-cache.use-admin-auth';
export const CATALOG_AUTH_KEY = flag(
  CATALOG_AUTH,
  'Whether requests to the cache of outputs, which is behind the guard, use the credentials of the admin '
    + 'client',
  { only: true },
);

/**
 * Whether apps require a sign-in: at Knative's gateway in every release, and at the chart's own gateway since
 * 2026.6.9.
 */
export const SERVING_AUTH = 'serving.auth.enabled';
export const GATEWAY_AUTH = 'gateway.auth.enable';
const APPS = 'Whether apps of the data plane require a sign-in at the control plane; '
  + 'with `false` they are open to everyone';
export const SERVING_AUTH_KEY = flag(SERVING_AUTH, APPS);
export const GATEWAY_AUTH_KEY = flag(GATEWAY_AUTH, `${APPS} (with \`zero_trust\`)`);

/**
 * The values that give task pods the key of eager tasks: those of the executor, and since 2026.4.10 of the
 * leaseworker.
 */
export function eagerKeys(path: string): ValueKey[] {
  return [
    flag(`${path}.injectSecret`, 'Whether task pods get the API key of eager tasks'),
    text(`${path}.secretName`, `Name of the key in task pods: ${EAGER_API_KEY}`),
  ];
}
