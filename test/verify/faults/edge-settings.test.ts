import { DOMAIN, EdgeName, Fault, Json, Planes, testFaults } from './_planes';

/** Settings beside the guard that let callers pass, keep them out, or make them somebody else. */

const PROTECTED = 'controlplane-protected';
const GRPC = 'controlplane-protected-grpc';
const CONSOLE = 'controlplane-console-protected';
const OPEN = 'controlplane';
const GATEWAY_API = 'gateway.networking.k8s.io';
const GW = `${GATEWAY_API}/v1`;
const IDENTITY = ['X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token'];

const faults = (edge: EdgeName) => (what: string, rules: readonly string[], put: (planes: Planes) => void): Fault => ({ edge, what, rules, put });
const configMap = (p: Planes, name: string, data: Json, labels: Json = {}) => p.add('v1', 'ConfigMap', name, { data }, 'union-cp', { labels });
const controller = (p: Planes, data: Json) => configMap(p, 'controlplane-nginx-controller', data, { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' });
const docs = (p: Planes, name: string, service: string, annotations: Record<string, string> = {}) => {
  p.add('networking.k8s.io/v1', 'Ingress', name, {
    spec: { ingressClassName: 'controlplane', rules: [{ host: 'docs.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }] } }] },
  });
  p.annotate(name, annotations);
};
const middleware = (p: Planes, name: string, spec: Json) => p.add('traefik.io/v1alpha1', 'Middleware', name, { spec });
const routers = (p: Planes, name: string): Json[] => p.get('IngressRoute', name).spec.routes;
const rules = (p: Planes, kind: string, name: string): Json[] => p.get(kind, name).spec.rules;

describe('ingress-nginx', () => {
  const fault = faults('ingress-nginx');
  testFaults([
    fault('the headers of the subrequest empty the cookie', ['credential-header-dropped'], (p) => { configMap(p, 'ask', { Cookie: '' }); p.annotate(CONSOLE, { 'auth-proxy-set-headers': 'union-cp/ask' }); }),
    fault('the headers of the subrequest hold a token', ['guard-bypassed'], (p) => { configMap(p, 'ask', { Authorization: 'Bearer abc' }); p.annotate(PROTECTED, { 'auth-proxy-set-headers': 'union-cp/ask' }); }),
    fault('a snippet of the subrequest holds a token', ['guard-bypassed'], (p) => p.annotate(PROTECTED, { 'auth-snippet': 'proxy_set_header Authorization "Bearer abc";' })),
    fault('a snippet sets who calls', ['identity-header-spoofable'], (p) => p.annotate(PROTECTED, { 'configuration-snippet': 'proxy_set_header X-User-Subject "admin";' })),
    fault('a snippet believes the caller who calls', ['identity-header-spoofable'], (p) => p.annotate(PROTECTED, { 'configuration-snippet': 'proxy_set_header X-User-Subject $http_x_real_user;' })),
    fault('the open routes are moved', ['sign-in-route-missing'], (p) => p.annotate(OPEN, { 'permanent-redirect': 'https://elsewhere.example.com' })),
    fault('the open routes are moved for now', ['sign-in-route-missing'], (p) => p.annotate(OPEN, { 'temporal-redirect': 'https://elsewhere.example.com' })),
    fault('a page of errors for callers of gRPC', ['grpc-sign-in-redirect'], (p) => p.annotate(GRPC, { 'custom-http-errors': '401,403' })),
    fault('a page of errors of the controller', ['grpc-sign-in-redirect', 'claim-header-spoofable'], (p) => controller(p, { 'custom-http-errors': '401,404,503' })),
    fault('TLS is passed on unread', ['guard-bypassed'], (p) => p.annotate(OPEN, { 'ssl-passthrough': 'true' })),
    fault('a canary of another application leads to a service', ['route-backend-missing', 'route-unguarded'], (p) => { docs(p, 'docs', 'docs'); docs(p, 'docs-canary', 'executions', { 'canary': 'true', 'canary-weight': '10' }); }),
    fault('copies of the requests of another application go to a service', ['route-backend-missing', 'route-unguarded'], (p) => docs(p, 'docs', 'docs', { 'mirror-target': 'http://executions.union-cp.svc.cluster.local$request_uri' })),
    fault('HTTPS to plain services', ['grpc-served-as-http'], (p) => p.annotate(PROTECTED, { 'backend-protocol': 'HTTPS' })),
    fault('GRPCS to plain services', ['grpc-served-as-http'], (p) => p.annotate(GRPC, { 'backend-protocol': 'GRPCS' })),
    fault('FastCGI to plain services', ['grpc-served-as-http'], (p) => p.annotate(CONSOLE, { 'backend-protocol': 'FCGI' })),
    fault('cookies come back for another path only', ['credential-header-dropped'], (p) => p.annotate(OPEN, { 'proxy-cookie-path': '/ /app' })),
    fault('cookies of another domain are rewritten', [], (p) => p.annotate(OPEN, { 'proxy-cookie-domain': 'union.example.com other.example.com' })),
    fault('a snippet hides the session', ['credential-header-dropped'], (p) => p.annotate(OPEN, { 'configuration-snippet': 'proxy_hide_header Set-Cookie;' })),
    fault('a snippet clears the session', ['credential-header-dropped'], (p) => p.annotate(OPEN, { 'configuration-snippet': 'more_clear_headers Set-Cookie;' })),
    fault('the controller hides the session', ['credential-header-dropped', 'claim-header-spoofable'], (p) => controller(p, { 'hide-headers': 'Server,Set-Cookie' })),
    fault('the headers of the controller empty the cookie', ['credential-header-dropped', 'claim-header-spoofable'], (p) => { configMap(p, 'hdr', { Cookie: '' }); controller(p, { 'proxy-set-headers': 'union-cp/hdr' }); }),
    fault('a password beside the guard', ['guard-asks-other'], (p) => p.annotate(PROTECTED, { 'auth-type': 'basic', 'auth-secret': 'users' })),
    fault('no Ingress takes its paths for expressions', ['sign-in-route-missing'], (p) => p.all('Ingress').forEach((i: Json) => p.annotate(i.metadata.name, { 'use-regex': null, 'rewrite-target': null }))),
    fault('no Ingress says that its paths are expressions, but some rewrite', [], (p) => p.all('Ingress').forEach((i: Json) => p.annotate(i.metadata.name, { 'use-regex': null }))),
    fault('a redirect in a server snippet', ['sign-in-route-missing'], (p) => p.annotate(OPEN, { 'server-snippet': 'return 301 https://elsewhere.example.com;' })),
    fault('a location for /login in a server snippet', ['sign-in-route-missing'], (p) => p.annotate(OPEN, { 'server-snippet': 'location = /login { return 302 https://elsewhere.example.com; }' })),
    fault('browsers are sent to sign in by http, and on to https', [], (p) => p.annotate(CONSOLE, { 'auth-signin': `http://${DOMAIN}/login?redirect_url=$escaped_request_uri` })),
    fault('browsers are sent to sign in on another domain', ['sign-in-route-missing'], (p) => p.annotate(CONSOLE, { 'auth-signin': 'https://union.acme.example/login?redirect_url=$escaped_request_uri' })),
  ]);
});

describe('Traefik', () => {
  const fault = faults('Traefik');
  testFaults([
    fault('a middleware before the guard takes the cookie off', ['credential-header-dropped'], (p) => { middleware(p, 'drop', { headers: { customRequestHeaders: { Cookie: '' } } }); routers(p, CONSOLE).forEach((r) => r.middlewares.unshift({ name: 'drop' })); }),
    fault('a middleware before the guard sends a token', ['guard-bypassed'], (p) => { middleware(p, 'drop', { headers: { customRequestHeaders: { Authorization: 'Bearer abc' } } }); routers(p, CONSOLE).forEach((r) => r.middlewares.unshift({ name: 'drop' })); }),
    fault('a middleware behind the guard sets who calls', ['identity-header-spoofable'], (p) => { middleware(p, 'fix', { headers: { customRequestHeaders: { 'X-User-Subject': 'admin' } } }); routers(p, PROTECTED).forEach((r) => r.middlewares.push({ name: 'fix' })); }),
    fault('a middleware behind the guard removes who calls', ['identity-header-spoofable'], (p) => { middleware(p, 'fix', { headers: { customRequestHeaders: { 'X-User-Subject': '' } } }); routers(p, PROTECTED).forEach((r) => r.middlewares.push({ name: 'fix' })); }),
    fault('identity is left to a middleware that no route uses', ['identity-header-spoofable'], (p) => { ['controlplane-sign-in', 'controlplane-unauthorized'].forEach((n) => { const f = p.get('Middleware', n).spec.forwardAuth; delete f.authResponseHeaders; delete f.authResponseHeadersRegex; }); delete p.get('Middleware', 'controlplane-headers').spec.headers.customRequestHeaders; middleware(p, 'unused', { headers: { customRequestHeaders: Object.fromEntries(IDENTITY.map((name) => [name, ''])) } }); }),
    fault('headers of a proxy in front are believed', [], (p) => { p.get('Middleware', 'controlplane-sign-in').spec.forwardAuth.trustForwardHeader = true; }),
    fault('a middleware beside the guard is nowhere', ['guard-asks-other'], (p) => routers(p, PROTECTED).forEach((r) => r.middlewares.push({ name: 'rate-limit' }))),
    fault('an error page with a status of its own for callers of gRPC', ['grpc-sign-in-redirect', 'sign-in-route-missing'], (p) => { middleware(p, 'err', { errors: { status: ['401'], statusRewrites: { 401: 200 }, service: { name: 'flyteconsole', port: 80 }, query: '/' } }); routers(p, GRPC).forEach((r) => r.middlewares.unshift({ name: 'err' })); }),
    fault('an error page for callers of gRPC', ['grpc-sign-in-redirect', 'sign-in-route-missing'], (p) => { middleware(p, 'err', { errors: { status: ['400-599'], service: { name: 'flyteconsole', port: 80 }, query: '/error' } }); routers(p, GRPC).forEach((r) => r.middlewares.unshift({ name: 'err' })); }),
    fault('a middleware sends the sign-in elsewhere', ['sign-in-route-missing'], (p) => { middleware(p, 'moved', { redirectRegex: { regex: '^https://[^/]+/(.*)', replacement: 'https://elsewhere.example.com/$1' } }); routers(p, OPEN).forEach((r) => r.middlewares.push({ name: 'moved' })); }),
    fault('a middleware removes the session from the answer', ['credential-header-dropped'], (p) => { middleware(p, 'plain', { headers: { customResponseHeaders: { 'Set-Cookie': '' } } }); routers(p, OPEN).forEach((r) => r.middlewares.push({ name: 'plain' })); }),
    fault('a router sends /login elsewhere', ['sign-in-route-missing'], (p) => { middleware(p, 'moved', { redirectRegex: { regex: '.*', replacement: 'https://elsewhere.example.com' } }); p.add('traefik.io/v1alpha1', 'IngressRoute', 'moved', { spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match: `Host(\`${DOMAIN}\`) && Path(\`/login\`)`, priority: 5000, middlewares: [{ name: 'moved' }], services: [{ kind: 'TraefikService', name: 'noop@internal' }] }] } }); }),
    fault('the length of rules decides', [], (p) => routers(p, OPEN).concat(routers(p, PROTECTED)).forEach((r) => delete r.priority)),
  ]);
});

describe('Envoy Gateway', () => {
  const fault = faults('Envoy Gateway');
  testFaults([
    fault('the gateway sends a fixed cookie', ['guard-bypassed', 'claim-header-spoofable'], (p) => { p.get('ClientTrafficPolicy', 'controlplane').spec.headers = { earlyRequestHeaders: { set: [{ name: 'Cookie', value: 'a=b' }] } }; }),
    fault('the gateway sends a fixed token', ['guard-bypassed', 'claim-header-spoofable'], (p) => { p.get('ClientTrafficPolicy', 'controlplane').spec.headers = { earlyRequestHeaders: { set: [{ name: 'Flyte-Authorization', value: 'Bearer abc' }] } }; }),
    fault('a filter sets who calls', ['identity-header-spoofable'], (p) => rules(p, 'HTTPRoute', PROTECTED).forEach((r: Json) => { r.filters[0].requestHeaderModifier.set = [{ name: 'X-User-Subject', value: 'admin' }]; })),
    fault('a filter removes who calls', ['identity-header-spoofable'], (p) => rules(p, 'HTTPRoute', PROTECTED).forEach((r: Json) => { r.filters[0].requestHeaderModifier.remove.push('X-User-Subject'); })),
    fault('a filter removes the session from the answer', ['credential-header-dropped'], (p) => rules(p, 'HTTPRoute', OPEN).forEach((r: Json) => { r.filters.push({ type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['Set-Cookie'] } }); })),
    fault('the gateway removes the session from the answer', ['credential-header-dropped', 'claim-header-spoofable'], (p) => { p.get('ClientTrafficPolicy', 'controlplane').spec.headers = { lateResponseHeaders: { remove: ['set-cookie'] } }; }),
    fault('copies of the requests of another application go to a service', ['gateway-route-unguarded', 'route-backend-missing', 'route-unattached'], (p) => p.add(GW, 'HTTPRoute', 'docs', { spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], hostnames: ['docs.example.com'], rules: [{ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'executions', port: 80 } } }], backendRefs: [{ name: 'docs', port: 80 }] }] } })),
    fault('a route sends /login elsewhere', ['sign-in-route-missing'], (p) => p.add(GW, 'HTTPRoute', 'moved', { spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], hostnames: [DOMAIN], rules: [{ matches: [{ path: { type: 'Exact', value: '/login' }, method: 'GET' }, { path: { type: 'Exact', value: '/login' } }], filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'elsewhere.example.com' } }] }] } })),
    fault('a filter sends the sign-in elsewhere', ['sign-in-route-missing'], (p) => rules(p, 'HTTPRoute', OPEN).forEach((r: Json) => { r.filters.push({ type: 'RequestRedirect', requestRedirect: { hostname: 'elsewhere.example.com' } }); })),
    fault('a policy selects labels that no route has', ['gateway-route-unguarded'], (p) => { const s = p.get('SecurityPolicy', 'controlplane-sign-in').spec; delete s.targetRefs; s.targetSelectors = [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'guard', operator: 'In', values: ['sign-in'] }] }]; }),
    fault('a policy aims at another API group', ['gateway-route-unguarded'], (p) => p.get('SecurityPolicy', 'controlplane-sign-in').spec.targetRefs.forEach((r: Json) => { r.group = 'gateway.envoyproxy.io'; })),
    fault('a route attaches to no listener', ['route-unattached'], (p) => p.get('HTTPRoute', OPEN).spec.parentRefs.forEach((r: Json) => { r.sectionName = 'https-9'; })),
    fault('a route attaches to no Gateway', ['route-unattached'], (p) => p.get('HTTPRoute', OPEN).spec.parentRefs.forEach((r: Json) => { r.name = 'public'; })),
    fault('a route is for a host that no listener serves', ['public-url-unauthorized', 'route-unattached', 'sign-in-route-missing'], (p) => { p.get('HTTPRoute', OPEN).spec.hostnames = ['login.example.com']; }),
    fault('a filter asks with the method of the caller', ['guard-asks-other'], (p) => { const f = (name: string) => rules(p, 'HTTPRoute', name).forEach((r: Json) => r.filters.push({ type: 'ExternalAuth', externalAuth: { protocol: 'HTTP', backendRef: { name: 'flyteadmin', port: 80 }, http: { path: '/me', allowedHeaders: ['cookie', 'flyte-authorization'], allowedResponseHeaders: ['x-user-subject', 'x-user-claim-identitytype', 'x-user-claim-preferred-username', 'x-user-token'] } } })); f(PROTECTED); p.get('SecurityPolicy', 'controlplane-sign-in').spec.targetRefs = p.get('SecurityPolicy', 'controlplane-sign-in').spec.targetRefs.filter((r: Json) => r.name !== PROTECTED); }),
    fault('the Service of the gate selects no pods', ['service-without-pods'], (p) => { p.get('Service', 'union-auth-gate').spec.selector = { app: 'nothing' }; }),
    fault('the Service of the gate mixes up its ports', ['browser-sign-in-missing', 'grpc-sign-in-redirect'], (p) => { p.get('Service', 'union-auth-gate').spec.ports.forEach((port: Json) => { port.targetPort = port.name === 'sign-in' ? 'unauthorized' : 'sign-in'; }); }),
    fault('the Service of flyteadmin selects the pods of another', ['guard-asks-other'], (p) => { p.get('Service', 'flyteadmin').spec.selector = p.get('Service', 'executions').spec.selector; }),
  ]);
});
