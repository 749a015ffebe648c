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
  backendProtocol: `${PREFIX}backend-protocol`,
  useRegex: `${PREFIX}use-regex`,
  proxyBufferSize: `${PREFIX}proxy-buffer-size`,
  proxyReadTimeout: `${PREFIX}proxy-read-timeout`,
  proxySendTimeout: `${PREFIX}proxy-send-timeout`,
  configurationSnippet: `${PREFIX}configuration-snippet`,
  serverSnippet: `${PREFIX}server-snippet`,
} as const;

/** The nginx variables of the request headers that `/me` accepts a credential in. */
export const CREDENTIAL_VARIABLES = ['$http_authorization', '$http_flyte_authorization', '$http_cookie'] as const;

/** The IngressClass of the controller that the control plane chart brings (values.yaml, `ingress-nginx`). */
export const CHART_INGRESS_CLASS = 'controlplane';

/** Seconds for which a stream may be silent: what the chart sets its controller's gRPC timeouts to. */
export const STREAMING_TIMEOUT_SECONDS = 604800;

/** Room for the session cookies in a response header; the controller's default is one page, 4k. */
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
