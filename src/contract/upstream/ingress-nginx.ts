/** Annotations of ingress-nginx (controller 1.12 to 1.15). */
const PREFIX = 'nginx.ingress.kubernetes.io/';

export const NGINX = {
  authUrl: `${PREFIX}auth-url`,
  authSignin: `${PREFIX}auth-signin`,
  authSigninRedirectParam: `${PREFIX}auth-signin-redirect-param`,
  authResponseHeaders: `${PREFIX}auth-response-headers`,
  authCacheKey: `${PREFIX}auth-cache-key`,
  authCacheDuration: `${PREFIX}auth-cache-duration`,
  authMethod: `${PREFIX}auth-method`,
  authSnippet: `${PREFIX}auth-snippet`,
  authProxySetHeaders: `${PREFIX}auth-proxy-set-headers`,
  authAlwaysSetCookie: `${PREFIX}auth-always-set-cookie`,
  authRequestRedirect: `${PREFIX}auth-request-redirect`,
  enableGlobalAuth: `${PREFIX}enable-global-auth`,
  backendProtocol: `${PREFIX}backend-protocol`,
  canary: `${PREFIX}canary`,
  customHttpErrors: `${PREFIX}custom-http-errors`,
  mirrorTarget: `${PREFIX}mirror-target`,
  permanentRedirect: `${PREFIX}permanent-redirect`,
  temporalRedirect: `${PREFIX}temporal-redirect`,
  proxyCookiePath: `${PREFIX}proxy-cookie-path`,
  sslPassthrough: `${PREFIX}ssl-passthrough`,
  authType: `${PREFIX}auth-type`,
  satisfy: `${PREFIX}satisfy`,
  useRegex: `${PREFIX}use-regex`,
  rewriteTarget: `${PREFIX}rewrite-target`,
  proxyBodySize: `${PREFIX}proxy-body-size`,
  proxyBufferSize: `${PREFIX}proxy-buffer-size`,
  proxyReadTimeout: `${PREFIX}proxy-read-timeout`,
  proxySendTimeout: `${PREFIX}proxy-send-timeout`,
  configurationSnippet: `${PREFIX}configuration-snippet`,
  serverSnippet: `${PREFIX}server-snippet`,
} as const;

/** The nginx variables of the headers in which `/me` accepts a credential. */
export const CREDENTIAL_VARIABLES =
  ['$http_authorization', '$http_flyte_authorization', '$http_cookie'] as const;

/** The IngressClass of the control plane chart's controller (values.yaml, `ingress-nginx`). */
export const CHART_INGRESS_CLASS = 'controlplane';

/** Seconds for which a stream may be idle: the chart's gRPC timeouts of its controller. */
export const STREAMING_TIMEOUT_SECONDS = 604800;

/**
 * Seconds that a response may take, except for streams: the chart's HTTP timeouts of its controller.
 *
 * Source: controlplane chart 2026.8.3, `controller.config` of its ingress-nginx (`proxy-read-timeout`,
 * `proxy-send-timeout`).
 */
export const ANSWER_TIMEOUT_SECONDS = 3600;

/**
 * The largest request body. The controller's default is 1m; larger bodies get 413.
 *
 * Source: controlplane chart 2026.8.3, `ingress.annotations` (`proxy-body-size`).
 */
export const BODY_SIZE = '6m';

/** No limit: nginx counts everything that a client sends on a stream, so any limit ends a long stream. */
export const STREAM_BODY_SIZE = '0';

/** The values for the ConfigMap of the control plane chart's controller. */
export const CHART_CONTROLLER_CONFIG = 'ingress-nginx.controller.config';

/** Whether its pods use the host network. Source: ingress-nginx chart 4.12.3, `values.yaml`. */
export const CHART_HOST_NETWORK = 'ingress-nginx.controller.hostNetwork';

/**
 * Key of the controller's ConfigMap for directives of the http block. It allows directives that annotations
 * must not contain.
 */
export const HTTP_SNIPPET = 'http-snippet';

/**
 * Settings that only the controller's ConfigMap can have. By default the controller ends a stream after a
 * minute without client data, and accepts request headers of 8k, which session cookies exceed.
 *
 * Source: controlplane chart 2026.8.3, `server-snippet` of its Ingresses, which needs snippets. Keys:
 * ingress-nginx 1.15, `internal/ingress/controller/config/config.go`.
 */
export const CONTROLLER_CONFIG = {
  'client-body-timeout': String(STREAMING_TIMEOUT_SECONDS),
  'client-header-buffer-size': '16k',
  'large-client-header-buffers': '64 32k',
} as const;

