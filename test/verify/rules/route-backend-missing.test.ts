import { routeBackendMissing } from '../../../src/verify/rules/routes';
import { ingress, manifests, object } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { CONTROL_PLANE_VALUES } from '../_values';

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
    ['a route of one\'s own names a port which the Service does not have that the chart makes of values', besideValues(8089),
      ['networking.k8s.io/v1/Ingress union-cp/own', 'spec.rules[0].http.paths[0].path',
        "a port that the chart's Service flyteadmin offers: 80 (http), 81 (grpc), 87 (redoc)", 'a route to port 8089 of it']],
    ['several routes lead to a Service that is not there, once for all',
      [admin, usage, routes({ '/runs': 'run' }), ingress('more', { host: HOST, annotations: HARDENED, paths: { '/run': 'run' } })],
      { ...missing('run', 2), found: 'a route to a Service that is not there, as 1 more' }],
    ['no ReferenceGrant lets an HTTPRoute name a Service of another namespace, once for all its Services',
      [admin, usage, object(`${GATEWAY_API}/v1`, 'HTTPRoute', 'login', {
        spec: { hostnames: [HOST], rules: [{ backendRefs: ['flyteadmin', 'usage'].map((name) => ({ name, namespace: 'union-cp', port: name === 'usage' ? 81 : 80 })) }] },
      }, 'edge'), grant({}, {}, 'edge')],
      refused(),
      remedy(['name: edge\n  namespace: edge', 'name: edge\n  namespace: union-cp'])],
    ...([
      ['of another namespace', grant({ namespace: 'shop' }), `edge is for HTTPRoute.${GATEWAY_API} of namespace shop`],
      ['of another kind', grant({ kind: 'GRPCRoute' }), `edge is for GRPCRoute.${GATEWAY_API} of namespace edge`],
      ['of another group', grant({ group: '' }), 'edge is for HTTPRoute of namespace edge'],
      ['to another kind', grant({}, { kind: 'Secret' }), 'edge is to Secret'],
      ['to another group', grant({}, { group: 'gateway.envoyproxy.io' }), 'edge is to Service.gateway.envoyproxy.io'],
      ['to another Service', grant({}, { name: 'usage' }), 'edge is to Service usage'],
    ] as const).map(([kind, object_, why]): FiringRow => [`a ReferenceGrant is there, ${kind}`, [admin, farRoute('login'), object_], { ...refused(), found: `${refused().found}: ${why}` }]),
    ['a route was read from a cluster, and ReferenceGrants with it', [admin, read(farRoute('login')), grant({}, { name: 'usage' })],
      { ...refused(), found: `${refused().found}: edge is to Service usage` }],
    ['a whole Ingress lies in the namespace of its controller, once', [...ownHost(), routes({}, 'ingress-nginx')],
      { ...missing('flyteadmin', 0), object: 'networking.k8s.io/v1/Ingress ingress-nginx/routes', expected: 'a Service flyteadmin in namespace ingress-nginx', found: 'a route to a Service that is not there, but in namespace union-cp' },
      remedy(['namespace: ingress-nginx', 'namespace: union-cp'])],
    ['two of the Services are there and a third is not, once for all its paths',
      [admin, usage, routes({ '/app': 'executions', '/apps': 'executions' })],
      { ...missing('executions', 2) }],
    ['the Service of that name is in another namespace', [admin, usage, service('executions', { http: 81 }, 'shop'), routes({ '/app': 'executions' })],
      { ...missing('executions', 2) }],
    ['the pods are there, under a Service of no such name',
      [admin, usage, routes({ '/app': 'executions' }),
        object('apps/v1', 'Deployment', 'executions', { spec: { template: { spec: { containers: [{ name: 'executions', image: 'x' }] } } } })],
      { ...missing('executions', 2) }],
    ['the Service has no such port', [admin, usage, service('executions', { http: 81, grpc: 80 }), routes({ '/app': 'executions:redoc' })],
      { ...missing('executions', 2), expected: 'a port that the Service executions offers: 81 (http), 80 (grpc)', found: 'a route to port redoc of it' }],
    ['an HTTPRoute names a port that is not there',
      [admin, usage, httpRoute('login', [{ name: 'flyteadmin', port: 80 }]), httpRoute('usage', [{ name: 'usage', port: 80 }])],
      ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/usage', 'spec.rules[0].matches[0]', 'a port that the Service usage offers: 81 (http)',
        'a route to port 80 of it'], remedy(['        - name: usage\n          port: 80', '        - name: usage\n          port: 81'])],
    ['an IngressRoute leads to nothing',
      [admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage', port: 'http' }]),
        ingressRoute('app', [{ name: 'executions', port: 81 }])],
      ['traefik.io/v1alpha1/IngressRoute union-cp/app', 'spec.routes[0].match', 'a Service executions in namespace union-cp',
        'a route to a Service that is not there']],
    ['helm template leaves the namespaces out, and a Service is not there',
      [service('flyteadmin', { http: 80 }, null), service('usage', { http: 81 }, null), routes({ '/app': 'executions' }, null)],
      { ...missing('executions', 2), object: 'networking.k8s.io/v1/Ingress routes', expected: 'a Service executions' }],
    ['the port of the Service has no name',
      [admin, usage, object('v1', 'Service', 'executions', { spec: { ports: [{ port: 81 }] } }), routes({ '/app': 'executions' })],
      { ...missing('executions', 2), expected: 'a port that the Service executions offers: 81', found: 'a route to port http of it' }],
    ['the Service has no port at all', [admin, usage, service('executions', {}), routes({ '/app': 'executions' })],
      { ...missing('executions', 2), expected: 'a port that the Service executions offers: it has none', found: 'a route to port http of it' }],
  ],
  passes: [
    ['a ReferenceGrant lets the kind name every Service',
      [admin, usage, farRoute('login'), grant({}), httpRoute('usage', [{ name: 'usage', port: 81 }])]],
    ['a ReferenceGrant of v1 lets the route name its Service',
      [admin, farRoute('login'), { ...grant({}, { name: 'flyteadmin' }), apiVersion: `${GATEWAY_API}/v1` }, usage, routes({})]],
    ['a route was read from a cluster, of which no ReferenceGrant was asked for',
      [admin, usage, read(farRoute('login')), httpRoute('usage', [{ name: 'usage', port: 81 }])]],
    ['the route names its own namespace',
      [admin, usage, httpRoute('login', [{ name: 'flyteadmin', namespace: 'union-cp', port: 80 }, { name: 'usage', port: 81 }])]],
    ['an Ingress lies where its control plane is',
      [...ownHost(), routes({}), ...flyteadmin({ namespace: 'union-b', auth: { authorizedUris: [`https://${HOST}`] } }), routes({}, 'union-b')]],
    ['a route names the namespace of its Service', [...ownHost(), object('traefik.io/v1alpha1', 'IngressRoute', 'login', {
      spec: { routes: [{ match: `Host(\`${HOST}\`)`, services: ['flyteadmin', 'usage'].map((name) => ({ name, port: 81, namespace: 'union-cp' })) }] },
    }, 'traefik')]],
    ['an IngressRoute names no port',
      [admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage' }])]],
    ['every Service is there, with the port', [admin, usage, routes({ '/me': 'flyteadmin:http' })]],
    ['a Service stands for one elsewhere',
      [admin, usage, service('executions', {}, 'union-cp', {}, { type: 'ExternalName', externalName: 'runs.example.com', ports: undefined }), routes({ '/app': 'executions' })]],
    ['a Service of another name selects the pods that Union calls so',
      [admin, usage, service('runs', { http: 81 }, 'union-cp', {}, { selector: { app: 'executions' } }), routes({ '/app': 'runs' }),
        object('apps/v1', 'Deployment', 'executions', {
          spec: { template: { metadata: { labels: { app: 'executions' } }, spec: { containers: [{ name: 'executions', image: 'x' }] } } },
        })]],
    ['others provide the Service by declaration',
      [usage, service('flyteadmin', { http: 80 }, 'union-cp', { annotations: { 'union-auth.cdk8s.io/served-elsewhere': 'executions,actions' } }),
        routes({ '/app': 'executions' })]],
    ['the chart names what none of its releases has',
      [admin, service('usage', { http: 81 }, 'union-cp', { labels: { 'helm.sh/chart': 'controlplane-2026.8.3' } }), service('identity', { http: 81 }),
        routes({ '/catalog': 'datacatalog:grpc', '/keys': 'identity:connect' })]],
    ['helm template leaves the namespaces out', [service('flyteadmin', { http: 80 }, null), service('usage', { http: 81 }, null), routes({}, null)]],
    ['Traefik asks one of its own',
      [admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage', port: 81 }]),
        ingressRoute('internal', [{ name: 'noop@internal', kind: 'TraefikService' }])]],
  ],
  notApplicable: [
    ['a route beside values names a port of the chart\'s Service', besideValues(80)],
    ['a route beside values names a port that some release gives to it', besideValues(10254)],
    ['the input shows nothing of the namespace that a route names, where the ReferenceGrant would be', [farRoute('login')]],
    ['a copy goes to another namespace', [admin, object(`${GATEWAY_API}/v1`, 'HTTPRoute', 'login', {
      spec: { hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }], filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'flyteadmin', namespace: 'union-cp', port: 80 } } }] }] },
    }, 'edge')]],
    ['the Services are in another file', chartIngresses()],
    ['one Service alone is in this one', [admin, routes({})]],
    ['only another namespace shows its Services', [service('flyteadmin', { http: 80 }, 'shop'), service('usage', { http: 81 }, 'shop'), routes({})]],
    ['another application is the one',
      [service('shop', { http: 80 }, 'shop'), ingress('shop', { paths: { '/': 'shop', '/cart': 'cart' }, namespace: 'shop' })]],
  ],
});
