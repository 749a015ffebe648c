import { DOMAIN, EdgeName, Fault, Json, Planes, testFaults } from './_planes';

/** Ways to break the way from a browser or an SDK to its session or token. */

const OPEN = 'controlplane';
const HOST_RULE = `(Host(\`${DOMAIN}\`))`;

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

const GRPC_OPEN: Record<EdgeName, string> = { 'ingress-nginx': 'Ingress', 'Traefik': 'IngressRoute', 'Envoy Gateway': 'GRPCRoute' };

describe.each(['ingress-nginx', 'Traefik', 'Envoy Gateway'] as const)('the sign-in behind %s', (edge) => {
  const missing = (path: string): Fault => ({ edge, what: `no route for ${path}`, rules: ['sign-in-route-missing'], put: (planes) => WITHOUT[edge](planes, path) });
  testFaults([
    ...['/login', '/callback', '/logout', '/me'].map(missing),
    { edge, what: 'no route for the metadata of the authorization server', rules: ['auth-metadata-missing'], put: (planes) => WITHOUT[edge](planes, '/.well-known') },
    { edge, what: 'no route for the auth metadata service', rules: ['auth-metadata-missing'], put: (planes) => planes.remove(GRPC_OPEN[edge], 'controlplane-grpc') },
    { edge, what: 'its routes and that of the metadata lead to the gRPC port', rules: ['grpc-served-as-http', 'sign-in-route-missing'], put: (planes) => BY_PORT[edge](planes, 81) },
  ]);
});

describe('ingress-nginx', () => {
  const guarded = (annotations: Record<string, string>) => (planes: Planes) => {
    planes.annotate('controlplane-console-protected', annotations);
    planes.annotate('controlplane-protected', annotations);
  };
  testFaults([
    { what: 'browsers are sent to a page that nobody serves', rules: ['sign-in-route-missing'], put: guarded({ 'auth-signin': `https://${DOMAIN}/signin?redirect_url=$escaped_request_uri` }) },
    { what: 'browsers are sent to a name of the cluster', rules: ['sign-in-route-missing'], put: guarded({ 'auth-signin': 'http://flyteadmin.union-cp.svc.cluster.local/login?redirect_url=$escaped_request_uri' }) },
    { what: 'browsers are sent to their own machine', rules: ['sign-in-route-missing'], put: guarded({ 'auth-signin': 'http://localhost:8088/login' }) },
    { what: 'browsers are sent to sign in on the host that they ask', rules: [], put: guarded({ 'auth-signin': 'https://$host/login?redirect_url=$escaped_request_uri' }) },
    { what: 'the sign-in is rewritten', rules: ['sign-in-route-missing', 'guard-bypassed'], put: (planes) => planes.annotate(OPEN, { 'rewrite-target': '/' }) },
    { what: 'the console sends nobody to sign in', rules: ['browser-sign-in-missing'], put: (planes) => planes.annotate('controlplane-console-protected', { 'auth-signin': null }) },
    { what: 'the guard does not see the cookie', rules: ['credential-header-dropped'], put: guarded({ 'auth-snippet': 'proxy_set_header Cookie "";' }) },
    { what: 'the guard does not see the token', rules: ['credential-header-dropped'], put: guarded({ 'auth-snippet': 'proxy_set_header Flyte-Authorization "";' }) },
    {
      what: 'flyteadmin does not see the token',
      rules: ['credential-header-dropped'],
      put: (planes) => planes.annotate('controlplane-protected-grpc-streaming', { 'configuration-snippet': 'grpc_set_header Flyte-Authorization "";' }),
    },
    { what: 'the headers of a client are cleared', rules: ['credential-header-dropped'], put: guarded({ 'configuration-snippet': 'more_clear_input_headers "Authorization" Cookie;' }) },
    { what: 'another header is set', rules: [], put: guarded({ 'configuration-snippet': 'proxy_set_header X-Request-Start "t=${msec}";' }) },
  ]);
});