/** Buffer for the session cookies in a response header; the controller's default is one page, 4k. */
export const COOKIE_BUFFER_SIZE = '32k';

/** Annotations of ingress-nginx that tune a route and can neither open nor redirect it. */
export const TUNING_ANNOTATIONS = [
  'client-body-buffer-size',
  'force-ssl-redirect',
  'limit-connections',
  'limit-rps',
  'proxy-body-size',
  'proxy-buffer-size',
  'proxy-buffering',
  'proxy-buffers-number',
  'proxy-busy-buffers-size',
  'proxy-connect-timeout',
  'proxy-read-timeout',
  'proxy-request-buffering',
  'proxy-send-timeout',
  'ssl-redirect',
  'whitelist-source-range',
].map((name) => `${PREFIX}${name}`);

export const NGINX_ANNOTATION_PREFIX = PREFIX;

/**
 * Annotations with a required format: the controller refuses an Ingress with another one.
 *
 * Source: `internal/ingress/annotations/parser/validators.go` (`SizeRegex`, `ValidateInt`),
 * `annotations/proxy`, `annotations/clientbodybuffersize`.
 */
export const SIZE_ANNOTATIONS: readonly string[] =
  ['client-body-buffer-size', 'proxy-body-size', 'proxy-buffer-size', 'proxy-busy-buffers-size']
    .map((name) => `${PREFIX}${name}`);

export const NUMBER_ANNOTATIONS: readonly string[] = [
  'limit-connections', 'limit-rps', 'proxy-buffers-number', 'proxy-connect-timeout', 'proxy-read-timeout',
  'proxy-send-timeout',
].map((name) => `${PREFIX}${name}`);

/**
 * Every annotation of ingress-nginx whose name begins with `auth-` (internal/ingress/annotations: auth,
 * authreq, authtls).
 */
export const AUTH_ANNOTATIONS = [
  'auth-always-set-cookie',
  'auth-cache-duration',
  'auth-cache-key',
  'auth-keepalive',
  'auth-keepalive-requests',
  'auth-keepalive-share-vars',
  'auth-keepalive-timeout',
  'auth-method',
  'auth-proxy-set-headers',
  'auth-realm',
  'auth-request-redirect',
  'auth-response-headers',
  'auth-secret',
  'auth-secret-type',
  'auth-signin',
  'auth-signin-redirect-param',
  'auth-snippet',
  'auth-tls-error-page',
  'auth-tls-match-cn',
  'auth-tls-pass-certificate-to-upstream',
  'auth-tls-secret',
  'auth-tls-verify-client',
  'auth-tls-verify-depth',
  'auth-type',
  'auth-url',
].map((name) => `${PREFIX}${name}`);

/** Annotations that put text into nginx.conf. Their risk is Critical. */
export const SNIPPET_ANNOTATIONS = [
  'auth-snippet',
  'configuration-snippet',
  'modsecurity-snippet',
  'server-snippet',
  'stream-snippet',
].map((name) => `${PREFIX}${name}`);

export const NGINX_CONFIG = {
  allowSnippets: 'allow-snippet-annotations',
  riskLevel: 'annotations-risk-level',
  /** A ConfigMap of headers for every backend. */
  proxySetHeaders: 'proxy-set-headers',
  /** Directives for each location, which can set headers. */
  locationSnippet: 'location-snippet',
  /** Response headers that clients do not get. */
  hideHeaders: 'hide-headers',
  customHttpErrors: 'custom-http-errors',
  /**
   * Directives for the http block, each server and each location
   * (internal/ingress/controller/config/config.go).
   */
  snippets: [HTTP_SNIPPET, 'server-snippet', 'location-snippet'],
  /** Path prefixes without a guard (internal/ingress/controller/template: isLocationInLocationList). */
  noAuthLocations: 'no-auth-locations',
  globalAuthUrl: 'global-auth-url',
  globalAuthSignin: 'global-auth-signin',
  globalAuthResponseHeaders: 'global-auth-response-headers',
} as const;

/**
 * The highest annotation risk; snippets need it as `annotations-risk-level`. Since 1.12 the default is one
 * below.
 */
export const SNIPPET_RISK = 'Critical';

/** Variables with the client's Host header, if no rule fixes the host. */
export const HOST_VARIABLES = ['$host', '$http_host', '$best_http_host'] as const;

/** The labels of the controller's pods in its Helm chart, and the namespace of its installation guide. */
export const CONTROLLER_PODS = {
  namespace: 'ingress-nginx',
  podLabels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
} as const;
