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
