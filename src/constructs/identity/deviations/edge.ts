import { NGINX_GATE_URL } from '../../../contract/edges/known-edges';
import { deviations, FaultVisibility } from './deviation';

export const EDGE = deviations({
  subrequestUrl: {
    guide: '`auth-url: https://$host/me`',
    fault: 'The `Host` header decides where the subrequest goes. On a rule without a host, a caller can name '
      + 'a server of its own, which answers 200 and receives the cookies. Requests also go through the '
      + 'public load balancer',
    mended: 'an address in the cluster',
    evidence: 'ingress-nginx `nginx.tmpl`: the URL is a `proxy_pass` variable',
    tried: 'nginx 1.26',
    rule: { id: 'auth-host-spoofable', shows: FaultVisibility.RENDERED_CHARTS },
  },
  subrequestHeaders: {
    guide: '`auth-url` of flyteadmin itself',
    fault: 'The controller forwards every header of the caller to `/me`. flyteadmin\'s HTTP port turns '
      + '`Grpc-Metadata-<key>` into metadata and uses the first value: with `Grpc-Metadata-Userinfo-Bin` '
      + 'any signed-in caller chooses the subject that `/me` returns, and with `Grpc-Metadata-Authorization` '
      + 'the answer to one caller is cached for callers without a credential',
    mended: `the auth gate, \`${NGINX_GATE_URL}\`: it forwards only the three headers with credentials`,
    evidence:
      'ingress-nginx `nginx.tmpl`; grpc-gateway 2.19 `runtime/context.go`; flyteadmin 1.16.1 `auth/token.go`',
    tried: 'nginx with flyteadmin 1.16.1',
    rule: { id: 'identity-chosen-by-caller', shows: FaultVisibility.PLAIN_PLANES },
  },
  ingressHost: {
    guide: '`ingress.host` is never set',
    fault: 'The chart\'s default is empty: every rule accepts every `Host` header',
    mended: '`ingress.host` is the domain',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'auth-host-spoofable', shows: FaultVisibility.RENDERED_CHARTS },
  },
  cacheKey: {
    guide: 'HTTP `auth-cache-key: $http_flyte_authorization$http_cookie`',
    fault: '`/me` also accepts `Authorization`. A request with that header alone is cached under the empty '
      + 'key, and its 200 serves anonymous callers',
    mended: 'all three headers in the key',
    evidence: 'ingress-nginx `authreq/main.go`',
    tried: 'nginx 1.26',
    rule: { id: 'auth-cache-key-incomplete', shows: FaultVisibility.PLAIN_PLANES },
  },
  cacheDuration: {
    guide: 'no `auth-cache-duration`',
    fault: 'The default caches 401 as well, for 5 minutes: callers with `Authorization` stay locked out '
      + 'after an anonymous call (browsers do not, as their cookie is in the key), and a revoked session '
      + 'works as long',
    mended: '`200 202 1m`: 401 is not cached, and a revoked session ends within a minute',
    evidence: 'ingress-nginx `authreq/main.go`',
    tried: 'nginx 1.26',
  },
  identityHeaders: {
    guide: '`auth-response-headers: Set-Cookie`',
    fault: 'Headers that are not listed pass from the client: a caller can set `X-User-Subject`',
    mended: 'the identity headers are listed, so `/me` overwrites them, and with them those of the claims '
      + 'that people\'s tokens usually carry (name, email, groups, roles). `/me` returns a header for every '
      + 'claim: `X-User-Claim-*` of other claims is removed from requests by prefix, by Traefik on guarded '
      + 'routes, by ingress-nginx with the `http-snippet` of `controllerSettings`, by Envoy Gateway with '
      + '`envoyGatewayVersion`',
    evidence: 'ingress-nginx `template.go`',
    tried: 'nginx 1.26',
    rule: { id: 'identity-header-spoofable', shows: FaultVisibility.PLAIN_PLANES },
  },
  metadataHeaders: {
    guide: '`auth-response-headers: Set-Cookie`',
    fault: 'The HTTP ports behind the guard turn the client\'s `Grpc-Metadata-<key>` into metadata and '
      + 'use the first value: `Grpc-Metadata-Userinfo-Bin` names another person',
    mended: 'those with an identity are also listed, and so cleared; with the `http-snippet` of '
      + '`controllerSettings` the controller removes all of them',
    evidence: 'grpc-gateway 2.19 `runtime/context.go`; flyteadmin 1.16.1 `auth/token.go`',
    tried: 'nginx with flyteadmin 1.16.1',
    rule: { id: 'metadata-header-spoofable', shows: FaultVisibility.PLAIN_PLANES },
  },
  signInRedirect: {
    guide: '`auth-signin` alone, on `$host`',
    fault:
      'The controller appends its own parameter `rd`, which redirects people to any host in the request',
    mended: '`auth-signin-redirect-param: redirect_url`, and the main domain as host; with several domains '
      + '`$host`, so that people stay on their domain (every rule has a host)',
    evidence: 'ingress-nginx `template.go`',
  },
  annotationSets: {
    guide: 'annotation sets for HTTP and gRPC',
    fault:
      "The console's Ingress and the one without sign-in keep the chart's sets; in 2026.3 the console's has "
        + 'no `auth-url`',
    mended: 'four sets: HTTP, gRPC, without sign-in, console',
    evidence: 'controlplane `values.yaml`, `_ingress-protected.yaml`',
    rule: { id: 'route-unguarded', shows: FaultVisibility.PLAIN_PLANES },
  },
  anchoredPaths: {
    guide: 'plain paths, and `use-regex` on the usage Ingresses',
    fault:
      'One `use-regex` turns every location of the host into a case-insensitive prefix expression: `/me` '
        + 'answers `/members`',
    mended: '`use-regex` on all, every path anchored at both ends, dots escaped',
    evidence: 'ingress-nginx `template.go`, `controller.go`; ingress-nginx#10308',
  },
  usagePaths: {
    guide: 'usage paths with a look-ahead',
    fault:
      'Envoy and Traefik have no look-ahead. Paths that the expression excludes reach the same backend '
        + 'behind the same guard',
    mended: 'a plain prefix',
    evidence: 'rendered routes of the chart',
  },
  proxyBufferSize: {
    guide: 'no `proxy-buffer-size`',
    fault: 'Cookies of `/callback` and tokens in the response of `/me` exceed 4k: 502 at `/callback` '
      + '("upstream sent too big header"), a sign-in loop, or 500',
    mended: '`32k` on HTTP routes and on every guarded one',
    evidence: 'flyte#3750, flyte#6613',
    tried: 'nginx with flyteadmin 1.16.1 and Keycloak 26.7',
  },
  timeouts: {
    guide: 'no read timeouts',
    fault: 'Streams and long calls end after 60 seconds',
    mended: 'timeouts for streams and for calls, as long as those of the chart',
    evidence: 'controlplane `values.yaml`',
    tried: 'ingress-nginx 1.15.1',
  },
  bodySize: {
    guide: 'no `proxy-body-size`',
    fault: 'The controller\'s default is 1 MiB: larger requests get 413, gRPC clients UNKNOWN',
    mended: 'the size of the chart, and no limit on streams',
    evidence: 'controlplane `values.yaml`',
    tried: 'ingress-nginx 1.15.1',
  },
  matchedPath: {
    guide: 'open routes without `rewrite-target`',
    fault: 'nginx matches the decoded path but forwards the raw one: '
      + '`/api/v1/projects/..%2f..%2f..%2flogin` matches `/login` and reaches flyteadmin as a guarded path',
    mended: 'an open route forwards the matched path',
    evidence: 'ingress-nginx `template.go`',
    tried: 'ingress-nginx 1.15.1',
  },
  gatewayGuard: {
    guide: '`INGRESS_PROVIDER: envoy` renders the "protected" routes without any guard',
    fault: 'The control plane is open',
    mended: '`EnvoyGatewayGuard`, or `EdgeController.envoyGateway()`',
    evidence: 'controlplane `_httproute-protected.yaml`',
    tried: 'Envoy Gateway 1.9 with Envoy 1.39',
    rule: { id: 'gateway-route-unguarded', shows: FaultVisibility.RENDERED_CHARTS },
  },
});
