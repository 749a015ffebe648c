import { guardBypassed } from '../../../src/verify/rules/guards';
import { configMap, ingress, manifests, object } from '../_manifests';
import { ExpectedFinding, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No host in the input serves a control plane whose routes must be guarded.';
const LEAVES = 'a snippet that leaves the guard alone';

const apps = (annotations: Record<string, string> = {}) => ingress('apps', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/app': 'executions' } });
const snippet = (name: string, text: string, found = text) => ({
  input: manifests(apps({ [name]: text })),
  findings: [{
    object: 'networking.k8s.io/v1/Ingress union-cp/apps',
    field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`,
    line: `nginx.ingress.kubernetes.io/${name}: ${text}`,
    expected: LEAVES,
    found,
  }] as const,
});
const controller = (data: Record<string, string>) => ({
  ...configMap('nginx', data), metadata: { name: 'nginx', namespace: 'union-cp', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
});
const ofController = (key: string, value: string, expected: string, found = value) => ({
  input: manifests(apps(), controller({ [key]: value })),
  findings: [{ object: 'v1/ConfigMap union-cp/nginx', field: `data.${key}`, line: `${key}: ${value}`, expected, found }] as const,
});
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
  line: `match: Host(\`${HOST}\`) && PathPrefix(\`/config\`)`,
  expected: 'an open path that stays what it is',
};

testRule(guardBypassed, {
  fires: [
    { when: 'a snippet switches the subrequest off', ...snippet('configuration-snippet', 'auth_request off;') },
    { when: 'a snippet lets any rule decide', ...snippet('configuration-snippet', 'satisfy any; allow all;', 'satisfy any;') },
    { when: 'a snippet turns the refusal into success', ...snippet('configuration-snippet', 'error_page 401 =200 /ok;') },
    { when: 'the guard answers by itself', ...snippet('auth-snippet', 'return 204;') },
    {
      when: 'a snippet has a location to a service',
      ...snippet('server-snippet', 'location /v1 { proxy_pass http://executions.union-cp.svc:81; }', 'location /v1 { … }'),
    },
    { when: 'the controller guards no such path', ...ofController('no-auth-locations', '/healthz, /a', 'no path that is guarded', '/a') },
    { when: 'a snippet of the controller has such a location', ...ofController('server-snippet', 'location / { grpc_pass grpc://$service; }', LEAVES, 'location / { … }') },
    {
      when: 'the edge sends a credential of its own',
      ...snippet('auth-snippet', 'proxy_set_header Authorization "Bearer abc";'),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/apps',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]',
        line: 'nginx.ingress.kubernetes.io/auth-snippet: proxy_set_header Authorization "Bearer abc";',
        expected: 'the credential of the caller',
        found: 'a fixed authorization, with which every caller passes as its owner',
      }],
    },
    {
      when: 'the edge sends two credentials of its own: one finding',
      ...snippet('auth-snippet', 'proxy_set_header Authorization "Bearer abc"; proxy_set_header Flyte-Authorization "Bearer abc";'),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/apps',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]',
        line: 'nginx.ingress.kubernetes.io/auth-snippet: proxy_set_header Authorization "Bearer abc"; proxy_set_header Flyte-Authorization "Bearer abc";',
        expected: 'the credential of the caller',
        found: 'a fixed authorization, with which every caller passes as its owner',
      }],
    },
    ...['httpAuthorizationHeader', 'grpcAuthorizationHeader'].map((setting) => ({
      when: `the edge sends one in the header that flyteadmin names as ${setting}`,
      input: manifests(...flyteadmin({ auth: { [setting]: 'X-Acme-Token' } }), apps({ 'auth-snippet': 'proxy_set_header X-Acme-Token abc;' }), ingress('open', { host: HOST, paths: { '/login': 'flyteadmin' } })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/apps',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]',
        line: 'nginx.ingress.kubernetes.io/auth-snippet: proxy_set_header X-Acme-Token abc;',
        expected: 'the credential of the caller',
        found: 'a fixed x-acme-token, with which every caller passes as its owner',
      }] as [ExpectedFinding],
    })),
    {
      when: 'the controller guards none of some paths',
      ...ofController('no-auth-locations', '/v2', 'no path that is guarded'),
      input: manifests(apps(), ingress('more', { host: HOST, annotations: HARDENED, paths: { '/v2': 'executions' } }), controller({ 'no-auth-locations': '/v2' })),
    },
    {
      when: 'the controller passes TLS on unread',
      input: manifests(apps({ 'ssl-passthrough': 'true' })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/apps',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/ssl-passthrough"]',
        line: 'nginx.ingress.kubernetes.io/ssl-passthrough: "true"',
        expected: 'requests that the controller reads',
        found: 'TLS that it passes on unread',
      }],
    },
    {
      when: 'an open path is rewritten',
      input: open({ 'use-regex': 'true', 'rewrite-target': '/$1' }, '/login/(.*)'),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/open',
        field: 'spec.rules[0].http.paths[0].path',
        line: 'path: /login/(.*)',
        expected: 'an open path that stays what it is',
        found: '/login/, which reaches flyteadmin as /',
      }],
    },
    { when: 'a middleware takes the start off an open path', input: router({ stripPrefix: { prefixes: ['/config'] } }), findings: [{ ...rewritten, found: '/config, which reaches flyteadmin as /' }] },
    { when: 'a middleware replaces an open path', input: router({ replacePath: { path: '/api/v1/projects' } }), findings: [{ ...rewritten, found: '/config, which reaches flyteadmin as /api/v1/projects' }] },
  ],
  passes: [
    { when: 'the chart guards its Ingresses', input: manifests(...flyteadmin(), ...chartIngresses()) },
    { when: 'a snippet passes a token of the caller on', input: manifests(apps({ 'auth-snippet': 'proxy_set_header Authorization $http_x_token;' })) },
    { when: 'a snippet sends the guard a header of its own', input: manifests(apps({ 'auth-snippet': 'proxy_set_header X-Acme-Edge "public";' })) },
    { when: 'a service behind the guard gets a credential that flyteadmin never sees', input: manifests(apps({ 'configuration-snippet': 'proxy_set_header Authorization "Bearer abc";' })) },
    { when: 'TLS for another application is passed on unread', input: manifests(apps(), ingress('docs', { host: HOST, annotations: { 'ssl-passthrough': 'true' }, paths: { '/docs': 'docs' } })) },
    { when: 'the controller guards no path that is open anyway', input: manifests(apps(), ingress('open', { host: HOST, paths: { '/login': 'flyteadmin' } }), controller({ 'no-auth-locations': '/login' })) },
    { when: 'a controller that does not serve the host guards nothing', input: router({ headers: { stsSeconds: 1 } }) + manifests(controller({ 'no-auth-locations': '/' })) },
    {
      when: 'the controller leads around a guard that is not there',
      input: manifests(...flyteadmin(), ingress('open', { host: HOST, paths: { '/app': 'executions', '/login': 'flyteadmin' } }), controller({ 'server-snippet': 'location / { grpc_pass grpc://$service; }' })),
    },
    { when: 'a snippet sets a timeout', input: manifests(apps({ 'server-snippet': 'client_header_timeout 604800;\nlarge_client_header_buffers 64 32k;' })) },
    { when: 'a location of a snippet leads to another application', input: manifests(apps({ 'server-snippet': 'location /docs { proxy_pass http://docs.example.svc; }' })) },
    { when: 'a location of a snippet has a guard', input: manifests(apps({ 'server-snippet': 'location /v1 { auth_request /me; proxy_pass http://executions.union-cp; }' })) },
    { when: 'the controller leaves the challenges of ACME open', input: manifests(apps(), controller({ 'no-auth-locations': '/.well-known/acme-challenge' })) },
    { when: 'an open path is rewritten to itself', input: open({ 'use-regex': 'true', 'rewrite-target': '/$1' }, '/(login.*)') },
    { when: 'a middleware adds headers to an open path', input: router({ headers: { stsSeconds: 1 } }) },
  ],
  notApplicable: [
    { when: 'nothing must be guarded', input: manifests(...flyteadmin({ useAuth: false }), ...chartGatewayRoutes()), reason: NOT_APPLICABLE },
    { when: 'another application has such a snippet', input: manifests(ingress('docs', { host: HOST, annotations: { 'configuration-snippet': 'satisfy any;' }, paths: { '/': 'docs' } })), reason: NOT_APPLICABLE },
  ],
});
