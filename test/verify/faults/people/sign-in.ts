import { set, without } from '../_changes';
import { DOMAIN, EdgeName, Json, Planes } from '../_planes';
import { inPlanes, PeopleFault } from './_people';

/** Ways to break the way from a browser or an SDK to its session or token. */

const nginx = inPlanes();
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');
const OPEN = 'controlplane';

/** Takes one path of the open routes away. */
const WITHOUT: Record<EdgeName, (planes: Planes, path: string) => void> = {
  'ingress-nginx': (planes, path) => {
    const { http } = planes.get('Ingress', OPEN).spec.rules[0];
    http.paths = http.paths.filter((entry: Json) => !entry.path.startsWith(`/(${path.slice(1).replace(/\./g, '\\.')}`));
  },
  'Traefik': (planes, path) => {
    const { spec } = planes.get('IngressRoute', OPEN);
    spec.routes = spec.routes.filter(({ match }: Json) => !match.includes(`Path(\`${path}\`)`));
  },
  'Envoy Gateway': (planes, path) => {
    for (const rule of planes.get('HTTPRoute', OPEN).spec.rules) {
      rule.matches = rule.matches.filter((match: Json) => match.path.value !== path);
    }
  },
};

/** Leads the open routes to another port of flyteadmin. */
const BY_PORT: Record<EdgeName, (planes: Planes, port: number) => void> = {
  'ingress-nginx': (planes, port) => planes.get('Ingress', OPEN).spec.rules[0].http.paths
    .filter(({ backend }: Json) => backend.service.name === 'flyteadmin').forEach(({ backend }: Json) => { backend.service.port = { number: port }; }),
  'Traefik': (planes, port) => planes.get('IngressRoute', OPEN).spec.routes
    .filter(({ services }: Json) => services[0].name === 'flyteadmin').forEach(({ services }: Json) => { services[0].port = port; }),
  'Envoy Gateway': (planes, port) => planes.get('HTTPRoute', OPEN).spec.rules
    .filter(({ backendRefs }: Json) => backendRefs[0].name === 'flyteadmin').forEach(({ backendRefs }: Json) => { backendRefs[0].port = port; }),
};

const guarded = (annotations: Record<string, string>) => (planes: Planes) => {
  planes.annotate('controlplane-console-protected', annotations);
  planes.annotate('controlplane-protected', annotations);
};

const forwarding = (dropped: string) => (planes: Planes) => ['controlplane-sign-in', 'controlplane-unauthorized'].map((name) => planes.get('Middleware', name).spec.forwardAuth).forEach((spec: Json) => {
  spec.authRequestHeaders = spec.authRequestHeaders.filter((header: string) => header !== dropped);
});

const headers = (planes: Planes, change: (list: string[]) => string[]) => planes.all('SecurityPolicy').forEach(({ spec }: Json) => {
  spec.extAuth.headersToExtAuth = change(spec.extAuth.headersToExtAuth);
});

