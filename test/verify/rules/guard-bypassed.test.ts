import { guardBypassed } from '../../../src/verify/rules/guards';
import { configMap, ingress, manifests, object } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const LEAVES = 'a snippet that leaves the guard alone';

const apps = (annotations: Record<string, string> = {}) => ingress('apps', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/app': 'executions' } });
const snippet = (name: string, text: string, found = text) => [
  [apps({ [name]: text })],
  { object: 'networking.k8s.io/v1/Ingress union-cp/apps', field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`, expected: LEAVES, found },
] as const;
const controller = (data: Record<string, string>) => ({
  ...configMap('nginx', data), metadata: { name: 'nginx', namespace: 'union-cp', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
});
const ofController = (key: string, value: string, expected: string, found = value) =>
  [[apps(), controller({ [key]: value })], ['v1/ConfigMap union-cp/nginx', `data.${key}`, expected, found]] as const;
const open = (annotations: Record<string, string>, path: string) => manifests(apps(), ingress('open', { host: HOST, annotations, paths: { [path]: 'flyteadmin' } }));
const router = (middleware: object) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'change', { spec: middleware }),
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: 'http://flyteadmin.union-cp/me' } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'open', {
    spec: {
      routes: [
        { match: `Host(\`${HOST}\`) && PathPrefix(\`/config\`)`, middlewares: [{ name: 'change' }], services: [{ name: 'flyteadmin', port: 80 }] },
        { match: `Host(\`${HOST}\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'executions', port: 81 }] },
      ],
    },
  }),
);
const rewritten = {
  object: 'traefik.io/v1alpha1/IngressRoute union-cp/open',
  field: 'spec.routes[0].match',
  expected: 'an open path that stays what it is',
};

const OWN_CREDENTIAL = {
  object: 'networking.k8s.io/v1/Ingress union-cp/apps',
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]',
  expected: 'the credential of the caller',
  found: 'a fixed authorization, with which every caller passes as its owner',
};

testRule(guardBypassed, {
  fires: [
    ['a snippet switches the subrequest off', ...snippet('configuration-snippet', 'auth_request off;')],
    ['a snippet lets any rule decide', ...snippet('configuration-snippet', 'satisfy any; allow all;', 'satisfy any;')],
    ['a snippet turns the refusal into success', ...snippet('configuration-snippet', 'error_page 401 =200 /ok;')],
    ['the guard answers by itself', ...snippet('auth-snippet', 'return 204;')],
    ['a snippet has a location to a service',
      ...snippet('server-snippet', 'location /v1 { proxy_pass http://executions.union-cp.svc:81; }', 'location /v1 { … }')],
    ['the controller guards no such path', ...ofController('no-auth-locations', '/healthz, /a', 'no path that is guarded', '/a')],
    ['a snippet of the controller has such a location',
      ...ofController('server-snippet', 'location / { grpc_pass grpc://$service; }', LEAVES, 'location / { … }')],
    ['the edge sends a credential of its own', [apps({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc";' })], OWN_CREDENTIAL],
    ['the edge sends two credentials of its own: one finding',
      [apps({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc"; proxy_set_header Flyte-Authorization "Bearer abc";' })],
      OWN_CREDENTIAL],
    ...['httpAuthorizationHeader', 'grpcAuthorizationHeader'].map((setting): FiringRow => [`the edge sends one in the header that flyteadmin names as ${setting}`,
      [...flyteadmin({ auth: { [setting]: 'X-Acme-Token' } }), apps({ 'auth-snippet': 'proxy_set_header X-Acme-Token abc;' }), ingress('open', { host: HOST, paths: { '/login': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/apps', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]', 'the credential of the caller',
        'a fixed x-acme-token, with which every caller passes as its owner']]),
    ['the controller guards none of some paths',
      [apps(), ingress('more', { host: HOST, annotations: HARDENED, paths: { '/v2': 'executions' } }), controller({ 'no-auth-locations': '/v2' })],
      ['v1/ConfigMap union-cp/nginx', 'data.no-auth-locations', 'no path that is guarded', '/v2']],
    ['the controller passes TLS on unread', [apps({ 'ssl-passthrough': 'true' })],
      ['networking.k8s.io/v1/Ingress union-cp/apps', 'metadata.annotations["nginx.ingress.kubernetes.io/ssl-passthrough"]', 'requests that the controller reads',
        'TLS that it passes on unread']],
    ['an open path is rewritten', open({ 'use-regex': 'true', 'rewrite-target': '/$1' }, '/login/(.*)'),
      ['networking.k8s.io/v1/Ingress union-cp/open', 'spec.rules[0].http.paths[0].path', 'an open path that stays what it is',
        '/login/, which reaches flyteadmin as /']],
    ['a middleware takes the start off an open path', router({ stripPrefix: { prefixes: ['/config'] } }),
      { ...rewritten, found: '/config, which reaches flyteadmin as /' }],
    ['a middleware replaces an open path', router({ replacePath: { path: '/api/v1/projects' } }),
      { ...rewritten, found: '/config, which reaches flyteadmin as /api/v1/projects' },
      remedy(['      middlewares:\n        - name: change\n', ''])],
  ],
  passes: [
    ['the chart guards its Ingresses', [...flyteadmin(), ...chartIngresses()]],
    ['a snippet passes a token of the caller on', [apps({ 'auth-snippet': 'proxy_set_header Authorization $http_x_token;' })]],
    ['a snippet sends the guard a header of its own', [apps({ 'auth-snippet': 'proxy_set_header X-Acme-Edge "public";' })]],
    ['a service behind the guard gets a credential that flyteadmin never sees',
      [apps({ 'configuration-snippet': 'proxy_set_header Authorization "Bearer abc";' })]],
    ['TLS for another application is passed on unread',
      [apps(), ingress('docs', { host: HOST, annotations: { 'ssl-passthrough': 'true' }, paths: { '/docs': 'docs' } })]],
    ['the controller guards no path that is open anyway',
      [apps(), ingress('open', { host: HOST, paths: { '/login': 'flyteadmin' } }), controller({ 'no-auth-locations': '/login' })]],
    ['a controller that does not serve the host guards nothing',
      router({ headers: { stsSeconds: 1 } }) + manifests(controller({ 'no-auth-locations': '/' }))],
    ['the controller leads around a guard that is not there',
      [...flyteadmin(), ingress('open', { host: HOST, paths: { '/app': 'executions', '/login': 'flyteadmin' } }), controller({ 'server-snippet': 'location / { grpc_pass grpc://$service; }' })]],
    ['a snippet sets a timeout', [apps({ 'server-snippet': 'client_header_timeout 604800;\nlarge_client_header_buffers 64 32k;' })]],
    ['a location of a snippet leads to another application', [apps({ 'server-snippet': 'location /docs { proxy_pass http://docs.example.svc; }' })]],
    ['a location of a snippet has a guard', [apps({ 'server-snippet': 'location /v1 { auth_request /me; proxy_pass http://executions.union-cp; }' })]],
    ['the controller leaves the challenges of ACME open', [apps(), controller({ 'no-auth-locations': '/.well-known/acme-challenge' })]],
    ['an open path is rewritten to itself', open({ 'use-regex': 'true', 'rewrite-target': '/$1' }, '/(login.*)')],
    ['a middleware adds headers to an open path', router({ headers: { stsSeconds: 1 } })],
  ],
  notApplicable: [
    ['nothing must be guarded', [...flyteadmin({ useAuth: false }), ...chartGatewayRoutes()]],
    ['another application has such a snippet',
      [ingress('docs', { host: HOST, annotations: { 'configuration-snippet': 'satisfy any;' }, paths: { '/': 'docs' } })]],
  ],
});
