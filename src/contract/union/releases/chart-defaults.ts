import { JsonObject, mergeValues, nestUnder } from '../../../common/data/json';
import {
  CHART_CONTROLLER_CONFIG, CHART_INGRESS_CLASS, NGINX, SNIPPET_RISK,
} from '../../upstream/ingress-nginx';
import { ANNOTATED_HEADERS } from '../caller-headers';
import { AUTHORIZATION_HEADER, NATIVE_REDIRECT_URI, OAUTH_METADATA_PATH } from '../flyteadmin';
import { GATEWAY_VALUES } from '../gateway-routes';
import { CLIENT_SECRET_KEY, EAGER_API_KEY, SECRETS } from '../secrets';
import { ListEntry } from '../values-contract';
import {
  ADMIN_AUTH, ADMIN_CLIENT, ALLOWED_AUDIENCE, AUTHORIZED_URIS, EXECUTIONS_CONNECTION, NATIVE_CLIENT_ID,
} from '../values-places';

/** The charts' default values for authentication. The chart evaluates `{{ … }}`. */

/** Values by their dotted paths, nested. */
export function nested(values: Readonly<Record<string, unknown>>): JsonObject {
  return Object.entries(values).map(([path, value]) => nestUnder(path, value)).reduce(mergeValues, {});
}

const location = (mountPath: string): string => `${mountPath}${CLIENT_SECRET_KEY}`;

const SERVICE_CLIENT_ID = '{{ .Values.global.INTERNAL_CLIENT_ID }}';
const TOKEN_URL = '{{ .Values.global.AUTH_TOKEN_URL }}';

/** The scope of services; `all` if the release has no global for it. */
export const SERVICE_SCOPE = '{{ .Values.global.OIDC_S2S_SCOPE | default "all" }}';

const adminClient = (mountPath: string): JsonObject => ({
  clientId: SERVICE_CLIENT_ID,
  clientSecretLocation: location(mountPath),
});

/** A union service's own connection to flyteadmin. */
export function ownConnection(scope: string): JsonObject {
  return {
    authorizationHeader: AUTHORIZATION_HEADER,
    ...adminClient(SECRETS.unionServices.mountPath),
    tokenUrl: TOKEN_URL,
    scopes: [scope],
  };
}

/**
 * The control plane's values about ingress-nginx, and the values of ingress-nginx itself.
 *
 * Source: controlplane chart 2026.3.0 to 2026.8.3, `values.yaml`; it is enabled since 2026.4.10.
 */
const INGRESS_NGINX: JsonObject = nested({
  'ingress.className': CHART_INGRESS_CLASS,
  'ingress.separateGrpcIngressAnnotations': { [NGINX.backendProtocol]: 'GRPC' },
  'ingress-nginx.controller.allowSnippetAnnotations': true,
  [CHART_CONTROLLER_CONFIG]: { 'annotations-risk-level': SNIPPET_RISK },
});

/**
 * The control plane's default values in every release (2026.3: in `values.aws.selfhosted-intracluster.yaml`).
 */
export function controlPlaneDefaults(scope: string): JsonObject {
  return mergeValues(INGRESS_NGINX, nested({
    [`${ADMIN_AUTH}.grpcAuthorizationHeader`]: AUTHORIZATION_HEADER,
    [`${ADMIN_AUTH}.httpAuthorizationHeader`]: AUTHORIZATION_HEADER,
    [`${ADMIN_AUTH}.appAuth.authServerType`]: 'External',
    [`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.redirectUri`]: NATIVE_REDIRECT_URI,
    [`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.scopes`]: ['all'],
    [`${ADMIN_AUTH}.userAuth.openId.scopes`]: ['profile', 'openid', 'offline_access'],
    [`${ADMIN_AUTH}.userAuth.cookieSetting.sameSitePolicy`]: 'LaxMode',
    [`${ADMIN_AUTH}.userAuth.idpQueryParameter`]: 'idp',
    [ADMIN_CLIENT]: adminClient(SECRETS.flyteadmin.mountPath),
    'configMap.admin': adminClient(SECRETS.unionServices.mountPath),
    'configMap.union.auth': {
      enable: true,
      type: 'ClientSecret',
      ...adminClient(SECRETS.unionServices.mountPath),
      tokenUrl: TOKEN_URL,
      authorizationMetadataKey: AUTHORIZATION_HEADER,
      scopes: [scope],
    },
    [EXECUTIONS_CONNECTION]: ownConnection(scope),
  }));
}

