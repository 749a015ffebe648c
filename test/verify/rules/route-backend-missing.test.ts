import { routeBackendMissing } from '../../../src/verify/rules/routes';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { CONTROL_PLANE_VALUES } from '../_values';

const NOT_APPLICABLE = 'The input shows no two Services of a control plane that its routes lead to, so the others may be elsewhere.';

type Ports = Record<string, number>;
const service = (name: string, ports: Ports, namespace: string | null = 'union-cp', metadata = {}, spec = {}) =>
  object('v1', 'Service', name, { spec: { ports: Object.entries(ports).map(([portName, port]) => ({ name: portName, port })), ...spec } }, namespace, metadata);

const admin = service('flyteadmin', { http: 80, grpc: 81 });
const usage = service('usage', { http: 81 });
const routes = (paths: Record<string, string>, namespace: string | null = 'union-cp') =>
  ingress('routes', { host: HOST, annotations: HARDENED, paths: { '/login': 'flyteadmin', '/usage': 'usage', ...paths }, namespace });
const missing = (name: string, index: number) => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/routes',
  field: `spec.rules[0].http.paths[${index}].path`,
  expected: `a Service ${name} in namespace union-cp`,
  found: 'a route to a Service that is not there',
});
const httpRoute = (name: string, backendRefs: unknown[]) => object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, {
  spec: { hostnames: [HOST], rules: [{ matches: [{ path: { type: 'PathPrefix', value: `/${name}` } }], backendRefs }] },
});
const ingressRoute = (name: string, services: unknown[]) => object('traefik.io/v1alpha1', 'IngressRoute', name, {
  spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/${name}\`)`, services }] },
});

/** A control plane that goes by the host, with its Services. */
const ownHost = (host = HOST) => [...flyteadmin({ auth: { authorizedUris: [`https://${host}`] } }), admin, usage];