export const SIGN_IN: readonly PeopleFault[] = [
  // The sign-in.
  nginx('no route for /login', (planes) => WITHOUT['ingress-nginx'](planes, '/login'),
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]'),
  nginx('no route for /logout', (planes) => WITHOUT['ingress-nginx'](planes, '/logout'),
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]'),
  nginx('no route for /me', (planes) => WITHOUT['ingress-nginx'](planes, '/me'),
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]'),
  nginx('its routes and that of the metadata lead to the gRPC port', (planes) => BY_PORT['ingress-nginx'](planes, 81),
    'grpc-served-as-http spec.rules[0].http.paths[0].path',
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"] ×4'),
  traefik('no route for /login', (planes) => WITHOUT.Traefik(planes, '/login'),
    'sign-in-route-missing Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address'),
  traefik('no route for /callback', (planes) => WITHOUT.Traefik(planes, '/callback'),
    'sign-in-route-missing Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address'),
  traefik('no route for /logout', (planes) => WITHOUT.Traefik(planes, '/logout'),
    'sign-in-route-missing Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address'),
  traefik('no route for /me', (planes) => WITHOUT.Traefik(planes, '/me'),
    'sign-in-route-missing Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address'),
  traefik('no route for the metadata of the authorization server', (planes) => WITHOUT.Traefik(planes, '/.well-known'),
    'auth-metadata-missing IngressRoute union-cp/controlplane-protected-grpc: spec.routes[0].match'),
  traefik('no route for the auth metadata service', without('IngressRoute', 'controlplane-grpc'),
    'auth-metadata-missing IngressRoute union-cp/controlplane-protected-grpc: spec.routes[0].match'),
  traefik('its routes and that of the metadata lead to the gRPC port', (planes) => BY_PORT.Traefik(planes, 81),
    'sign-in-route-missing Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address ×4', 'grpc-served-as-http spec.routes[0].match'),
  envoy('no route for /login', (planes) => WITHOUT['Envoy Gateway'](planes, '/login'),
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs'),
  envoy('no route for /callback', (planes) => WITHOUT['Envoy Gateway'](planes, '/callback'),
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs'),
  envoy('no route for /logout', (planes) => WITHOUT['Envoy Gateway'](planes, '/logout'),
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs'),
  envoy('no route for /me', (planes) => WITHOUT['Envoy Gateway'](planes, '/me'),
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs'),
  envoy('no route for the metadata of the authorization server', (planes) => WITHOUT['Envoy Gateway'](planes, '/.well-known'),
    'auth-metadata-missing GRPCRoute union-cp/controlplane-protected-grpc: spec.rules[0].matches[0]'),
  envoy('no route for the auth metadata service', without('GRPCRoute', 'controlplane-grpc'),
    'auth-metadata-missing GRPCRoute union-cp/controlplane-protected-grpc: spec.rules[0].matches[0]'),
  envoy('its routes and that of the metadata lead to the gRPC port', (planes) => BY_PORT['Envoy Gateway'](planes, 81),
    'grpc-served-as-http spec.rules[0].matches[0]',
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs ×4'),
  // ingress-nginx.
  nginx('browsers are sent to a page that is not served', guarded({ 'auth-signin': `https://${DOMAIN}/signin?redirect_url=$escaped_request_uri` }),
    'sign-in-route-missing'),
  nginx('browsers are sent to a name of the cluster',
    guarded({ 'auth-signin': 'http://flyteadmin.union-cp.svc.cluster.local/login?redirect_url=$escaped_request_uri' }), 'sign-in-route-missing'),
  nginx('browsers are sent to their own machine', guarded({ 'auth-signin': 'http://localhost:8088/login' }), 'sign-in-route-missing'),
  nginx('browsers are sent to sign in on the host that they ask',
    guarded({ 'auth-signin': 'https://$host/login?redirect_url=$escaped_request_uri' })),
  nginx('the sign-in is rewritten', (planes) => planes.annotate(OPEN, { 'rewrite-target': '/' }),
    'guard-bypassed spec.rules[0].http.paths[0].path ×12',
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"] ×4'),
  nginx('the console sends no one to sign in', (planes) => planes.annotate('controlplane-console-protected', { 'auth-signin': null }),
    'browser-sign-in-missing metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]'),
  nginx('the guard does not see the cookie', guarded({ 'auth-snippet': 'proxy_set_header Cookie "";' }),
    'credential-header-dropped',
    'credential-header-dropped Ingress union-cp/controlplane-console-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]'),
  nginx('the guard does not see the token', guarded({ 'auth-snippet': 'proxy_set_header Flyte-Authorization "";' }),
    'credential-header-dropped',
    'credential-header-dropped Ingress union-cp/controlplane-console-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]'),
  nginx('flyteadmin does not see the token',
    (planes) => planes.annotate('controlplane-protected-grpc-streaming', { 'configuration-snippet': 'grpc_set_header Flyte-Authorization "";' }),
    'credential-header-dropped'),
  nginx('the headers of a client are cleared', guarded({ 'configuration-snippet': 'more_clear_input_headers "Authorization" Cookie;' }),
    'credential-header-dropped',
    'credential-header-dropped Ingress union-cp/controlplane-console-protected: metadata.annotations["nginx.ingress.kubernetes.io/configuration-snippet"]'),
  nginx('another header is set', guarded({ 'configuration-snippet': 'proxy_set_header X-Request-Start "t=${msec}";' })),
  // Traefik.
  traefik('the guard does not see Cookie', forwarding('Cookie'), 'credential-header-dropped'),
  traefik('the guard does not see Authorization', forwarding('Authorization'),
    'credential-header-dropped', 'credential-header-dropped Middleware union-cp/controlplane-unauthorized: spec.forwardAuth.authRequestHeaders'),
  traefik('the guard does not see Flyte-Authorization', forwarding('Flyte-Authorization'),
    'authorization-header-mismatch',
    'authorization-header-mismatch Middleware union-cp/controlplane-unauthorized: spec.forwardAuth.authRequestHeaders'),
  traefik('the gate sends browsers to a path, which Traefik reads as one of the gate',
    (planes) => planes.gate('https://$http_x_forwarded_host/login', '/login'), 'guard-asks-other'),
  traefik('the gate does not know the host', (planes) => planes.gate(/ +proxy_set_header X-Forwarded-Host .*\n/, ''), 'guard-asks-other'),
  traefik('the gate does not see what browsers accept',
    (planes) => { planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth.authRequestHeaders.pop(); },
    'browser-sign-in-missing spec.forwardAuth.address'),
  traefik('the gate sees every header', set('Middleware', 'controlplane-sign-in', { 'spec.forwardAuth.authRequestHeaders': undefined })),
  traefik('a middleware removes the token',
    set('Middleware', 'controlplane-headers', { 'spec.headers.customRequestHeaders.Flyte-Authorization': '' }),
    'credential-header-dropped'),
  traefik('a middleware that no route uses removes the token',
    (planes) => planes.add('traefik.io/v1alpha1', 'Middleware', 'other', { spec: { headers: { customRequestHeaders: { Authorization: '' } } } })),
  // Envoy Gateway.
  envoy('the guard does not see the cookie', (planes) => headers(planes, (list) => list.filter((name) => name !== 'cookie')),
    'credential-header-dropped'),
  envoy('the guard does not see the token', (planes) => headers(planes, (list) => list.filter((name) => name !== 'flyte-authorization')),
    'authorization-header-mismatch',
    'authorization-header-mismatch SecurityPolicy union-cp/controlplane-unauthorized: spec.extAuth.headersToExtAuth'),
  envoy('a filter removes the token',
    (planes) => planes.get('GRPCRoute', 'controlplane-protected-grpc-streaming').spec.rules.forEach((rule: Json) => { rule.filters[0].requestHeaderModifier.remove.push('flyte-authorization'); }),
    'credential-header-dropped'),
  envoy('the gateway removes the cookie before anything else',
    set('ClientTrafficPolicy', 'controlplane', { 'spec.headers': { earlyRequestHeaders: { remove: ['Cookie'] } } }),
    'claim-header-spoofable spec', 'credential-header-dropped'),
  envoy('the gate drops the cookie', (planes) => planes.gate(/ +proxy_set_header Cookie .*\n/g, ''), 'guard-asks-other'),
  envoy('the gate drops the token', (planes) => planes.gate(/ +proxy_set_header Flyte-Authorization .*\n/g, ''), 'guard-asks-other'),
  envoy('the gate drops the standard header',
    (planes) => planes.gate(/proxy_set_header Authorization [^;]*;/g, 'proxy_set_header Authorization "";'), 'guard-asks-other'),
  envoy('the gate does not intercept errors', (planes) => planes.gate('proxy_intercept_errors on;', ''), 'guard-asks-other'),
  envoy('the gate loses the path on the way', (planes) => planes.gate('rewrite ^ $request_uri;', ''), 'guard-asks-other'),
  envoy('the gate asks a port where nothing listens', (planes) => planes.gate('127.0.0.1:8082/', '127.0.0.1:8083/'), 'guard-asks-other'),
  envoy('the gate treats everyone as a program', (planes) => planes.gate('"~*text/html" 1;', ''), 'guard-asks-other'),
  envoy('the gate answers 404', (planes) => planes.gate(/rewrite \^\/%2F.*\n/, '\n'), 'guard-asks-other'),
  envoy('the gate does not see what browsers accept', (planes) => headers(planes, (list) => list.filter((name) => name !== 'accept')),
    'browser-sign-in-missing spec.extAuth.http'),
  envoy('the gate sends browsers to itself', (planes) => planes.gate('absolute_redirect off;', ''), 'guard-asks-other'),
  envoy('the gate sends browsers to another page', (planes) => planes.gate(' /login?', ' /signin?'), 'guard-asks-other'),
  envoy('the gate sends browsers to sign in by an address of its own', (planes) => planes.gate('/login?', `https://${DOMAIN}/login?`),
    'guard-asks-other'),
  envoy('the gate sends no one to sign in', (planes) => planes.gate('error_page 401 = @sign_in;', ''), 'guard-asks-other'),
];
