import { ENVOY_GATEWAY } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import {
  authCacheKeyIncomplete, authNotEnabled, browserSignInMissing, gatewayRouteUnguarded, grpcSignInRedirect, guardAsksOther, guardBypassed,
  routeUnguarded,
} from '../../../src/verify/rules/guards';
import { configMap, deployment, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import {
  CHART_GRPC, CHART_HTTP, chartGatewayRoutes, chartIngresses, CREDENTIALS_KEY, flyteadmin, FlyteadminProps, HARDENED, HOST, securityPolicy,
} from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';
import { ownGate } from '../edge/_routes';

const unguardedExpected = `a guard before every request on ${HOST}`;
const unguardedOpen = ingress('open', { host: HOST, paths: { '/me': 'flyteadmin', '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const guarded = ingress('guarded', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole' } });

/** Beside those of the chart, for the controller that it brings. */
const beside = ingress('mine', { host: HOST, className: 'controlplane', paths: { '/api/v1': 'flyteadmin' } });

const unguardedController = (settings: Record<string, string>) => [
  configMap('nginx', settings, 'ingress'),
  deployment('nginx', { namespace: 'ingress', container: { args: ['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/nginx', '--ingress-class=controlplane'] } }),
];

const traefikRoute = (path: string, service: string, middlewares: object[] = []) =>
  ({ match: `Host(\`${HOST}\`) && PathPrefix(\`${path}\`)`, middlewares, services: [{ name: service, port: 80 }] });

testRule(routeUnguarded, {
  fires: [
    ['the base values of the chart give the console a cache key, but no auth-url',
      chartIngresses({ release: 'V2026_3', http: HARDENED, grpc: CHART_GRPC, console: { 'auth-cache-key': '$http_cookie' } }),
      ['networking.k8s.io/v1/Ingress union-cp/controlplane-console-protected', 'metadata.annotations', unguardedExpected,
        'no guard before /, /console/*, /cost/*, /dashboard/* and 3 more']],
    ['useAuth is true and no route has a guard',
      [...flyteadmin(), unguardedOpen, ingress('api', { host: HOST, paths: { '/api': 'flyteadmin', '/app': 'executions' } })],
      ['networking.k8s.io/v1/Ingress union-cp/api', 'metadata.annotations', unguardedExpected, 'no guard before /api, /app']],
    ['one gRPC service is left out of the guard', [unguardedOpen, guarded, ingress('grpc', {
      host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/cloudidl.secret.SecretService': 'dataproxy:grpc' },
    })], ['networking.k8s.io/v1/Ingress union-cp/grpc', 'metadata.annotations', unguardedExpected, 'no guard before /cloudidl.secret.SecretService']],
    ['an open path has a slip', [guarded, ingress('open', { host: HOST, paths: { '/login': 'flyteadmin', '/me': 'flyteadmin', '/calback': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/open', 'metadata.annotations', unguardedExpected, 'no guard before /calback']],
    ['an open path catches more than it names, as a regular expression',
      [guarded, ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { '/a': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/open', 'metadata.annotations', unguardedExpected, 'no guard before /a']],
    ['an open path opens the API by another alternative',
      [guarded, ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { '/(healthcheck|api/v1/.*)$': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/open', 'metadata.annotations', unguardedExpected, 'no guard before /(healthcheck|api/v1/.*)$']],
    ['one route of an IngressRoute has no middleware',
      [
        object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: 'http://flyteadmin.union-cp/me' } } }),
        object('traefik.io/v1alpha1', 'IngressRoute', 'union', {
          spec: { routes: [traefikRoute('/api', 'flyteadmin', [{ name: 'guard' }]), traefikRoute('/app', 'executions'), traefikRoute('/login', 'flyteadmin')] },
        }),
      ], ['traefik.io/v1alpha1/IngressRoute union-cp/union', 'spec.routes[1].match', unguardedExpected, 'no guard before /app'],
      remedy(['`/app`)\n      middlewares: []', '`/app`)\n      middlewares:\n        - name: guard'])],
    ['an Ingress refuses the guard of the whole controller', [
      ...unguardedController({ 'global-auth-url': 'http://flyteadmin.union-cp/me' }),
      ingress('api', { host: HOST, className: 'controlplane', paths: { '/api': 'flyteadmin' } }),
      ingress('app', { host: HOST, className: 'controlplane', annotations: { 'enable-global-auth': 'false' }, paths: { '/app': 'executions' } }),
    ], ['networking.k8s.io/v1/Ingress union-cp/app', 'metadata.annotations', unguardedExpected, 'no guard before /app']],
    ['two Ingresses have no guard',
      [...flyteadmin(), unguardedOpen, ...[['api', 'flyteadmin'] as const, ['app', 'executions'] as const].map(([name, backend]) => ingress(name, { host: HOST, paths: { [`/${name}`]: backend } }))],
      ['networking.k8s.io/v1/Ingress union-cp/api', 'metadata.annotations', unguardedExpected, 'no guard before /api'],
      ['networking.k8s.io/v1/Ingress union-cp/app', 'metadata.annotations', unguardedExpected, 'no guard before /app']],
    ['an Ingress of one\'s own has the class of the chart\'s controller', withValue(CONTROL_PLANE_VALUES, 'extraObjects', [beside]),
      ['v2/Values controlplane', 'extraObjects[0].metadata.annotations', unguardedExpected, 'no guard before /api/v1']],
  ],
  says: { '': 'Ingress union-cp/open has no guard: anyone can reach /calback <- spec.rules[0].http.paths[2].path' },
  passes: [
    ['our annotations guard the Ingresses of the chart', [...flyteadmin(), ...chartIngresses({ http: HARDENED })]],
    ['the chart guards its Ingresses, release 2026.3', chartIngresses({ release: 'V2026_3', host: null, namespace: null })],
    ['another application shares the host',
      [unguardedOpen, ingress('api', { host: HOST, annotations: HARDENED, paths: { '/api': 'flyteadmin' } }), ingress('home', { host: HOST, paths: { '/': 'homepage' } })]],
    ['an auth-url is empty, which is another rule\'s finding',
      [unguardedOpen, guarded, ingress('api', { host: HOST, annotations: { 'auth-url': '' }, paths: { '/api': 'flyteadmin' } })]],
    ['a guard for the whole controller stands before it',
      [...unguardedController({ 'global-auth-url': 'http://flyteadmin.union-cp/me' }), ingress('api', { host: HOST, className: 'controlplane', paths: { '/api': 'flyteadmin', '/app': 'executions' } })]],
    ['a policy of the F5 controller may guard it',
      [unguardedOpen, guarded, ingress('api', { host: HOST, className: 'nginx', annotations: { 'nginx.org/policies': 'guard' }, paths: { '/api': 'flyteadmin' } })]],
  ],
  notApplicable: [
    ['authentication is off and nothing is guarded', [...flyteadmin({ useAuth: false }), ...chartIngresses({ http: {}, grpc: {} })]],
    ['nothing tells that authentication is meant', chartIngresses({ http: {}, grpc: {} })],
    ['open-source Flyte guards itself',
      [...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/api': 'flyteadmin', '/login': 'flyteadmin', '/console': 'flyteconsole' } })]],
    ['an unknown controller serves everything',
      [...flyteadmin(), ingress('api', { host: HOST, className: 'alb', paths: { '/api': 'flyteadmin', '/app': 'executions' } })]],
    ['a gateway serves everything', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['useAuth is true and no edge is in the input', flyteadmin()],
  ],
});

const gatewayExpected = (route: string) => `a guard of ${route} before every request on ${HOST}`;
const http = {
  object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/controlplane-protected', field: 'spec.rules', expected: gatewayExpected('HTTPRoute controlplane-protected'), found: 'no guard before /api, /v1, /cloudadmin, /authorizer and 21 more',
};
const gatewayGrpc = {
  object: 'gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-protected',
  field: 'spec.rules',
  expected: gatewayExpected('GRPCRoute controlplane-grpc-protected'),
  found: 'no guard before /flyteidl.service.AdminService, /flyteidl2.project.ProjectService, /flyteidl2.auth.IdentityService, /flyteidl.service.WatchService and 46 more',
};
const extended = {
  ...gatewayGrpc,
  object: 'gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-protected-extended',
  expected: gatewayExpected('GRPCRoute controlplane-grpc-protected-extended'),
  found: 'no guard before /flyteidl2.actions.ActionsService, /cloudidl.pluginstate.PluginStateService, /flyteidl2.workflow.EventsProxyService, /cloudidl.workflow.RunService and 7 more',
};
const BOTH = { 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'GRPCRoute' };
const istio = (...objects: Record<string, unknown>[]) => objects.map((each) =>
  (each.kind === 'Gateway' ? { ...each, spec: { ...each.spec as object, gatewayClassName: 'istio' } } : each));
const unread = 'SecurityPolicy guard aims at them, and istio.io/gateway-controller, which serves them, does not read it';
const ALL = { ...BOTH, 'controlplane-grpc-protected-extended': 'GRPCRoute' };

testRule(gatewayRouteUnguarded, {
  fires: [
    ['a route is for a service mesh and for a Gateway',
      [...flyteadmin(), ...chartGatewayRoutes(), securityPolicy(ALL), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'both', {
        spec: {
          parentRefs: [{ group: '', kind: 'Service', name: 'flyteadmin' }, { name: 'other' }],
          rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }],
        },
      })],
      ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/both', 'spec.rules', 'a guard of HTTPRoute both before every request on every host', 'no guard before /']],
    ['the chart renders its routes for Envoy', [...flyteadmin(), ...chartGatewayRoutes()], http, gatewayGrpc, extended],
    ['those routes are all there is', chartGatewayRoutes(), http, gatewayGrpc, extended],
    ['a SecurityPolicy targets the HTTP routes only', [...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' })],
      gatewayGrpc,
      extended],
    ['the route of RunService is forgotten', [...chartGatewayRoutes(), securityPolicy(BOTH)], extended],
    ['the SecurityPolicy lies in another namespace',
      [...chartGatewayRoutes(), { ...securityPolicy(ALL), metadata: { name: 'guard', namespace: 'gateways' } }],
      http,
      gatewayGrpc,
      extended],
    ['useAuth is true and hand-written routes have no guard',
      [...flyteadmin(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'union', {
        spec: {
          hostnames: [HOST],
          rules: [
            { matches: [{ path: { type: 'PathPrefix', value: '/login' } }], backendRefs: [{ name: 'flyteadmin', port: 80 }] },
            { matches: [{ path: { type: 'PathPrefix', value: '/app' } }], backendRefs: [{ name: 'executions', port: 81 }] },
          ],
        },
      })], ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/union', 'spec.rules', gatewayExpected('HTTPRoute union'), 'no guard before /app'],
      remedy(['apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: union\n', 'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata:\n  name: guard\n  namespace: union-cp\nspec:\n  targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: union }]\n  extAuth:\n    failOpen: false\n    http: { backendRefs: [{ name: union-auth-gate, port: 8080 }] }\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: union\n'])],
    ['a SecurityPolicy targets the Gateway of another controller', [...istio(...chartGatewayRoutes()), securityPolicy({ controlplane: 'Gateway' })],
      { ...http, found: `${http.found}: ${unread}` },
      { ...gatewayGrpc, found: `${gatewayGrpc.found}: ${unread}` },
      { ...extended, found: `${extended.found}: ${unread}` },
      remedy(['gatewayClassName: istio', 'gatewayClassName: eg'])],
    ['nothing guards the routes of Traefik',
      [...chartGatewayRoutes(), object('gateway.networking.k8s.io/v1', 'GatewayClass', 'eg', { spec: { controllerName: 'traefik.io/gateway-controller' } }, null)],
      http,
      gatewayGrpc,
      extended],
  ],
  says: {
    '': 'HTTPRoute union-cp/controlplane-protected has no guard: anyone can reach /api, /v1, /cloudadmin, /authorizer and 21 more <- '
      + 'SecurityPolicy gateways/guard: metadata.namespace',
  },
  passes: [
    ['routes of a service mesh lead from pod to pod',
      [...flyteadmin(), ...chartGatewayRoutes(), securityPolicy(ALL), ...['Service', 'Server'].map((kind) =>
        object('gateway.networking.k8s.io/v1', 'HTTPRoute', `mesh-${kind.toLowerCase()}`, {
          spec: { parentRefs: [{ group: '', kind, name: 'flyteadmin' }], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
        }))]],
    ['a SecurityPolicy targets every protected route', [...chartGatewayRoutes(), securityPolicy(ALL)]],
    ['a SecurityPolicy targets the Gateway', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
    ['namespaces are left out', [...chartGatewayRoutes(null), { ...securityPolicy(ALL), metadata: { name: 'guard' } }]],
    ['a redirect to HTTPS stands beside the guarded routes',
      [...chartGatewayRoutes(), securityPolicy(ALL), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'redirect', {
        spec: { hostnames: [HOST], parentRefs: [{ name: 'controlplane' }], rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }] },
      })]],
  ],
  notApplicable: [
    ['an EnvoyPatchPolicy may guard them',
      [...flyteadmin(), ...chartGatewayRoutes(), object('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'control-plane-auth', { spec: {} })]],
    ['another controller serves them, whose guards are not read', [...flyteadmin(), ...istio(...chartGatewayRoutes())]],
    ['authentication is off', [...flyteadmin({ useAuth: false }), ...chartGatewayRoutes()]],
    ['only Ingresses serve it', [...flyteadmin(), ...chartIngresses({ http: {}, grpc: {} })]],
    ['the routes are of another application',
      [object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }), ingress('shop', { paths: { '/': 'shop' } })]],
  ],
});

const LEAVES = 'a snippet that leaves the guard alone';

const bypassedApps = (annotations: Record<string, string> = {}) => ingress('apps', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/app': 'executions' } });
const snippet = (name: string, text: string, found = text) => [
  [bypassedApps({ [name]: text })],
  { object: 'networking.k8s.io/v1/Ingress union-cp/apps', field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`, expected: LEAVES, found },
] as const;
const bypassedController = (data: Record<string, string>) => ({
  ...configMap('nginx', data), metadata: { name: 'nginx', namespace: 'union-cp', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
});
const ofController = (key: string, value: string, expected: string, found = value) =>
  [[bypassedApps(), bypassedController({ [key]: value })], ['v1/ConfigMap union-cp/nginx', `data.${key}`, expected, found]] as const;
const bypassedOpen = (annotations: Record<string, string>, path: string) => manifests(bypassedApps(), ingress('open', { host: HOST, annotations, paths: { [path]: 'flyteadmin' } }));
const bypassedRouter = (middleware: object) => manifests(
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
    ['the edge sends a credential of its own', [bypassedApps({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc";' })], OWN_CREDENTIAL],
    ['the edge sends two credentials of its own: one finding',
      [bypassedApps({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc"; proxy_set_header Flyte-Authorization "Bearer abc";' })],
      OWN_CREDENTIAL],
    ...['httpAuthorizationHeader', 'grpcAuthorizationHeader'].map((setting): FiringRow => [`the edge sends one in the header that flyteadmin names as ${setting}`,
      [...flyteadmin({ auth: { [setting]: 'X-Acme-Token' } }), bypassedApps({ 'auth-snippet': 'proxy_set_header X-Acme-Token abc;' }), ingress('open', { host: HOST, paths: { '/login': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/apps', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-snippet"]', 'the credential of the caller',
        'a fixed x-acme-token, with which every caller passes as its owner']]),
    ['the controller guards none of some paths',
      [bypassedApps(), ingress('more', { host: HOST, annotations: HARDENED, paths: { '/v2': 'executions' } }), bypassedController({ 'no-auth-locations': '/v2' })],
      ['v1/ConfigMap union-cp/nginx', 'data.no-auth-locations', 'no path that is guarded', '/v2']],
    ['the controller passes TLS on unread', [bypassedApps({ 'ssl-passthrough': 'true' })],
      ['networking.k8s.io/v1/Ingress union-cp/apps', 'metadata.annotations["nginx.ingress.kubernetes.io/ssl-passthrough"]', 'requests that the controller reads',
        'TLS that it passes on unread']],
    ['an open path is rewritten', bypassedOpen({ 'use-regex': 'true', 'rewrite-target': '/$1' }, '/login/(.*)'),
      ['networking.k8s.io/v1/Ingress union-cp/open', 'spec.rules[0].http.paths[0].path', 'an open path that stays what it is',
        '/login/, which reaches flyteadmin as /']],
    ['a middleware takes the start off an open path', bypassedRouter({ stripPrefix: { prefixes: ['/config'] } }),
      { ...rewritten, found: '/config, which reaches flyteadmin as /' }],
    ['a middleware replaces an open path', bypassedRouter({ replacePath: { path: '/api/v1/projects' } }),
      { ...rewritten, found: '/config, which reaches flyteadmin as /api/v1/projects' },
      remedy(['      middlewares:\n        - name: change\n', ''])],
  ],
  says: { '': 'Ingress union-cp/apps opens a way around the guard: auth_request off;' },
  passes: [
    ['the chart guards its Ingresses', [...flyteadmin(), ...chartIngresses()]],
    ['a snippet passes a token of the caller on', [bypassedApps({ 'auth-snippet': 'proxy_set_header Authorization $http_x_token;' })]],
    ['a snippet sends the guard a header of its own', [bypassedApps({ 'auth-snippet': 'proxy_set_header X-Acme-Edge "public";' })]],
    ['a service behind the guard gets a credential that flyteadmin never sees',
      [bypassedApps({ 'configuration-snippet': 'proxy_set_header Authorization "Bearer abc";' })]],
    ['TLS for another application is passed on unread',
      [bypassedApps(), ingress('docs', { host: HOST, annotations: { 'ssl-passthrough': 'true' }, paths: { '/docs': 'docs' } })]],
    ['the controller guards no path that is open anyway',
      [bypassedApps(), ingress('open', { host: HOST, paths: { '/login': 'flyteadmin' } }), bypassedController({ 'no-auth-locations': '/login' })]],
    ['a controller that does not serve the host guards nothing',
      bypassedRouter({ headers: { stsSeconds: 1 } }) + manifests(bypassedController({ 'no-auth-locations': '/' }))],
    ['the controller leads around a guard that is not there',
      [...flyteadmin(), ingress('open', { host: HOST, paths: { '/app': 'executions', '/login': 'flyteadmin' } }), bypassedController({ 'server-snippet': 'location / { grpc_pass grpc://$service; }' })]],
    ['a snippet sets a timeout', [bypassedApps({ 'server-snippet': 'client_header_timeout 604800;\nlarge_client_header_buffers 64 32k;' })]],
    ['a location of a snippet leads to another application', [bypassedApps({ 'server-snippet': 'location /docs { proxy_pass http://docs.example.svc; }' })]],
    ['a location of a snippet has a guard', [bypassedApps({ 'server-snippet': 'location /v1 { auth_request /me; proxy_pass http://executions.union-cp; }' })]],
    ['the controller leaves the challenges of ACME open', [bypassedApps(), bypassedController({ 'no-auth-locations': '/.well-known/acme-challenge' })]],
    ['an open path is rewritten to itself', bypassedOpen({ 'use-regex': 'true', 'rewrite-target': '/$1' }, '/(login.*)')],
    ['a middleware adds headers to an open path', bypassedRouter({ headers: { stsSeconds: 1 } })],
  ],
  notApplicable: [
    ['nothing must be guarded', [...flyteadmin({ useAuth: false }), ...chartGatewayRoutes()]],
    ['another application has such a snippet',
      [ingress('docs', { host: HOST, annotations: { 'configuration-snippet': 'satisfy any;' }, paths: { '/': 'docs' } })]],
  ],
});

const EXPECTED = 'a guard that asks /me of flyteadmin with GET';

const otherApps = (annotations: Record<string, string>) => [...flyteadmin(), ingress('apps', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/app': 'executions' } })];
const otherAt = (name: string) => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/apps', field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`,
});
const asking = (url: string, found = url) => [otherApps({ 'auth-url': url }), { ...otherAt('auth-url'), expected: EXPECTED, found }] as const;

const policy = (spec: Record<string, unknown>) => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'controlplane-protected' }], ...spec },
});
const direct = { extAuth: { http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } } };
const viaGate = { extAuth: { http: { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }] } } };
const edited = (from: string, to: string) => ownGate(ENVOY_GATEWAY.dialect, (config) => config.replace(from, to));
const linesBefore = (text: string) => ownGateConfig(ENVOY_GATEWAY.dialect, '').split(text)[0].split('\n').length;

const LABELS = { app: 'flyteadmin' };
const OTHERS = { selector: { app: 'other' } };
/** A control plane that shows its Services, and flyteadmin's pods behind one of them. */
const shown = (url: string, { selector = LABELS, secure, name = 'flyteadmin', ports = [{ name: 'http', port: 80 }, { name: 'grpc', port: 8089 }] as object[] }:
{ selector?: object; secure?: boolean; name?: string; ports?: object[] } = {}) => {
  const [config, workload] = flyteadmin();
  const server = configMap('flyte-admin-base-config', {
    'server.yaml': { server: { security: { useAuth: true, ...(secure === undefined ? {} : { secure }) } }, auth: { userAuth: { openId: { clientId: 'web' } } } },
  });
  const { template } = (workload as { spec: { template: object } }).spec;
  return manifests(
    secure === undefined ? config : server,
    { ...workload, spec: { template: { metadata: { labels: LABELS }, ...template } } },
    object('apps/v1', 'Deployment', 'other', { spec: { template: { metadata: { labels: OTHERS.selector }, spec: { containers: [] } } } }),
    object('v1', 'Service', name, { spec: { selector, ports } }),
    ingress('apps', { host: HOST, annotations: { ...HARDENED, 'auth-url': url }, paths: { '/app': 'executions' } }),
  );
};
const firing = (url: string, found: string, props?: Parameters<typeof shown>[1]) => [shown(url, props), { ...otherAt('auth-url'), expected: EXPECTED, found }] as const;
const GATE_HOST = `${ENVOY_GATEWAY.dialect.service}.union-cp.svc.cluster.local`;
const TO_GATE = `http://${GATE_HOST.replace('cluster', 'clutser')}/me`;
const ME = 'http://flyteadmin.union-cp.svc.cluster.local';

/** A router of Traefik that names a middleware which is not there. */
const otherRouter = (...more: object[]) => manifests(...flyteadmin(), object('traefik.io/v1alpha1', 'IngressRoute', 'apps', {
  spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/app\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'executions', port: 81 }] }] },
}), ...more as Parameters<typeof manifests>);