const RESPONSE_HEADERS = ['Set-Cookie', ...ANNOTATED_HEADERS].join(',');

const HTTP_SET: JsonObject = {
  [NGINX.authUrl]: 'https://$host/me',
  [NGINX.authSignin]: 'https://$host/login?redirect_url=$escaped_request_uri',
  [NGINX.authResponseHeaders]: RESPONSE_HEADERS,
  [NGINX.authCacheKey]: '$http_flyte_authorization$http_cookie',
};

const { [NGINX.authSignin]: _, ...WITHOUT_SIGN_IN } = HTTP_SET;

/**
 * Additional default values of the control plane since authentication is in the chart's own values: on by
 * default, with the public URL and annotation sets that set identity headers.
 *
 * Source: `helm template` of controlplane 2026.8.3 with its own values.
 */
export function controlPlaneDefaultsSince2026_4(
  authorizedUris: readonly ListEntry[], allowedAudience: readonly ListEntry[],
): JsonObject {
  return nested({
    'flyte.configmap.adminServer.server.security.useAuth': true,
    [AUTHORIZED_URIS]: authorizedUris,
    [ALLOWED_AUDIENCE]: allowedAudience,
    [`${ADMIN_AUTH}.appAuth.externalAuthServer.metadataUrl`]: OAUTH_METADATA_PATH,
    'configMap.union.connection.trustedIdentityClaims': { enabled: true, externalIdentityTypeClaim: 'app' },
    'ingress-nginx.enabled': true,
    [GATEWAY_VALUES.className]: 'controlplane-envoy',
    'ingress.protectedIngressAnnotations': HTTP_SET,
    'ingress.protectedIngressAnnotationsWithoutSignin': WITHOUT_SIGN_IN,
    'ingress.protectedConsoleIngressAnnotations': HTTP_SET,
    'ingress.protectedIngressAnnotationsGrpc': {
      [NGINX.authUrl]: 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local/me',
      [NGINX.authResponseHeaders]: RESPONSE_HEADERS,
      [NGINX.authCacheKey]: '$http_authorization$http_flyte_authorization$http_cookie',
    },
  });
}

/** flyteadmin's URLs for services, which are authorized URIs in every release. */
export const FLYTEADMIN_URIS: readonly string[] = [
  'http://flyteadmin:80',
  'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80',
];

/** The source of issuer and clients in earlier releases: the guide's globals. */
export const CONTROL_PLANE_GLOBALS_2026_3: JsonObject = nested({
  [`${ADMIN_AUTH}.appAuth.externalAuthServer.baseUrl`]: '{{ .Values.global.OIDC_BASE_URL }}',
  [`${ADMIN_AUTH}.userAuth.openId.baseUrl`]: '{{ .Values.global.OIDC_BASE_URL }}',
  [`${ADMIN_AUTH}.userAuth.openId.clientId`]: '{{ .Values.global.OIDC_CLIENT_ID }}',
  [NATIVE_CLIENT_ID]: '{{ .Values.global.CLI_CLIENT_ID }}',
  [AUTHORIZED_URIS]: FLYTEADMIN_URIS,
});

/** The data plane's default values in every release. */
export function dataPlaneDefaults(
  scopes: readonly string[] | undefined, taskRunners: readonly string[],
): JsonObject {
  const client = {
    clientId: '{{ .Values.secrets.admin.clientId }}',
    clientSecretLocation: location(SECRETS.dataPlane.mountPath),
  };
  const serviceAuth = {
    enable: true,
    type: 'ClientSecret',
    ...client,
    authorizationMetadataKey: AUTHORIZATION_HEADER,
    tokenRefreshWindow: '5m',
  };
  return nested({
    'clusterName': '{{ .Values.global.CLUSTER_NAME }}',
    'orgName': '{{ .Values.global.ORG_NAME }}',
    'secrets.admin.enable': true,
    'secrets.admin.create': true,
    'secrets.admin.clientId': '{{ .Values.global.AUTH_CLIENT_ID }}',
    'config.union.auth': serviceAuth,
    'config.admin.admin': client,
    'clusterresourcesync.config.union.auth': { ...serviceAuth, ...(scopes ? { scopes } : {}) },
    ...Object.fromEntries(
      taskRunners.map((name) => [
        `${name}.config.unionAuth`,
        { injectSecret: true, secretName: EAGER_API_KEY },
      ]),
    ),
  });
}