describe('Traefik', () => {
  const edge = 'Traefik' as const;
  const forwarding = (without: string): Fault => ({
    edge,
    what: `the guard does not see ${without}`,
    rules: [without === 'Flyte-Authorization' ? 'authorization-header-mismatch' : 'credential-header-dropped'],
    put: (planes) => ['controlplane-sign-in', 'controlplane-unauthorized'].map((name) => planes.get('Middleware', name).spec.forwardAuth).forEach((spec: Json) => {
      spec.authRequestHeaders = spec.authRequestHeaders.filter((header: string) => header !== without);
    }),
  });
  testFaults([
    forwarding('Cookie'),
    forwarding('Authorization'),
    forwarding('Flyte-Authorization'),
    { edge, what: 'the gate sends browsers to a path, which Traefik takes for one of the gate', rules: ['guard-asks-other'], put: (planes) => planes.gate('https://$http_x_forwarded_host/login', '/login') },
    { edge, what: 'the gate does not know the host', rules: ['guard-asks-other'], put: (planes) => planes.gate(/ +proxy_set_header X-Forwarded-Host .*\n/, '') },
    { edge, what: 'the gate does not see what browsers accept', rules: ['browser-sign-in-missing'], put: (planes) => { planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth.authRequestHeaders.pop(); } },
    { edge, what: 'the gate sees every header', rules: [], put: (planes) => { delete planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth.authRequestHeaders; } },
    {
      edge,
      what: 'a middleware takes the token off',
      rules: ['credential-header-dropped'],
      put: (planes) => { planes.get('Middleware', 'controlplane-headers').spec.headers.customRequestHeaders['Flyte-Authorization'] = ''; },
    },
    {
      edge,
      what: 'a middleware that no route uses takes the token off',
      rules: [],
      put: (planes) => planes.add('traefik.io/v1alpha1', 'Middleware', 'other', { spec: { headers: { customRequestHeaders: { Authorization: '' } } } }),
    },
    {
      edge,
      what: 'the sign-in loses its path',
      rules: ['sign-in-route-missing', 'guard-bypassed'],
      put: (planes) => {
        planes.add('traefik.io/v1alpha1', 'Middleware', 'strip', { spec: { stripPrefix: { prefixes: ['/login'] } } });
        planes.get('IngressRoute', OPEN).spec.routes.find(({ match }: Json) => match.startsWith(`${HOST_RULE} && (Path(\`/login\`)`)).middlewares.push({ name: 'strip' });
      },
    },
  ]);
});

describe('Envoy Gateway', () => {
  const edge = 'Envoy Gateway' as const;
  const headers = (planes: Planes, change: (list: string[]) => string[]) => planes.all('SecurityPolicy').forEach(({ spec }: Json) => {
    spec.extAuth.headersToExtAuth = change(spec.extAuth.headersToExtAuth);
  });
  testFaults([
    { edge, what: 'the guard does not see the cookie', rules: ['credential-header-dropped'], put: (planes) => headers(planes, (list) => list.filter((name) => name !== 'cookie')) },
    { edge, what: 'the guard does not see the token', rules: ['authorization-header-mismatch'], put: (planes) => headers(planes, (list) => list.filter((name) => name !== 'flyte-authorization')) },
    {
      edge,
      what: 'a filter takes the token off',
      rules: ['credential-header-dropped'],
      put: (planes) => planes.get('GRPCRoute', 'controlplane-protected-grpc-streaming').spec.rules.forEach((rule: Json) => { rule.filters[0].requestHeaderModifier.remove.push('flyte-authorization'); }),
    },
    {
      edge,
      what: 'the gateway takes the cookie off before anything else',
      rules: ['claim-header-spoofable', 'credential-header-dropped'],
      put: (planes) => { planes.get('ClientTrafficPolicy', 'controlplane').spec.headers = { earlyRequestHeaders: { remove: ['Cookie'] } }; },
    },
    { edge, what: 'the gate drops the cookie', rules: ['guard-asks-other'], put: (planes) => planes.gate(/ +proxy_set_header Cookie .*\n/g, '') },
    { edge, what: 'the gate drops the token', rules: ['guard-asks-other'], put: (planes) => planes.gate(/ +proxy_set_header Flyte-Authorization .*\n/g, '') },
    { edge, what: 'the gate drops the standard header', rules: ['guard-asks-other'], put: (planes) => planes.gate(/proxy_set_header Authorization [^;]*;/g, 'proxy_set_header Authorization "";') },
    ...([
      ['does not intercept errors', 'proxy_intercept_errors on;', ''],
      ['loses the path on the way', 'rewrite ^ $request_uri;', ''],
      ['asks a port where nobody listens', '127.0.0.1:8082/', '127.0.0.1:8083/'],
      ['takes everybody for a program', '"~*text/html" 1;', ''],
      ['answers 404', /rewrite \^\/%2F.*\n/, '\n'],
    ] as const).map(([what, search, replacement]): Fault => ({ edge, what: `the gate ${what}`, rules: ['guard-asks-other'], put: (planes) => planes.gate(search, replacement) })),
    { edge, what: 'the gate does not see what browsers accept', rules: ['browser-sign-in-missing'], put: (planes) => headers(planes, (list) => list.filter((name) => name !== 'accept')) },
    { edge, what: 'the gate sends browsers to itself', rules: ['guard-asks-other'], put: (planes) => planes.gate('absolute_redirect off;', '') },
    { edge, what: 'the gate sends browsers to another page', rules: ['guard-asks-other'], put: (planes) => planes.gate(' /login?', ' /signin?') },
    { edge, what: 'the gate sends browsers to sign in by an address of its own', rules: ['guard-asks-other'], put: (planes) => planes.gate('/login?', `https://${DOMAIN}/login?`) },
    { edge, what: 'the gate sends nobody to sign in', rules: ['guard-asks-other'], put: (planes) => planes.gate('error_page 401 = @sign_in;', '') },
  ]);
});