const GATEWAY_API = 'gateway.networking.k8s.io';
/** A route of another namespace than that of the control plane. */
const farRoute = (name: string, backendRef = {}, kind = 'HTTPRoute') => object(`${GATEWAY_API}/v1`, kind, name, {
  spec: { hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', namespace: 'union-cp', port: 80, ...backendRef }] }] },
}, 'edge');
const grant = (from: object, to: object = {}, namespace = 'union-cp') => object(`${GATEWAY_API}/v1beta1`, 'ReferenceGrant', 'edge', {
  spec: { from: [{ group: GATEWAY_API, kind: 'HTTPRoute', namespace: 'edge', ...from }], to: [{ group: '', kind: 'Service', ...to }] },
}, namespace);
const read = (route: ReturnType<typeof farRoute>) => ({ ...route, metadata: { name: 'login', namespace: 'edge', uid: 'a-uid' } });
const refused = (found = 'no ReferenceGrant') => ({
  object: `${GATEWAY_API}/v1/HTTPRoute edge/login`,
  field: 'spec.rules[0]',
  line: 'backendRefs:',
  expected: 'leave to name the Service flyteadmin in namespace union-cp',
  found: `in namespace union-cp, ${found} for HTTPRoute.${GATEWAY_API} of namespace edge to Service`,
});
/** An Ingress beside values of the chart, which makes the Service. */
const besideValues = (port: number) => ({
  'controlplane.values.yaml': CONTROL_PLANE_VALUES,
  'edge.yaml': manifests(object('networking.k8s.io/v1', 'Ingress', 'own', {
    spec: { rules: [{ host: HOST, http: { paths: [{ path: '/login', pathType: 'Prefix', backend: { service: { name: 'flyteadmin', port: { number: port } } } }] } }] },
  }, 'union-cp', { annotations: HARDENED })),
});

testRule(routeBackendMissing, {
  fires: [
    {
      when: 'a route of one\'s own names a port which the Service does not have that the chart makes of values',
      input: besideValues(8089),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/own',
        field: 'spec.rules[0].http.paths[0].path',
        line: 'path: /login',
        expected: "a port that the chart's Service flyteadmin offers: 80 (http), 81 (grpc), 87 (redoc)",
        found: 'a route to port 8089 of it',
      }],
    },
    {
      when: 'several routes lead to a Service that is not there, once for all',
      input: manifests(admin, usage, routes({ '/runs': 'run' }), ingress('more', { host: HOST, annotations: HARDENED, paths: { '/run': 'run' } })),
      findings: [{ ...missing('run', 2), line: 'path: /runs', found: 'a route to a Service that is not there, as 1 more' }],
    },
    {
      when: 'no ReferenceGrant lets an HTTPRoute name a Service of another namespace, once for all its Services',
      input: manifests(admin, usage, object(`${GATEWAY_API}/v1`, 'HTTPRoute', 'login', {
        spec: { hostnames: [HOST], rules: [{ backendRefs: ['flyteadmin', 'usage'].map((name) => ({ name, namespace: 'union-cp', port: name === 'usage' ? 81 : 80 })) }] },
      }, 'edge'), grant({}, {}, 'edge')),
      findings: [refused()],
      remedy: [['name: edge\n  namespace: edge', 'name: edge\n  namespace: union-cp']],
    },
    ...([
      ['of another namespace', grant({ namespace: 'shop' }), `edge is for HTTPRoute.${GATEWAY_API} of namespace shop`],
      ['of another kind', grant({ kind: 'GRPCRoute' }), `edge is for GRPCRoute.${GATEWAY_API} of namespace edge`],
      ['of another group', grant({ group: '' }), 'edge is for HTTPRoute of namespace edge'],
      ['to another kind', grant({}, { kind: 'Secret' }), 'edge is to Secret'],
      ['to another group', grant({}, { group: 'gateway.envoyproxy.io' }), 'edge is to Service.gateway.envoyproxy.io'],
      ['to another Service', grant({}, { name: 'usage' }), 'edge is to Service usage'],
    ] as const).map(([kind, object_, why]) => ({
      when: `a ReferenceGrant is there, ${kind}`,
      input: manifests(admin, farRoute('login'), object_),
      findings: [{ ...refused(), found: `${refused().found}: ${why}` }] as const,
    })),
    {
      when: 'a route was read from a cluster, and ReferenceGrants with it',
      input: manifests(admin, read(farRoute('login')), grant({}, { name: 'usage' })),
      findings: [{ ...refused(), found: `${refused().found}: edge is to Service usage` }],
    },
    {
      when: 'a whole Ingress lies in the namespace of its controller, once',
      input: manifests(...ownHost(), routes({}, 'ingress-nginx')),
      findings: [{
        ...missing('flyteadmin', 0),
        object: 'networking.k8s.io/v1/Ingress ingress-nginx/routes',
        line: 'path: /login',
        expected: 'a Service flyteadmin in namespace ingress-nginx',
        found: 'a route to a Service that is not there, but in namespace union-cp',
      }],
      remedy: [['namespace: ingress-nginx', 'namespace: union-cp']],
    },
    {
      when: 'two of the Services are there and a third is not, once for all its paths',
      input: manifests(admin, usage, routes({ '/app': 'executions', '/apps': 'executions' })),
      findings: [{ ...missing('executions', 2), line: 'path: /app' }],
    },
    {
      when: 'the Service of that name is in another namespace',
      input: manifests(admin, usage, service('executions', { http: 81 }, 'shop'), routes({ '/app': 'executions' })),
      findings: [{ ...missing('executions', 2), line: 'path: /app' }],
    },
    {
      when: 'the pods are there, under a Service of no such name',
      input: manifests(admin, usage, routes({ '/app': 'executions' }),
        object('apps/v1', 'Deployment', 'executions', { spec: { template: { spec: { containers: [{ name: 'executions', image: 'x' }] } } } })),
      findings: [{ ...missing('executions', 2), line: 'path: /app' }],
    },
    {
      when: 'the Service has no such port',
      input: manifests(admin, usage, service('executions', { http: 81, grpc: 80 }), routes({ '/app': 'executions:redoc' })),
      findings: [{
        ...missing('executions', 2),
        line: 'path: /app',
        expected: 'a port that the Service executions offers: 81 (http), 80 (grpc)',
        found: 'a route to port redoc of it',
      }],
    },
    {
      when: 'an HTTPRoute names a port that is not there',
      input: manifests(admin, usage, httpRoute('login', [{ name: 'flyteadmin', port: 80 }]), httpRoute('usage', [{ name: 'usage', port: 80 }])),
      findings: [{
        object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/usage',
        field: 'spec.rules[0].matches[0]',
        line: 'path:',
        expected: 'a port that the Service usage offers: 81 (http)',
        found: 'a route to port 80 of it',
      }],
    },
    {
      when: 'an IngressRoute leads to nothing',
      input: manifests(admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage', port: 'http' }]),
        ingressRoute('app', [{ name: 'executions', port: 81 }])),
      findings: [{
        object: 'traefik.io/v1alpha1/IngressRoute union-cp/app',
        field: 'spec.routes[0].match',
        line: `match: Host(\`${HOST}\`) && PathPrefix(\`/app\`)`,
        expected: 'a Service executions in namespace union-cp',
        found: 'a route to a Service that is not there',
      }],
    },
    {
      when: 'helm template leaves the namespaces out, and a Service is not there',
      input: manifests(service('flyteadmin', { http: 80 }, null), service('usage', { http: 81 }, null), routes({ '/app': 'executions' }, null)),
      findings: [{ ...missing('executions', 2), object: 'networking.k8s.io/v1/Ingress routes', line: 'path: /app', expected: 'a Service executions' }],
    },
    {
      when: 'the port of the Service has no name',
      input: manifests(admin, usage, object('v1', 'Service', 'executions', { spec: { ports: [{ port: 81 }] } }), routes({ '/app': 'executions' })),
      findings: [{ ...missing('executions', 2), line: 'path: /app', expected: 'a port that the Service executions offers: 81', found: 'a route to port http of it' }],
    },
    {
      when: 'the Service has no port at all',
      input: manifests(admin, usage, service('executions', {}), routes({ '/app': 'executions' })),
      findings: [{ ...missing('executions', 2), line: 'path: /app', expected: 'a port that the Service executions offers: it has none', found: 'a route to port http of it' }],
    },
  ],
  passes: [
    { when: 'a ReferenceGrant lets the kind name every Service', input: manifests(admin, usage, farRoute('login'), grant({}), httpRoute('usage', [{ name: 'usage', port: 81 }])) },
    {
      when: 'a ReferenceGrant of v1 lets the route name its Service',
      input: manifests(admin, farRoute('login'), { ...grant({}, { name: 'flyteadmin' }), apiVersion: `${GATEWAY_API}/v1` }, usage, routes({})),
    },
    {
      when: 'a route was read from a cluster, of which no ReferenceGrant was asked for',
      input: manifests(admin, usage, read(farRoute('login')), httpRoute('usage', [{ name: 'usage', port: 81 }])),
    },
    { when: 'the route names its own namespace', input: manifests(admin, usage, httpRoute('login', [{ name: 'flyteadmin', namespace: 'union-cp', port: 80 }, { name: 'usage', port: 81 }])) },
    {
      when: 'an Ingress lies where its control plane is',
      input: manifests(...ownHost(), routes({}), ...flyteadmin({ namespace: 'union-b', auth: { authorizedUris: [`https://${HOST}`] } }), routes({}, 'union-b')),
    },
    {
      when: 'a route names the namespace of its Service',
      input: manifests(...ownHost(), object('traefik.io/v1alpha1', 'IngressRoute', 'login', {
        spec: { routes: [{ match: `Host(\`${HOST}\`)`, services: ['flyteadmin', 'usage'].map((name) => ({ name, port: 81, namespace: 'union-cp' })) }] },
      }, 'traefik')),
    },
    {
      when: 'an IngressRoute names no port',
      input: manifests(admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage' }])),
    },
    { when: 'every Service is there, with the port', input: manifests(admin, usage, routes({ '/me': 'flyteadmin:http' })) },
    {
      when: 'a Service stands for one elsewhere',
      input: manifests(admin, usage, service('executions', {}, 'union-cp', {}, { type: 'ExternalName', externalName: 'runs.example.com', ports: undefined }), routes({ '/app': 'executions' })),
    },
    {
      when: 'a Service of another name selects the pods that Union calls so',
      input: manifests(admin, usage, service('runs', { http: 81 }, 'union-cp', {}, { selector: { app: 'executions' } }), routes({ '/app': 'runs' }),
        object('apps/v1', 'Deployment', 'executions', {
          spec: { template: { metadata: { labels: { app: 'executions' } }, spec: { containers: [{ name: 'executions', image: 'x' }] } } },
        })),
    },
    {
      when: 'others provide the Service by declaration',
      input: manifests(usage, service('flyteadmin', { http: 80 }, 'union-cp', { annotations: { 'union-auth.cdk8s.io/served-elsewhere': 'executions,actions' } }),
        routes({ '/app': 'executions' })),
    },
    {
      when: 'the chart names what none of its releases has',
      input: manifests(admin, service('usage', { http: 81 }, 'union-cp', { labels: { 'helm.sh/chart': 'controlplane-2026.8.3' } }), service('identity', { http: 81 }),
        routes({ '/catalog': 'datacatalog:grpc', '/keys': 'identity:connect' })),
    },
    { when: 'helm template leaves the namespaces out', input: manifests(service('flyteadmin', { http: 80 }, null), service('usage', { http: 81 }, null), routes({}, null)) },
    {
      when: 'Traefik asks one of its own',
      input: manifests(admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage', port: 81 }]),
        ingressRoute('internal', [{ name: 'noop@internal', kind: 'TraefikService' }])),
    },
  ],
  notApplicable: [
    { when: 'a route beside values names a port of the chart\'s Service', input: besideValues(80), reason: NOT_APPLICABLE },
    { when: 'a route beside values names a port that some release gives to it', input: besideValues(10254), reason: NOT_APPLICABLE },
    { when: 'the input shows nothing of the namespace that a route names, where the ReferenceGrant would be', input: manifests(farRoute('login')), reason: NOT_APPLICABLE },
    {
      when: 'a copy goes to another namespace',
      input: manifests(admin, object(`${GATEWAY_API}/v1`, 'HTTPRoute', 'login', {
        spec: { hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }], filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'flyteadmin', namespace: 'union-cp', port: 80 } } }] }] },
      }, 'edge')),
      reason: NOT_APPLICABLE,
    },
    { when: 'the Services are in another file', input: manifests(...chartIngresses()), reason: NOT_APPLICABLE },
    { when: 'one Service alone is in this one', input: manifests(admin, routes({})), reason: NOT_APPLICABLE },
    { when: 'only another namespace shows its Services', input: manifests(service('flyteadmin', { http: 80 }, 'shop'), service('usage', { http: 81 }, 'shop'), routes({})), reason: NOT_APPLICABLE },
    {
      when: 'another application is the one',
      input: manifests(service('shop', { http: 80 }, 'shop'), ingress('shop', { paths: { '/': 'shop', '/cart': 'cart' }, namespace: 'shop' })),
      reason: NOT_APPLICABLE,
    },
  ],
});