const atPolicy = { object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', field: 'spec.extAuth.http', expected: EXPECTED };

testRule(guardAsksOther, {
  fires: [
    ['a policy asks a Service which is not there, a slip of one beside it',
      [...flyteadmin(), ...chartGatewayRoutes(), object('v1', 'Service', 'flyteadmin', { spec: { ports: [{ port: 80 }] } }), object('v1', 'Service', 'checker', { spec: { ports: [{ port: 80 }] } }),
        policy({ extAuth: { http: { backendRefs: [{ name: 'chekcer', port: 80 }] } } })],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http', EXPECTED,
        'the Service chekcer, which is not there and which is nearly checker']],
    ['the guard asks a page that answers anybody', ...asking('http://flyteadmin.union-cp.svc.cluster.local/healthcheck')],
    ['the domain of the cluster is misspelt',
      ...asking('http://flyteadmin.union-cp.svc.clusetr.local/me', 'http://flyteadmin.union-cp.svc.clusetr.local/me, which is nearly flyteadmin.union-cp.svc.cluster.local')],
    ['the public host is misspelt', ...asking('https://union.exmaple.com/me', 'https://union.exmaple.com/me, which is nearly union.example.com')],
    ['it is misspelt on the way to the gate',
      [...flyteadmin(), ...ownGate(ENVOY_GATEWAY.dialect), ingress('apps', { host: HOST, annotations: { ...HARDENED, 'auth-url': TO_GATE }, paths: { '/app': 'executions' } })],
      { ...otherAt('auth-url'), expected: EXPECTED, found: `${TO_GATE}, which is nearly ${GATE_HOST}` }],
    ['the guard asks another server', ...asking('http://oauth2-proxy.union-cp.svc.cluster.local/me')],
    ['the guard asks another control plane',
      ...asking('http://flyteadmin.staging.svc.cluster.local/me', 'the flyteadmin of namespace staging, while that of these routes is in union-cp')],
    ['the guard asks the gRPC port', ...asking('http://flyteadmin.union-cp:81/me', 'http://flyteadmin.union-cp:81/me, the port of flyteadmin for gRPC')],
    ['the Service of that name leads to other pods', ...firing(`${ME}/me`, `${ME}/me, a Service that leads to other pods than those of flyteadmin`, OTHERS)],
    ['another Service leads to other pods', ...firing('http://front.union-cp.svc/me', 'http://front.union-cp.svc/me', { ...OTHERS, name: 'front' })],
    ['the port of the Service is named grpc', ...firing(`${ME}:8089/me`, `${ME}:8089/me, the port of flyteadmin for gRPC`)],
    ['the port of the Service is that of gRPC', ...firing(`${ME}:81/me`, `${ME}:81/me, the port of flyteadmin for gRPC`, { ports: [{ port: 81 }] })],
    ['the Service has no such port', ...firing(`${ME}:8080/me`, `${ME}:8080/me, a port that the Service flyteadmin does not have`)],
    ['flyteadmin speaks no TLS',
      ...firing('https://flyteadmin.union-cp/me', 'https://flyteadmin.union-cp/me, and flyteadmin speaks no TLS there', { secure: false, ports: [{ port: 443 }] })],
    ['TLS has no port of the Service',
      ...firing('HTTPS://flyteadmin.union-cp/me', 'HTTPS://flyteadmin.union-cp/me, a port that the Service flyteadmin does not have', { secure: true })],
    ['the guard asks with another method', otherApps({ 'auth-method': 'POST' }),
      { ...otherAt('auth-url'), expected: EXPECTED, found: 'POST instead of GET, the only one that /me answers' }],
    ['Envoy puts the path of the request behind that of the guard', [...flyteadmin(), ...chartGatewayRoutes(), policy(direct)],
      { ...atPolicy, found: '/me with the path of the request behind it' }],
    ['the gate was edited', [...flyteadmin(), ...chartGatewayRoutes(), policy(viaGate), ...edited('proxy_method GET;', 'proxy_method POST;')],
      [`v1/ConfigMap union-cp/${ENVOY_GATEWAY.dialect.service}`, 'data["nginx.conf"]', EXPECTED,
        `line ${linesBefore('proxy_method GET;')} of its configuration, "proxy_method POST;", where this library writes "proxy_method GET;"`]],
    ['the gateway refuses the policy, as its backend has no port', [
      ...flyteadmin(),
      ...chartGatewayRoutes(),
      policy({ extAuth: { http: { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service }] } } }),
      ...ownGate(ENVOY_GATEWAY.dialect),
    ], { ...atPolicy, found: 'a backend without a port, for which the gateway refuses the policy' }],
    ['no ReferenceGrant lets the policy name the gate in another namespace',
      [...flyteadmin(), ...chartGatewayRoutes(), policy({ extAuth: { http: { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, namespace: 'gates', port: 80 }] } } }),
        ...ownGate(ENVOY_GATEWAY.dialect).map((each) => ({ ...each, metadata: { ...each.metadata as object, namespace: 'gates' } })),
        object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'gate', {
          spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'union-cp' }], to: [{ group: '', kind: 'Service' }] },
        }, 'gates')],
      { ...atPolicy, found: 'in namespace gates, no ReferenceGrant for SecurityPolicy.gateway.envoyproxy.io of namespace union-cp to Service: ' + 'gate is for HTTPRoute.gateway.networking.k8s.io of namespace union-cp' }],
    ['the middleware that guards is not there beside others', otherRouter(object('traefik.io/v1alpha1', 'Middleware', 'other', { spec: { compress: {} } })),
      ['traefik.io/v1alpha1/IngressRoute union-cp/apps', 'spec.routes[0].middlewares', EXPECTED, 'Middleware guard is not in the input'],
      remedy(['kind: Middleware\nmetadata:\n  name: other', 'kind: Middleware\nmetadata:\n  name: guard'])],
    ['the gateway decides by itself', [...flyteadmin(), ...chartGatewayRoutes(), policy({ basicAuth: { users: { name: 'users' } } })],
      { ...atPolicy, field: 'spec.basicAuth', found: 'a guard that asks nothing' }],
  ],
  says: {
    '': 'The guard of Ingress union-cp/apps does not ask flyteadmin\'s /me: http://flyteadmin.union-cp.svc.cluster.local:8080/me, a port that '
      + 'the Service f… <- Service union-cp/flyteadmin: spec.ports',
  },
  passes: [
    ['the chart guards its Ingresses', [...flyteadmin(), ...chartIngresses()]],
    ...['https://union-b.example.com/me', 'https://gate.corp.example.org/me'].map((url): Row => [`the guard asks another host, ${url}`, otherApps({ 'auth-url': url })]),
    ['flyteadmin is not in the input', chartIngresses()],
    ['another application on the host has another guard',
      [...otherApps({}), ingress('docs', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy.docs/auth' }, paths: { '/docs': 'docs' } })]],
    ['the host is not known', chartIngresses({ host: null, namespace: null })],
    ['the guard asks by the public host', otherApps({ 'auth-url': `https://${HOST}/me` })],
    ['the guard asks a Service that leads to flyteadmin', shown(`${ME}/me`)],
    ['the guard asks a Service of another name that leads to flyteadmin', shown('http://front.union-cp.svc/me', { name: 'front' })],
    ['the guard asks by the name of the Service alone', shown('http://flyteadmin/me')],
    ['flyteadmin speaks TLS', shown('https://flyteadmin.union-cp/me', { secure: true, ports: [{ port: 443 }] })],
    ['the guard asks by $host', shown('https://$host/me')],
    ['the flyteadmin asked is that of the routes, and a second one is elsewhere',
      shown(`${ME}/me`) + manifests(...flyteadmin({ namespace: 'staging' }))],
    ['our gate asks in its place', [...flyteadmin(), ...chartGatewayRoutes(), policy(viaGate), ...ownGate(ENVOY_GATEWAY.dialect)]],
  ],
  notApplicable: [
    ['the middleware that guards is somewhere else, like all others', otherRouter()],
    ['nothing is guarded', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['authentication is off', [...flyteadmin({ useAuth: false }), ...chartIngresses()]],
    ['open-source Flyte is behind a proxy of its own',
      [ingress('flyte', { host: 'flyte.example.com', annotations: { 'auth-url': 'http://oauth2-proxy.flyte/oauth2/auth' }, paths: { '/api': 'flyteadmin' } })]],
  ],
});

const enabledExpected = `server.security.useAuth: true, for a guard asks /me before the routes of ${HOST}`;

/** A second source of the config directory that the input does not hold. */
const withMoreConfig = {
  containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
  volumes: [{ name: 'config', projected: { sources: [{ configMap: { name: 'flyte-admin-base-config' } }, { configMap: { name: 'elsewhere' } }] } }],
};

/** A flyteadmin with a ConfigMap of its own, in any namespace. */
const second = (props: FlyteadminProps): Record<string, unknown>[] =>
  flyteadmin({ namespace: null, ...props }).map((each) => JSON.parse(JSON.stringify(each).replaceAll('flyte-admin-base-config', 'other-config')));

testRule(authNotEnabled, {
  fires: [
    ['useAuth is false behind the Ingresses of the chart', [...flyteadmin({ useAuth: false }), ...chartIngresses()],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', enabledExpected, 'useAuth: false'],
      remedy(['useAuth: false', 'useAuth: true'])],
    ['useAuth is left out', [...flyteadmin({ useAuth: null }), guarded],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]', enabledExpected, 'no useAuth, which is off by default', 'auth:']],
    ['helm template leaves the namespaces out and the guard asks the public host',
      [...flyteadmin({ useAuth: 'false', namespace: null }), ingress('guarded', { host: HOST, annotations: CHART_HTTP, paths: { '/': 'flyteconsole' }, namespace: null })],
      ['v1/ConfigMap flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', enabledExpected, 'useAuth: false']],
    ['a SecurityPolicy asks /me', [...flyteadmin({ useAuth: false }), ...chartGatewayRoutes(), securityPolicy(
      { 'controlplane-protected': 'HTTPRoute' },
      { backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/me' },
    )], ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', enabledExpected, 'useAuth: false']],
    ['the rules of the edge serve every host',
      [...flyteadmin({ useAuth: false }), ingress('guarded', { annotations: HARDENED, paths: { '/': 'flyteconsole' } })],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth',
        'server.security.useAuth: true, for a guard asks /me before the routes of every host', 'useAuth: false']],
    ['useAuth is false, and the guarded routes have no host', [...flyteadmin({ useAuth: false }), ingress('guarded', { annotations: HARDENED, paths: { '/': 'flyteconsole' } })],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', enabledExpected.replace(HOST, 'every host'), 'useAuth: false']],
  ],
  says: { '': 'flyteadmin has no authentication (useAuth), and the guards of union.example.com ask it' },
  passes: [
    ['one of two flyteadmins that the guard may ask has it', [...flyteadmin({ namespace: null }), ...second({ useAuth: false }), guarded]],
    ['useAuth is true', [...flyteadmin(), ...chartIngresses({ http: HARDENED })]],
    ['useAuth is the text "True"', [...flyteadmin({ useAuth: 'True' }), guarded]],
    ['the flyteadmin without useAuth is that of another control plane',
      [...flyteadmin(), ...flyteadmin({ useAuth: false, namespace: 'other-cp' }), guarded]],
    ['of two flyteadmins without namespace one has it, and nothing tells which the guard asks',
      [...flyteadmin(), ...flyteadmin({ useAuth: false, namespace: null }), guarded]],
  ],
  notApplicable: [
    ['one of two flyteadmins that the guard may ask is not in the input',
      [...flyteadmin({ useAuth: false, namespace: null }), ...second({ useAuth: null, pod: withMoreConfig }), guarded]],
    ['authentication is off on both sides', [...flyteadmin({ useAuth: false }), ...chartIngresses({ http: {}, grpc: {} })]],
    ['flyteadmin is not in the input', [guarded]],
    ['no edge is in the input', flyteadmin({ useAuth: false })],
    ['useAuth may stand in a ConfigMap that is not in the input', [...flyteadmin({ useAuth: null, pod: withMoreConfig }), guarded]],
    ['the guard asks /me of another domain',
      [...flyteadmin({ useAuth: false }), ingress('guarded', { host: HOST, annotations: { 'auth-url': 'https://login.example.com/me' }, paths: { '/': 'flyteconsole' } })]],
    ['an oauth2-proxy guards the host',
      [...flyteadmin({ useAuth: false }), ingress('guarded', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy.auth.svc/oauth2/auth' }, paths: { '/api': 'flyteadmin' } })]],
    ['the input is of other things', [object('v1', 'Service', 'flyteadmin')]],
  ],
});

const LOGIN = HARDENED['auth-signin'];
const redirectExpected = 'no sign-in redirect on gRPC routes';
const redirectGrpc = (name: string) => ({
  object: `networking.k8s.io/v1/Ingress union-cp/${name}`,
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]',
  expected: redirectExpected,
  found: LOGIN,
});
const redirectTraefik = (scheme: string) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'login', { spec: { errors: { status: ['401-403'], service: { name: 'flyteadmin', port: 80 }, query: '/login' } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'admin', {
    spec: {
      routes: [{
        match: `Host(\`${HOST}\`) && PathPrefix(\`/flyteidl.service.AdminService\`)`,
        middlewares: [{ name: 'login' }, { name: 'guard' }],
        services: [{ name: 'flyteadmin', port: 81, scheme }],
      }],
    },
  }),
);

testRule(grpcSignInRedirect, {
  fires: [
    ['the HTTP annotations stand on every guarded Ingress', chartIngresses({ http: HARDENED, grpc: HARDENED }),
      redirectGrpc('controlplane-protected-grpc'),
      redirectGrpc('controlplane-protected-grpc-streaming'),
      redirectGrpc('controlplane-usage-grpc')],
    ['a page of errors answers in the place of 401',
      [ingress('admin', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC', 'custom-http-errors': '401,503' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:grpc' } })],
      ['networking.k8s.io/v1/Ingress union-cp/admin', 'metadata.annotations["nginx.ingress.kubernetes.io/custom-http-errors"]', '401 to callers of gRPC',
        'an error page that answers in its place']],
    ['the backend protocol is GRPCS',
      [ingress('admin', { host: HOST, annotations: { ...HARDENED, 'backend-protocol': 'GRPCS' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:grpc' } })],
      redirectGrpc('admin')],
    ['Traefik answers 401 with the login page before an h2c service', redirectTraefik('h2c'),
      ['traefik.io/v1alpha1/Middleware union-cp/login', 'spec.errors.query', redirectExpected, '/login'], remedy(['        - name: login\n', ''])],
  ],
  says: {
    redirect: 'Ingress union-cp/controlplane-protected-grpc redirects gRPC clients to a login page',
    errors: 'Ingress union-cp/admin replaces the 401 for gRPC clients with an error page',
  },
  passes: [
    ['the chart leaves it out', chartIngresses()],
    ['the annotation is empty', chartIngresses({ grpc: { ...CHART_GRPC, 'auth-signin': '' } })],
    ['HTTP goes to a port named grpc',
      [...chartIngresses(), ingress('data', { host: HOST, annotations: HARDENED, paths: { '/data': 'dataproxy:grpc' } })]],
    ['a SecurityPolicy guards GRPCRoutes', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
  ],
  notApplicable: [
    ['Traefik does so before an HTTP service', redirectTraefik('http')],
    ['gRPC is open', chartIngresses({ grpc: {} })],
    ['another application is the one',
      [ingress('shop', { annotations: { 'auth-url': 'http://x/auth', 'auth-signin': 'http://x', 'backend-protocol': 'GRPC' }, paths: { '/': 'shop' } })]],
  ],
});

const console = (annotations: Record<string, string>, paths: Record<string, string> = { '/': 'flyteconsole' }) => ingress('console', { host: HOST, annotations, paths });
const { 'auth-signin': _, ...withoutSignIn } = HARDENED;

/** Traefik asks /me for the console, and answers refusals with the page of the sign-in. */
const missingTraefik = (errors: object) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'sign-in', { spec: { errors: { status: ['401'], service: { name: 'flyteadmin', port: 80 }, query: '/login', ...errors } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'auth', { spec: { forwardAuth: { address: IN_CLUSTER_ME } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'console', {
    spec: { routes: [{ match: `Host(\`${HOST}\`)`, middlewares: [{ name: 'sign-in' }, { name: 'auth' }], services: [{ name: 'flyteconsole', port: 80 }] }] },
  }),
);

testRule(browserSignInMissing, {
  fires: [
    ['Traefik sends the redirect to the sign-in with the status of the refusal', missingTraefik({}),
      ['traefik.io/v1alpha1/Middleware union-cp/sign-in', 'spec.errors.query',
        'statusRewrites {"401": 302} beside it, as browsers follow no redirect of another status', '/login, which goes out as 401']],
    ['the console has the guard of gRPC', [console(withoutSignIn)],
      ['networking.k8s.io/v1/Ingress union-cp/console', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]', 'a way to sign in beside the guard of /',
        'none, so browsers get 401'],
      remedy(['    nginx.ingress.kubernetes.io/auth-signin-redirect-param', '    nginx.ingress.kubernetes.io/auth-signin: https://union.example.com/login?redirect_url=$escaped_request_uri\n    nginx.ingress.kubernetes.io/auth-signin-redirect-param'])],
  ],
  says: {
    '': 'The guard of / does not send browsers to sign in',
    'status': 'The sign-in redirect of Middleware union-cp/sign-in goes out as 401, which browsers do not follow',
  },
  passes: [
    ['Traefik rewrites the status of the refusal', missingTraefik({ statusRewrites: { 401: 302 } })],
    ['our annotations guard it', [console(HARDENED)]],
    ['the annotations of the chart do', chartIngresses({ console: CHART_HTTP })],
  ],
  notApplicable: [
    ['the guard asks with another method, which guard-asks-other reports', [console({ ...withoutSignIn, 'auth-method': 'POST' })]],
    ['the guard stands before the sign-in itself, which sign-in-route-guarded reports',
      [console(withoutSignIn, { '/': 'flyteconsole', '/login': 'flyteadmin' })]],
    ['a route for gRPC leads there', [console({ ...CHART_GRPC, 'backend-protocol': 'GRPC' })]],
    ['only APIs are guarded, which need no sign-in', [ingress('apps', { host: HOST, annotations: CHART_GRPC, paths: { '/app': 'executions' } })]],
    ['nothing is guarded', chartGatewayRoutes()],
  ],
});

const keyed = (key: string, rest: object = {}) => ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-cache-key': key }, paths: { '/api': 'flyteadmin' }, ...rest });
const incompleteAt = (key: string, name = 'guarded') => ({
  object: `networking.k8s.io/v1/Ingress union-cp/${name}`,
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-cache-key"]',
  found: key,
});
const CHART_KEY = '$http_flyte_authorization$http_cookie';

testRule(authCacheKeyIncomplete, {
  fires: [
    ['the chart leaves Authorization out on each guarded HTTP Ingress', chartIngresses(),
      ...['controlplane-protected', 'controlplane-console-protected', 'controlplane-dataproxy', 'controlplane-usage']
        .map((name) => ({ ...incompleteAt(CHART_KEY, name), expected: '$http_authorization in the cache key' }))],
    ['the key is the cookie alone', [keyed('$http_cookie')],
      { ...incompleteAt('$http_cookie'), expected: '$http_authorization and $http_flyte_authorization in the cache key' },
      remedy(['auth-cache-key: $http_cookie', 'auth-cache-key: $http_authorization$http_flyte_authorization$http_cookie'])],
    ['a variable only begins like the one', [keyed(`${CHART_KEY}$http_authorization2`)],
      { ...incompleteAt(`${CHART_KEY}$http_authorization2`), expected: '$http_authorization in the cache key' }],
    ['flyteadmin takes its token from another header', [...flyteadmin({ auth: { httpAuthorizationHeader: 'x-union-token' } }), keyed(CREDENTIALS_KEY)],
      { ...incompleteAt(CREDENTIALS_KEY), expected: '$http_x_union_token in the cache key' }],
    ['a cookie of something else is in the key', [keyed('$http_authorization$http_flyte_authorization$cookie_theme')],
      { ...incompleteAt('$http_authorization$http_flyte_authorization$cookie_theme'), expected: '$http_cookie in the cache key' }],
  ],
  says: {
    '': 'The auth cache key of Ingress union-cp/guarded leaves out $http_x_union_token <- '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.httpAuthorizationHeader',
  },
  passes: [
    ['our annotations hold all three', chartIngresses({ http: HARDENED })],
    ['braces and capitals', [keyed('${http_Authorization}-${http_flyte_authorization}-${http_cookie}')]],
    ['more than enough is in the key', [keyed(`$remote_user${CREDENTIALS_KEY}`)]],
    ['the cookies of flyteadmin are named', [keyed('$http_authorization$http_flyte_authorization$cookie_flyte_at$cookie_flyte_idt')]],
    ['the header of flyteadmin is another one and in the key',
      [...flyteadmin({ auth: { httpAuthorizationHeader: 'X-Token' } }), keyed('$http_authorization$http_x_token$http_cookie')]],
  ],
  notApplicable: [
    ['no key is set, so nothing is cached',
      [ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/api': 'flyteadmin' } })]],
    ['the key stands on an Ingress without guard',
      [ingress('console', { host: HOST, annotations: { 'auth-cache-key': '$http_cookie' }, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } })]],
    ['the guard asks something else than /me',
      [ingress('api', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy/oauth2/auth', 'auth-cache-key': '$http_cookie' }, paths: { '/api': 'flyteadmin' } })]],
    ['Traefik serves the Ingress and caches nothing', [ingress('guarded', {
      host: HOST,
      annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-cache-key': '$http_cookie', 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' },
      paths: { '/api': 'flyteadmin' },
    })]],
    ['a gateway guards it', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
  ],
});
