import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE, IDENTITY_HEADERS, LOGIN_REDIRECT_PARAMETER } from '../contract/union/flyteadmin';
import { CREDENTIAL_VARIABLES, NGINX } from '../contract/upstream/ingress-nginx';
import { AuthProfile, UnionAuth } from '../identity';

/** The annotation sets with which ingress-nginx guards the routes of the control plane. */
export interface IngressAnnotationSets {
  /** Browsers: an anonymous request is sent to sign in. */
  readonly http: Record<string, string>;
  /** gRPC: an anonymous request gets 401. A redirect would reach a gRPC client as an unknown error. */
  readonly grpc: Record<string, string>;
  /** HTTP API clients: guarded, without the redirect. */
  readonly withoutSignIn: Record<string, string>;
  /** The console. */
  readonly console: Record<string, string>;
}

/** Guide: section "Ingress auth annotations". The guide shows the first two sets only. */
export function ingressNginxAnnotations(auth: UnionAuth, namespace: string): IngressAnnotationSets {
  return auth.profile === AuthProfile.GUIDE ? guideSets() : hardenedSets(auth, namespace);
}

function guideSets(): IngressAnnotationSets {
  const subrequest = {
    [NGINX.authUrl]: `https://$host${FLYTEADMIN_PATHS.me}`,
    [NGINX.authResponseHeaders]: 'Set-Cookie',
  };
  const http = {
    [NGINX.authUrl]: subrequest[NGINX.authUrl],
    [NGINX.authSignin]: `https://$host${FLYTEADMIN_PATHS.login}?${LOGIN_REDIRECT_PARAMETER}=$escaped_request_uri`,
    [NGINX.authResponseHeaders]: subrequest[NGINX.authResponseHeaders],
    [NGINX.authCacheKey]: '$http_flyte_authorization$http_cookie',
  };
  return {
    http,
    grpc: { ...subrequest, [NGINX.authCacheKey]: '$http_authorization$http_flyte_authorization$http_cookie' },
    withoutSignIn: {},
    console: {},
  };
}

function hardenedSets(auth: UnionAuth, namespace: string): IngressAnnotationSets {
  const { name, httpPort } = FLYTEADMIN_SERVICE;
  const guard = {
    // In-cluster: no host header decides where credentials go, and no hairpin through the load balancer.
    [NGINX.authUrl]: `http://${name}.${namespace}.svc.cluster.local:${httpPort}${FLYTEADMIN_PATHS.me}`,
    // Listed headers are overwritten with what /me answers; unlisted ones would pass from the client.
    [NGINX.authResponseHeaders]: ['Set-Cookie', ...IDENTITY_HEADERS].join(','),
    // Every header that /me accepts: a missing one lets one caller's answer serve another.
    [NGINX.authCacheKey]: CREDENTIAL_VARIABLES.join(''),
    // Never cache the 401: it would lock out whoever signs in next.
    [NGINX.authCacheDuration]: '200 202 1m',
  };
  const signIn = {
    ...guard,
    [NGINX.authSignin]: `${signInUrl(auth)}${FLYTEADMIN_PATHS.login}?${LOGIN_REDIRECT_PARAMETER}=$escaped_request_uri`,
    // Without it the controller appends a second parameter of its own, `rd`.
    [NGINX.authSigninRedirectParam]: LOGIN_REDIRECT_PARAMETER,
  };
  return { http: signIn, grpc: guard, withoutSignIn: guard, console: signIn };
}

/** With several domains, people sign in on the one they came to: session cookies are per host. */
function signInUrl(auth: UnionAuth): string {
  return auth.additionalDomains.length === 0 ? auth.url : 'https://$host';
}
