import {
  grpcServedAsHttp, policyUnattached, routeBackendMissing, routeInClear, routeMisdirected, routeUnattached,
} from '../../../src/verify/rules/routes';
import { configMap, ingress, manifests, object, secret } from '../_manifests';
import { renamed, service as planeService } from '../_planes';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

type Ports = Record<string, number>;
const missingService = (name: string, ports: Ports, namespace: string | null = 'union-cp', metadata = {}, spec = {}) =>
  object('v1', 'Service', name, { spec: { ports: Object.entries(ports).map(([portName, port]) => ({ name: portName, port })), ...spec } }, namespace, metadata);

const admin = missingService('flyteadmin', { http: 80, grpc: 81 });
const usage = missingService('usage', { http: 81 });
const missingRoutes = (paths: Record<string, string>, namespace: string | null = 'union-cp') =>
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
const missingRefused = (found = 'no ReferenceGrant') => ({
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
      [admin, usage, missingRoutes({ '/runs': 'run' }), ingress('more', { host: HOST, annotations: HARDENED, paths: { '/run': 'run' } })],
      { ...missing('run', 2), found: 'a route to a Service that is not there, as 1 more' }],
    ['kustomize has put a prefix before flyteadmin, which a route calls by its own name', [
      ...renamed('flyteadmin', flyteadmin()), ...renamed('executions', planeService('executions', {
        admin: { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret', insecure: true, endpoint: 'flyteadmin:81' },
      })), usage, missingService('cluster', { http: 80 }), missingRoutes({ '/cluster': 'cluster' }),
    ], { ...missing('flyteadmin', 0), found: 'a route to a Service that is not there', about: 'Service union-cp/acme-flyteadmin: metadata.name' }],
    ['no ReferenceGrant lets an HTTPRoute name a Service of another namespace, once for all its Services',
      [admin, usage, object(`${GATEWAY_API}/v1`, 'HTTPRoute', 'login', {
        spec: { hostnames: [HOST], rules: [{ backendRefs: ['flyteadmin', 'usage'].map((name) => ({ name, namespace: 'union-cp', port: name === 'usage' ? 81 : 80 })) }] },
      }, 'edge'), grant({}, {}, 'edge')],
      missingRefused(),
      remedy(['name: edge\n  namespace: edge', 'name: edge\n  namespace: union-cp'])],
    ...([
      ['of another namespace', grant({ namespace: 'shop' }), `edge is for HTTPRoute.${GATEWAY_API} of namespace shop`],
      ['of another kind', grant({ kind: 'GRPCRoute' }), `edge is for GRPCRoute.${GATEWAY_API} of namespace edge`],
      ['of another group', grant({ group: '' }), 'edge is for HTTPRoute of namespace edge'],
      ['to another kind', grant({}, { kind: 'Secret' }), 'edge is to Secret'],
      ['to another group', grant({}, { group: 'gateway.envoyproxy.io' }), 'edge is to Service.gateway.envoyproxy.io'],
      ['to another Service', grant({}, { name: 'usage' }), 'edge is to Service usage'],
    ] as const).map(([kind, object_, why]): FiringRow => [`a ReferenceGrant is there, ${kind}`, [admin, farRoute('login'), object_], { ...missingRefused(), found: `${missingRefused().found}: ${why}` }]),
    ['a route was read from a cluster, and ReferenceGrants with it', [admin, read(farRoute('login')), grant({}, { name: 'usage' })],
      { ...missingRefused(), found: `${missingRefused().found}: edge is to Service usage` }],
    ['a whole Ingress lies in the namespace of its controller, once', [...ownHost(), missingRoutes({}, 'ingress-nginx')],
      { ...missing('flyteadmin', 0), object: 'networking.k8s.io/v1/Ingress ingress-nginx/routes', expected: 'a Service flyteadmin in namespace ingress-nginx', found: 'a route to a Service that is not there, but in namespace union-cp' },
      remedy(['namespace: ingress-nginx', 'namespace: union-cp'])],
    ['two of the Services are there and a third is not, once for all its paths',
      [admin, usage, missingRoutes({ '/app': 'executions', '/apps': 'executions' })],
      { ...missing('executions', 2) }],
    ['the Service of that name is in another namespace', [admin, usage, missingService('executions', { http: 81 }, 'shop'), missingRoutes({ '/app': 'executions' })],
      { ...missing('executions', 2) }],
    ['the pods are there, under a Service of no such name',
      [admin, usage, missingRoutes({ '/app': 'executions' }),
        object('apps/v1', 'Deployment', 'executions', { spec: { template: { spec: { containers: [{ name: 'executions', image: 'x' }] } } } })],
      { ...missing('executions', 2) }],
    ['the Service has no such port', [admin, usage, missingService('executions', { http: 81, grpc: 80 }), missingRoutes({ '/app': 'executions:redoc' })],
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
      [missingService('flyteadmin', { http: 80 }, null), missingService('usage', { http: 81 }, null), missingRoutes({ '/app': 'executions' }, null)],
      { ...missing('executions', 2), object: 'networking.k8s.io/v1/Ingress routes', expected: 'a Service executions' }],
    ['the port of the Service has no name',
      [admin, usage, object('v1', 'Service', 'executions', { spec: { ports: [{ port: 81 }] } }), missingRoutes({ '/app': 'executions' })],
      { ...missing('executions', 2), expected: 'a port that the Service executions offers: 81', found: 'a route to port http of it' }],
    ['the Service has no port at all', [admin, usage, missingService('executions', {}), missingRoutes({ '/app': 'executions' })],
      { ...missing('executions', 2), expected: 'a port that the Service executions offers: it has none', found: 'a route to port http of it' }],
  ],
  says: {
    Service: 'Ingress union-cp/routes routes to Service flyteadmin of namespace union-cp, which does not exist <- '
      + 'Service union-cp/acme-flyteadmin: metadata.name',
    port: 'Ingress union-cp/routes routes to port redoc of Service executions, which offers 81 (http), 80 (grpc) <- '
      + 'Service union-cp/executions: spec.ports',
    grant: 'HTTPRoute edge/login may not use Service flyteadmin: no ReferenceGrant allows it',
  },
  passes: [
    ['a ReferenceGrant lets the kind name every Service',
      [admin, usage, farRoute('login'), grant({}), httpRoute('usage', [{ name: 'usage', port: 81 }])]],
    ['a ReferenceGrant of v1 lets the route name its Service',
      [admin, farRoute('login'), { ...grant({}, { name: 'flyteadmin' }), apiVersion: `${GATEWAY_API}/v1` }, usage, missingRoutes({})]],
    ['a route was read from a cluster, of which no ReferenceGrant was asked for',
      [admin, usage, read(farRoute('login')), httpRoute('usage', [{ name: 'usage', port: 81 }])]],
    ['the route names its own namespace',
      [admin, usage, httpRoute('login', [{ name: 'flyteadmin', namespace: 'union-cp', port: 80 }, { name: 'usage', port: 81 }])]],
    ['an Ingress lies where its control plane is',
      [...ownHost(), missingRoutes({}), ...flyteadmin({ namespace: 'union-b', auth: { authorizedUris: [`https://${HOST}`] } }), missingRoutes({}, 'union-b')]],
    ['a route names the namespace of its Service', [...ownHost(), object('traefik.io/v1alpha1', 'IngressRoute', 'login', {
      spec: { routes: [{ match: `Host(\`${HOST}\`)`, services: ['flyteadmin', 'usage'].map((name) => ({ name, port: 81, namespace: 'union-cp' })) }] },
    }, 'traefik')]],
    ['an IngressRoute names no port',
      [admin, usage, ingressRoute('login', [{ name: 'flyteadmin', port: 80 }]), ingressRoute('usage', [{ name: 'usage' }])]],
    ['every Service is there, with the port', [admin, usage, missingRoutes({ '/me': 'flyteadmin:http' })]],
    ['a Service stands for one elsewhere',
      [admin, usage, missingService('executions', {}, 'union-cp', {}, { type: 'ExternalName', externalName: 'runs.example.com', ports: undefined }), missingRoutes({ '/app': 'executions' })]],
    ['a Service of another name selects the pods that Union calls so',
      [admin, usage, missingService('runs', { http: 81 }, 'union-cp', {}, { selector: { app: 'executions' } }), missingRoutes({ '/app': 'runs' }),
        object('apps/v1', 'Deployment', 'executions', {
          spec: { template: { metadata: { labels: { app: 'executions' } }, spec: { containers: [{ name: 'executions', image: 'x' }] } } },
        })]],
    ['others provide the Service by declaration',
      [usage, missingService('flyteadmin', { http: 80 }, 'union-cp', { annotations: { 'union-auth.cdk8s.io/served-elsewhere': 'executions,actions' } }),
        missingRoutes({ '/app': 'executions' })]],
    ['the chart names what none of its releases has',
      [admin, missingService('usage', { http: 81 }, 'union-cp', { labels: { 'helm.sh/chart': 'controlplane-2026.8.3' } }), missingService('identity', { http: 81 }),
        missingRoutes({ '/catalog': 'datacatalog:grpc', '/keys': 'identity:connect' })]],
    ['helm template leaves the namespaces out', [missingService('flyteadmin', { http: 80 }, null), missingService('usage', { http: 81 }, null), missingRoutes({}, null)]],
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
    ['one Service alone is in this one', [admin, missingRoutes({})]],
    ['only another namespace shows its Services', [missingService('flyteadmin', { http: 80 }, 'shop'), missingService('usage', { http: 81 }, 'shop'), missingRoutes({})]],
    ['another application is the one',
      [missingService('shop', { http: 80 }, 'shop'), ingress('shop', { paths: { '/': 'shop', '/cart': 'cart' }, namespace: 'shop' })]],
  ],
});

const RUNS = '/flyteidl2.workflow.RunService';
const misdirectedRoutes = (paths: Record<string, string>) =>
  manifests(...flyteadmin(), ingress('routes', { host: HOST, annotations: { ...HARDENED, 'backend-protocol': 'GRPC' }, paths: { '/usage': 'usage', ...paths } }));
const misdirectedAt = (index = 1) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/routes', field: `spec.rules[0].http.paths[${index}].path` });

testRule(routeMisdirected, {
  fires: [
    ['the name of a gRPC service is misspelt', misdirectedRoutes({ '/flyteidl.service.AdminServce': 'flyteadmin' }),
      { ...misdirectedAt(), expected: 'the path /flyteidl.service.AdminService of flyteadmin', found: '/flyteidl.service.AdminServce, which no client requests' },
      remedy(['AdminServce', 'AdminService'])],
    ['one slip is in several paths, once', misdirectedRoutes({ '/flytidl2.workflow.RunService': 'executions', '/flytidl2.task.TaskService': 'executions' }),
      { ...misdirectedAt(), expected: `the path ${RUNS} of executions`, found: '/flytidl2.workflow.RunService, which no client requests, as 1 more' },
      remedy(['flytidl2.workflow', 'flyteidl2.workflow'], ['flytidl2.task', 'flyteidl2.task'])],
    ['it is an expression', misdirectedRoutes({ '/flyteidl2\\.workflow\\.RunServices(/|$)': 'executions' }),
      { ...misdirectedAt(), expected: `the path ${RUNS} of executions`, found: '/flyteidl2\\.workflow\\.RunServices(/|$), which no client requests' }],
    ['an API leads to another service of Union\'s, once for all its paths', misdirectedRoutes({ [RUNS]: 'cluster', '/app/*': 'cluster' }),
      { ...misdirectedAt(), expected: `executions for ${RUNS}`, found: 'cluster, as 1 more' },
      remedy(['name: cluster', 'name: executions'])],
    ['an API that two services answered in their time leads to a third', misdirectedRoutes({ '/echo': 'cluster' }),
      { ...misdirectedAt(), expected: 'execution or executions for /echo', found: 'cluster' },
      remedy(['name: cluster', 'name: executions'])],
  ],
  says: {
    service: 'Ingress union-cp/routes sends /flyteidl2.workflow.RunService to cluster; executions serves it',
    path: 'Ingress union-cp/routes routes /flyteidl.service.AdminServce, which no client calls; /flyteidl.service.AdminService is meant',
  },
  passes: [
    ['the chart renders them', chartIngresses()],
    ['the chart of an older release does', chartIngresses({ release: 'V2026_3' })],
    ['the chart renders routes of the Gateway API', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['the right path is there beside the one like it', misdirectedRoutes({ [RUNS]: 'executions', '/flyteidl2.workflow.RunServices': 'executions' })],
    ['the path is like that of another service alone', misdirectedRoutes({ '/flyteidl2.workflow.RunServices': 'usage' })],
    ['a Service of another owner takes the API', misdirectedRoutes({ [RUNS]: 'proxy' })],
    ['one for everything leads to any service', misdirectedRoutes({ '/': 'executions' })],
    ['a path of the sign-in is misspelt, which its own rules tell', misdirectedRoutes({ '/logn': 'flyteadmin' })],
    ['the Service is not there, which route-backend-missing tells', `${misdirectedRoutes({ '/app': 'executions', [RUNS]: 'cluster' })}\n---\n`
      + manifests(...['usage', 'executions'].map((name) => object('v1', 'Service', name, { spec: { ports: [{ port: 80 }] } })))],
  ],
  notApplicable: [
    ['open-source Flyte is served', [...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/flyteidl.service.AdminServce': 'flyteadmin' } })]],
    ['another application is', [ingress('docs', { host: HOST, paths: { '/': 'docs' } })]],
  ],
});

const UNATTACHED_EXPECTED = 'a listener that takes the route';

const TLS = { certificateRefs: [{ name: 'union-tls' }] };
const unattachedGateway = (listener: object = {}, name = 'controlplane', namespace = 'union-cp') => object('gateway.networking.k8s.io/v1', 'Gateway', name, {
  spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, tls: TLS, ...listener }] },
}, namespace);
const unattachedRoute = (parent: object = {}, { kind = 'HTTPRoute', hostnames = [HOST], ...rest }: { kind?: string; hostnames?: string[] } = {}) => object('gateway.networking.k8s.io/v1', kind, 'admin', {
  spec: { parentRefs: [{ name: 'controlplane', ...parent }], hostnames, rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }], ...rest },
});
const bare = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'admin', { spec: { rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } });
/** Two listeners of one Gateway. */
const listening = (first: object, second: object) => object('gateway.networking.k8s.io/v1', 'Gateway', 'controlplane', {
  spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', protocol: 'HTTP', port: 80, ...first }, { name: 'https', protocol: 'HTTPS', port: 443, tls: TLS, ...second }] },
});
const NOT_LET_IN = 'listeners of the Gateway controlplane that admit no such route of namespace union-cp';
const unattachedAt = (found: string, line = 'name: controlplane', kind = 'HTTPRoute') => ({
  object: `gateway.networking.k8s.io/v1/${kind} union-cp/admin`, field: 'spec.parentRefs[0]', line, expected: UNATTACHED_EXPECTED, found,
});

/** A rule that Traefik cannot parse, in a cluster; beside flyteadmin in the cluster east. */
const unparsed = (cluster: string) => ({
  'east.yaml': manifests(...flyteadmin({ metadata: { labels: { 'union-auth.cdk8s.io/cluster': 'east' } } })),
  'traefik.yaml': manifests(object('traefik.io/v1alpha1', 'IngressRoute', 'api', {
    spec: { routes: [{ match: `Host('${HOST}')`, services: [{ name: 'flyteadmin', port: 80 }] }] },
  }, 'union-cp', { labels: { 'union-auth.cdk8s.io/cluster': cluster } })),
});

const ALL = { allowedRoutes: { namespaces: { from: 'All' } } };
const selecting = (namespace: string) => ({
  allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } } },
});

const OTHER = 'union.corp.example.com';
const withProvider = (provider: string) => ({
  'guard.yaml': manifests(object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'controlplane-protected' }], extAuth: { http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } } },
  })),
  'values.yaml': withValue(withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', provider), 'ingress.extraHosts', [OTHER]),
});

/** A Traefik, and a route of it that names a Middleware and a Service, beside flyteadmin or elsewhere. */
const traefik = (args: string[], { middleware = {}, service = {}, apiVersion = 'traefik.io/v1alpha1', namespace = 'union-cp', mounts = [] as object[] } = {}) => manifests(
  ...flyteadmin(),
  object('apps/v1', 'DaemonSet', 'traefik', {
    spec: { template: { spec: { containers: [{ name: 'traefik', args: ['--entryPoints.web.address=:8000', ...args], volumeMounts: mounts }] } } },
  }, 'traefik'),
  object(apiVersion, 'IngressRoute', 'api', {
    spec: { routes: [{ match: `Host(\`${HOST}\`)`, middlewares: [{ name: 'guard', ...middleware }], services: [{ name: 'flyteadmin', port: 80, ...service }] }] },
  }, namespace),
);
const CRD = '--providers.kubernetescrd';
const ELSEWHERE = { middleware: { namespace: 'traefik' } };
const unattachedRefused = (field: string, line: string, found: string, namespace = 'union-cp') => [{
  object: `traefik.io/v1alpha1/IngressRoute ${namespace}/api`,
  field: `spec.routes[0].${field}`,
  line,
  expected: `one of namespace ${namespace}`,
  found: `${found}, and Traefik without ${CRD}.allowCrossNamespace`,
}] as const;

const GATEWAY = { object: 'gateway.networking.k8s.io/v1/Gateway union-cp/controlplane' };
const routers = (entryPoint: string, tls: object = {}) => ['one', 'two', 'three'].map((name, i) => object('traefik.io/v1alpha1', 'IngressRoute', name, {
  spec: { entryPoints: [i === 2 ? entryPoint : 'internal'], tls: i === 2 ? tls : {}, routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/${name}\`)`, services: [{ name: 'flyteadmin', port: 80 }] }] },
}));
const tlsOption = object('traefik.io/v1alpha1', 'TLSOption', 'modern', { spec: { minVersion: 'VersionTLS12' } });

/** A Middleware, and a route that names it, of one version of Traefik each. */
const versions = (ofRoute: string, middleware: string) => traefik([CRD], { apiVersion: ofRoute })
  + manifests(object(middleware, 'Middleware', 'guard', { spec: { headers: {} } }, 'union-cp'));
const [V2, V3] = ['traefik.containo.us/v1alpha1', 'traefik.io/v1alpha1'];
const LEFT = { field: 'apiVersion', line: `apiVersion: ${V2}`, expected: `${V3}, which the other objects have`, found: V2 };

const fourIngresses = (props: (index: number) => object) => Array.from({ length: 4 }, (_, i) =>
  ingress(`api-${i}`, { host: HOST, className: 'controlplane', paths: { [`/me${i}`]: 'flyteadmin:80' }, ...props(i) }));

const withTls = (host: string) => {
  const [made] = fourIngresses(() => ({})) as { spec: object }[];
  return { ...made, spec: { ...made.spec, tls: [{ hosts: [host], secretName: 'union-tls' }] } };
};

testRule(routeUnattached, {
  fires: [
    ['a route is left of version 2 of Traefik', versions(V2, V3), { ...LEFT, object: `${V2}/IngressRoute union-cp/api` }, remedy([V2, V3])],
    ['a Middleware is left of version 2 of Traefik', versions(V3, V2), { ...LEFT, object: `${V2}/Middleware union-cp/guard` }],
    ['a listener of HTTP has tls, and no route is reported besides', [unattachedGateway({ protocol: 'HTTP' }), unattachedRoute()],
      { ...GATEWAY, field: 'spec.listeners[0].protocol', line: 'protocol: HTTP', expected: 'HTTPS, as the listener has tls', found: 'HTTP' },
      remedy(['protocol: HTTP', 'protocol: HTTPS'])],
    ['a listener of HTTPS has no tls', [unattachedGateway({ tls: undefined }), unattachedRoute()],
      { ...GATEWAY, field: 'spec.listeners[0]', line: 'name: https', expected: 'tls with a certificate beside protocol HTTPS', found: 'none' }],
    ['a listener of HTTPS has no certificate', [unattachedGateway({ tls: { mode: 'Terminate' } }), unattachedRoute()],
      { ...GATEWAY, field: 'spec.listeners[0].tls', line: 'tls:', expected: 'certificateRefs', found: 'none' }],
    ['a listener of HTTPS passes TLS through', [unattachedGateway({ tls: { mode: 'Passthrough' } }), unattachedRoute()],
      { ...GATEWAY, field: 'spec.listeners[0].tls.mode', line: 'mode: Passthrough', expected: 'Terminate beside protocol HTTPS', found: 'Passthrough' }],
    ...['http', 'https', 'tls', 'tcp', 'udp'].map((protocol): FiringRow => [`a protocol is written ${protocol}`, [unattachedGateway({ protocol }), unattachedRoute()],
      { ...GATEWAY, field: 'spec.listeners[0].protocol', line: `protocol: ${protocol}`, expected: protocol.toUpperCase(), found: protocol }]),
    ['several routes miss one listener, once for all',
      [unattachedGateway({ hostname: 'union.exmaple.com' }), unattachedRoute(), { ...unattachedRoute({}, { kind: 'GRPCRoute' }), metadata: { name: 'grpc', namespace: 'union-cp' } }],
      ['gateway.networking.k8s.io/v1/Gateway union-cp/controlplane', 'spec.listeners[0].hostname', 'union.example.com, as 2 routes have it', 'union.exmaple.com'],
      remedy(['union.exmaple.com', 'union.example.com'])],
    ['an IngressRoute names an entry point that is a slip of Traefik\'s', [...flyteadmin(), ...routers('websecur')],
      ['traefik.io/v1alpha1/IngressRoute union-cp/three', 'spec.entryPoints[0]', 'websecure', 'websecur'],
      remedy(['- websecur\n', '- websecure\n'])],
    ['an IngressRoute names an entry point that is a slip of what others name', [...flyteadmin(), ...routers('intenral')],
      ['traefik.io/v1alpha1/IngressRoute union-cp/three', 'spec.entryPoints[0]', 'internal', 'intenral']],
    ['an IngressRoute names a TLSOption that is not there', [...flyteadmin(), tlsOption, ...routers('internal', { options: { name: 'modrn' } })],
      ['traefik.io/v1alpha1/IngressRoute union-cp/three', 'spec.tls.options.name', 'a TLSOption of the namespace: modern', 'modrn, which is not there']],
    ['Traefik is not let name Middlewares of other namespaces', traefik([CRD], ELSEWHERE),
      ...unattachedRefused('middlewares[0]', 'name: guard', 'guard of namespace traefik'),
      remedy([`- ${CRD}\n`, `- ${CRD}\n            - ${CRD}.allowCrossNamespace=true\n`])],
    ['Traefik has it off', traefik([CRD, '--providers.kubernetesCRD.allowCrossNamespace=false'], ELSEWHERE),
      ...unattachedRefused('middlewares[0]', 'name: guard', 'guard of namespace traefik')],
    ['a reference by provider may be to any namespace', traefik([CRD], { middleware: { name: 'traefik-guard@kubernetescrd' } }),
      ...unattachedRefused('middlewares[0]', 'name: traefik-guard@kubernetescrd', 'traefik-guard@kubernetescrd')],
    ['the Services of Union are in another namespace than the route',
      traefik([`${CRD}=true`], { service: { namespace: 'union-cp' }, namespace: 'traefik' }),
      ...unattachedRefused('services[0]', 'name: flyteadmin', 'flyteadmin of namespace union-cp', 'traefik')],
    ['the Gateway of the chart has no listener for further hosts', withProvider('envoy'),
      ['v2/Values controlplane', 'ingress.extraHosts[0]', `a listener for ${OTHER} at the Gateway controlplane`,
        `listeners for ${HOST}, envoy-controlplane.envoy-gateway.svc.cluster.local`]],
    ['Traefik cannot parse its rule', unparsed('east'),
      ['traefik.io/v1alpha1/IngressRoute union-cp/api', 'spec.routes[0].match', `Host(\`${HOST}\`)`, `Host('${HOST}')`]],
    ['the Gateway is not there beside others', [unattachedGateway({}, 'public'), unattachedRoute()], unattachedAt('the Gateway controlplane, which is not there'),
      remedy(['    - name: controlplane', '    - name: public'])],
    ['the Gateway of that name is in another namespace', [unattachedGateway({}, 'public'), unattachedGateway({}, 'controlplane', 'gateways'), unattachedRoute()],
      unattachedAt('the Gateway controlplane, which is not there')],
    ['the Gateway is in a namespace that the route does not name', [unattachedGateway(ALL, 'controlplane', 'gateways'), unattachedRoute()],
      unattachedAt('the Gateway controlplane, which is not there, but in namespace gateways'),
      remedy(['name: controlplane\n  hostnames', 'name: controlplane\n      namespace: gateways\n  hostnames'])],
    ['the Gateway that listens for the host of the route is in another namespace, and lets in its own',
      [unattachedGateway({ hostname: HOST }, 'controlplane', 'union'), unattachedRoute()],
      unattachedAt('the Gateway controlplane, which is not there, but in namespace union')],
    ['the listener selects another namespace by its name', [unattachedGateway(selecting('union'), 'controlplane', 'gateways'), unattachedRoute({ namespace: 'gateways' })],
      unattachedAt(NOT_LET_IN),
      remedy(['kubernetes.io/metadata.name: union', 'kubernetes.io/metadata.name: union-cp'])],
    ['the listener has another name', [unattachedGateway(), unattachedRoute({ sectionName: 'tls' })], unattachedAt('tls, a listener that the Gateway controlplane does not have')],
    ['the listener of the name has another port', [unattachedGateway(), unattachedRoute({ sectionName: 'https', port: 8443 })],
      unattachedAt('https, a listener that the Gateway controlplane does not have')],
    ['no listener has the port', [unattachedGateway(), unattachedRoute({ port: 8443 })], unattachedAt('port 8443, a listener that the Gateway controlplane does not have')],
    ['the route names no Gateway at all', [unattachedGateway(), unattachedGateway({}, 'public', 'gateways'), bare],
      { ...unattachedAt('no parentRefs', 'rules:'), field: 'spec.rules' }],
    ['the listener is for another host', [unattachedGateway({ hostname: '*.acme.example' }), unattachedRoute()],
      unattachedAt(`listeners of the Gateway controlplane for *.acme.example, and none for ${HOST}`)],
    ['the name of the listener only ends like the host', [unattachedGateway({ hostname: `my-${HOST}` }), unattachedRoute()],
      unattachedAt(`listeners of the Gateway controlplane for my-${HOST}, and none for ${HOST}`)],
    ['one listener is for another host, and that of the host lets in no such route',
      [listening({ hostname: 'docs.example.com' }, { hostname: HOST, allowedRoutes: { namespaces: { from: 'None' } } }), unattachedRoute()],
      unattachedAt(`listeners of the Gateway controlplane for docs.example.com, and none for ${HOST}`)],
    ['neither listener is for its hosts',
      [listening({ hostname: 'docs.example.com' }, { hostname: 'www.example.com' }), unattachedRoute({}, { hostnames: [HOST, 'eu.example.com'] })],
      unattachedAt(`listeners of the Gateway controlplane for docs.example.com, www.example.com, and none for ${HOST}, eu.example.com`)],
    ['the listener admits no route', [unattachedGateway({ allowedRoutes: { namespaces: { from: 'None' } } }), unattachedRoute()], unattachedAt(NOT_LET_IN)],
    ['the listener lets in routes of its own namespace only', [unattachedGateway({}, 'controlplane', 'gateways'), unattachedRoute({ namespace: 'gateways' })],
      unattachedAt(NOT_LET_IN)],
    ['the listener lets in no gRPC', [unattachedGateway({ allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } }), unattachedRoute({}, { kind: 'GRPCRoute' })],
      unattachedAt('listeners of the Gateway controlplane that admit no such route of namespace union-cp', 'name: controlplane', 'GRPCRoute')],
    ['the listener is for TLS that it passes on', [unattachedGateway({ protocol: 'TLS' }), unattachedRoute()], unattachedAt(NOT_LET_IN)],
    ['one of four Ingresses has a slip of their host', [...flyteadmin(), ...fourIngresses((i) => ({ host: i === 3 ? 'union.exmaple.com' : HOST }))],
      ['networking.k8s.io/v1/Ingress union-cp/api-3', 'spec.rules[0].host', `${HOST}, as 3 routes beside it`, 'union.exmaple.com']],
    ['one of three Ingresses has a slip of a class that is there', [
      ...flyteadmin(), object('networking.k8s.io/v1', 'IngressClass', 'controlplane', { spec: { controller: 'k8s.io/ingress-nginx' } }, null),
      ...fourIngresses((i) => ({ className: i === 3 ? 'controlplnae' : 'controlplane' })).slice(1),
    ], ['networking.k8s.io/v1/Ingress union-cp/api-3', 'spec.ingressClassName', 'one of the IngressClasses controlplane', 'controlplnae']],
    ['the certificate of an Ingress is for another host than its rules', [...flyteadmin({ auth: { authorizedUris: [`https://${HOST}`] } }), withTls('union.example.org')],
      ['networking.k8s.io/v1/Ingress union-cp/api-0', 'spec.tls[0].hosts[0]', `${HOST}, which its rules serve`, 'union.example.org']],
  ],
  says: {
    '': 'IngressRoute union-cp/api is not served: traefik.containo.us/v1alpha1',
    'odd': 'Ingress union-cp/api-3 goes by union.exmaple.com, and the routes beside it go by union.example.com',
    'class': 'Ingress union-cp/api-3 has an IngressClass that is not there: controlplnae',
  },
  passes: [
    ['the certificate of an Ingress is for its host, by a wildcard', [...flyteadmin({ auth: { authorizedUris: [`https://${HOST}`] } }), withTls('*.example.com'), unattachedGateway({}), unattachedRoute()]],
    ['a listener of HTTPS leaves its certificate to options of the controller',
      [unattachedGateway({ tls: { options: { 'example.com/certificate': 'arn' } } }), unattachedRoute()]],
    ['the chart renders Ingresses beside its Gateway, which have further hosts', withProvider('both')],
    ['the listener selects its namespace by name', [unattachedGateway(selecting('union-cp'), 'controlplane', 'gateways'), unattachedRoute({ namespace: 'gateways' })]],
    ['the listener selects namespaces by labels that the input does not show',
      [unattachedGateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { gateway: 'public' } } } } }, 'controlplane', 'gateways'),
        unattachedRoute({ namespace: 'gateways' })]],
    ['the chart brings both', chartGatewayRoutes()],
    ['a wildcard of the listener covers the host', [unattachedGateway({ hostname: '*.example.com' }), unattachedRoute()]],
    ['a wildcard of the route covers the listener', [unattachedGateway({ hostname: HOST }), unattachedRoute({}, { hostnames: ['*.example.com'] })]],
    ['one of its hosts is the listener\'s', [unattachedGateway({ hostname: HOST }), unattachedRoute({}, { hostnames: ['eu.example.com', HOST] })]],
    ['one of two listeners is for its host', [listening({ hostname: 'docs.example.com' }, { hostname: HOST }), unattachedRoute()]],
    ['one of two listeners lets it in', [listening({ allowedRoutes: { namespaces: { from: 'None' } } }, {}), unattachedRoute()]],
    ['it asks for a listener by name and port',
      [listening({ hostname: 'docs.example.com' }, {}), unattachedRoute({ kind: 'Gateway', sectionName: 'https', port: 443 })]],
    ['the listener is for plain HTTP', [unattachedGateway({ tls: undefined, protocol: 'HTTP' }), unattachedRoute()]],
    ['an Ingress stands beside it', [unattachedGateway(), unattachedRoute(), ingress('admin', { host: HOST, paths: { '/': 'flyteadmin' } })]],
    ['the route has no host of its own', [unattachedGateway({ hostname: HOST }), unattachedRoute({}, { hostnames: [] })]],
    ['the listener lets every namespace in',
      [unattachedGateway({ allowedRoutes: { namespaces: { from: 'All' } } }, 'controlplane', 'gateways'), unattachedRoute({ namespace: 'gateways' })]],
    ['its reference leaves namespace and kind blank', [unattachedGateway(), unattachedGateway({}, 'public', 'gateways'), unattachedRoute({ namespace: null, kind: null })]],
    ['the listener selects namespaces',
      [unattachedGateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: {} } } }, 'controlplane', 'gateways'), unattachedRoute({ namespace: 'gateways' })]],
  ],
  notApplicable: [
    ['all of Traefik is of version 2', versions(V2, V2)],
    ['the cluster serves both versions of Traefik',
      versions(V2, V3) + manifests(object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'ingressroutes.traefik.containo.us', { spec: { group: 'traefik.containo.us' } }, null))],
    ['an entry point is one of its own', [...flyteadmin(), ...routers('partners')]],
    ['the TLSOptions of the namespace are not in the input', [...flyteadmin(), ...routers('internal', { options: { name: 'modrn' } })]],
    ['the namespace of flyteadmin has its name in another cluster', unparsed('west')],
    ...([
      ['may name Middlewares of other namespaces', [CRD, `${CRD}.allowCrossNamespace`], ELSEWHERE],
      ['may, in letters of another case', [CRD, '--providers.kubernetesCRD.allowcrossnamespace=true'], ELSEWHERE],
      ['names what is in its namespace', [CRD], { middleware: { namespace: 'union-cp' } }],
      ['names what another provider brings', [CRD], { middleware: { name: 'guard@file', namespace: 'traefik' } }],
      ['has a file of flags', [CRD, '--configFile=/config/traefik.yml'], ELSEWHERE],
      ['has a file in its place', [CRD], { ...ELSEWHERE, mounts: [{ name: 'config', mountPath: '/etc/traefik' }] }],
      ['does not read IngressRoutes', [], ELSEWHERE],
      ['may be one of version 2', [CRD], { ...ELSEWHERE, apiVersion: 'traefik.containo.us/v1alpha1' }],
    ] as const).map(([what, args, props]): Row => [`Traefik ${what}`, traefik([...args], props as Parameters<typeof traefik>[1])]),
    ['the route names no Gateway, and the input shows none of its namespace', [unattachedGateway({}, 'public', 'gateways'), bare]],
    ['the Gateway of that name in another namespace listens for another host', [unattachedGateway({ hostname: 'staging.example.com' }, 'controlplane', 'staging'), unattachedRoute()]],
    ['the Gateway is elsewhere', [unattachedRoute({ namespace: 'gateways' })]],
    ['a mesh routes by Services', [unattachedGateway(), unattachedRoute({ kind: 'Service', group: '', name: 'flyteadmin' })]],
    ['the route is another application\'s',
      [unattachedGateway(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'docs', { spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'docs', port: 80 }] }] } })]],
  ],
});

const CLEAR_EXPECTED = 'the entry point or listener with TLS alone';
const clearRouter = (name: string, entryPoints: readonly string[], more: object = {}) => object('traefik.io/v1alpha1', 'IngressRoute', name, {
  spec: { entryPoints, routes: [{ kind: 'Rule', match: `Host(\`${HOST}\`) && PathPrefix(\`/${name}\`)`, services: [{ name: 'flyteadmin', port: 80 }], ...more }] },
});
const STRICT = object('traefik.io/v1alpha1', 'Middleware', 'strict', { spec: { headers: { stsSeconds: 1, forceSTSHeader: true } } });
const behindStrict = (name: string, entryPoints: readonly string[]) => clearRouter(name, entryPoints, { middlewares: [{ name: 'strict' }] });
const clearGateway = (...listeners: object[]) => object('gateway.networking.k8s.io/v1', 'Gateway', 'controlplane', { spec: { gatewayClassName: 'eg', listeners } });
const HTTP = { name: 'http', protocol: 'HTTP', port: 80 };
const HTTPS = { name: 'https', protocol: 'HTTPS', port: 443 };
const OTHER_HOST = { ...HTTPS, hostname: 'other.example.com' };
const clearRoute = (parent: object = {}) => object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'admin', {
  spec: { parentRefs: [{ name: 'controlplane', ...parent }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
});
const atParent = { object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/admin', field: 'spec.parentRefs[0]', expected: CLEAR_EXPECTED };
const FOUND = 'listener http of the Gateway controlplane, which is HTTP';

testRule(routeInClear, {
  fires: [
    ['an IngressRoute is at web as well', [clearRouter('a', ['websecure']), clearRouter('b', ['web', 'websecure'])],
      ['traefik.io/v1alpha1/IngressRoute union-cp/b', 'spec.entryPoints[0]', CLEAR_EXPECTED, 'entry point web'],
      remedy(['    - web\n', ''])],
    ['a route names the plain listener', [clearGateway(HTTP, HTTPS), clearRoute({ sectionName: 'http' })],
      { ...atParent, found: FOUND },
      remedy(['sectionName: http', 'sectionName: https'])],
    ['another route says that TLS ends before Traefik', [STRICT, behindStrict('a', ['web']), clearRouter('b', ['web', 'websecure'])],
      ['traefik.io/v1alpha1/IngressRoute union-cp/b', 'spec.entryPoints[0]', CLEAR_EXPECTED, 'entry point web']],
    ['a wildcard has the certificate of the host of the plain listener',
      [clearGateway({ ...HTTP, hostname: HOST }, { ...HTTPS, hostname: '*.example.com' }), clearRoute({ sectionName: 'http' })],
      { ...atParent, found: FOUND }],
    ['a route names no listener', [clearGateway(HTTP, HTTPS), clearRoute()],
      { ...atParent, found: FOUND },
      remedy(['    - name: controlplane\n', '    - name: controlplane\n      sectionName: https\n'])],
  ],
  says: { '': 'IngressRoute union-cp/b is served without TLS: entry point web' },
  passes: [
    ['all are at websecure', [clearRouter('a', ['websecure']), clearRouter('b', ['websecure'])]],
    ['the route names the listener with TLS', [clearGateway(HTTP, HTTPS), clearRoute({ sectionName: 'https' })]],
    ['it names its port', [clearGateway(HTTP, HTTPS), clearRoute({ port: 443 })]],
  ],
  notApplicable: [
    ['TLS ends before Traefik', [clearRouter('a', ['web'])]],
    ['browsers are told to stay with TLS that ends before Traefik', [STRICT, behindStrict('a', ['web']), behindStrict('b', ['websecure'])]],
    ['TLS of the host ends before the Gateway, and that of another at it',
      [clearGateway({ ...HTTP, hostname: HOST }, OTHER_HOST), clearRoute({ sectionName: 'http' })]],
    ['TLS ends before the Gateway', [clearGateway(HTTP), clearRoute()]],
    ['the Gateway is not shown', [clearRoute()]],
  ],
});

const runs = '/flyteidl2.workflow.RunService';
const runsOn = (annotations: Record<string, string>) => manifests(...flyteadmin(), ingress('runs', { host: HOST, annotations, paths: { [runs]: 'executions' } }));
const httpAt = (protocol: string, expected: string) => [{
  object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"]', expected, found: protocol,
}] as const;
const httpRouter = (scheme: object) => object('traefik.io/v1alpha1', 'IngressRoute', 'runs', {
  spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`${runs}\`)`, services: [{ name: 'executions', port: 80, ...scheme }] }] },
});

const secured = flyteadmin().map((each, index) => (index > 0 ? each
  : configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true, secure: true } }, auth: { userAuth: { openId: { clientId: 'web' } } } } })));

const httpPorts = [{ name: 'http', port: 80 }, { name: 'grpc', port: 81 }];
const portNamed = (name: string) => `port:\n                  name: ${name}`;
const ADMIN = object('v1', 'Service', 'flyteadmin', { spec: { ports: httpPorts } });
/** The executions service, as the chart names its ports. */
const RUNNER = object('v1', 'Service', 'executions', { spec: { ports: [{ name: 'grpc', port: 80 }, { name: 'connect', port: 83 }, { name: 'http', port: 81 }] } });
const EXECUTIONS = ingress('usage', { host: HOST, paths: { '/usage': 'usage' } });

testRule(grpcServedAsHttp, {
  fires: [
    ['an Ingress for gRPC says HTTP', runsOn({ 'backend-protocol': 'HTTP' }), ...httpAt('HTTP', `gRPC to executions for ${runs}/x`)],
    ['it says HTTPS', runsOn({ 'backend-protocol': 'HTTPS' }), ...httpAt('HTTPS', `gRPC to executions for ${runs}/x`)],
    ['an Ingress for HTTP says gRPC',
      [...flyteadmin(), ingress('apps', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/app': 'executions' } })],
      ['networking.k8s.io/v1/Ingress union-cp/apps', 'metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"]', 'HTTP to executions for /app',
        'GRPC']],
    ['a router of Traefik names no scheme', [...flyteadmin(), httpRouter({})],
      ['traefik.io/v1alpha1/IngressRoute union-cp/runs', 'spec.routes[0].match', `gRPC to executions for ${runs}/x`, 'HTTP'],
      remedy(['        - name: executions\n          port: 80', '        - name: executions\n          scheme: h2c\n          port: 80'])],
    ['an Ingress says nothing, which is HTTP', runsOn({ 'ssl-redirect': 'true' }),
      ['networking.k8s.io/v1/Ingress union-cp/runs', 'metadata.annotations', `gRPC to executions for ${runs}/x`, 'HTTP']],
    ...[
      { protocol: 'GRPC', path: '/flyteidl.service.AdminService', port: 'http', right: 'grpc', expected: 'gRPC to flyteadmin for /flyteidl.service.AdminService/x', found: 'port 80 (http), where 81 (grpc) serves it' },
      { protocol: 'HTTP', path: '/api', port: 'grpc', right: 'http', expected: 'HTTP to flyteadmin for /api', found: 'port 81 (grpc), where 80 (http) serves it' },
    ].map(({ protocol, path, port, right, expected, found }): FiringRow => [`an Ingress leads ${protocol} to port ${port} of flyteadmin`,
      [...flyteadmin(), ADMIN, EXECUTIONS, ingress('admin', { host: HOST, annotations: { 'backend-protocol': protocol }, paths: { [path]: `flyteadmin:${port}` } })],
      ['networking.k8s.io/v1/Ingress union-cp/admin', 'spec.rules[0].http.paths[0].path', expected, found],
      remedy(...[[portNamed(port), portNamed(right)]] as const)]),
    ['an Ingress leads gRPC to the HTTP port of another service',
      [...flyteadmin(), RUNNER, ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: 'executions:http' } })],
      ['networking.k8s.io/v1/Ingress union-cp/runs', 'spec.rules[0].http.paths[0].path', `gRPC to executions for ${runs}/x`,
        'port 81 (http), where 80 (grpc) serves it'],
      remedy([portNamed('http'), portNamed('grpc')])],
  ],
  says: { '': 'Ingress union-cp/runs speaks HTTP to executions for /flyteidl2.workflow.RunService/x; it needs gRPC' },
  passes: [
    ['a port has a name of its own, though every JavaScript object knows it',
      [...flyteadmin(), object('v1', 'Service', 'executions', { spec: { ports: [{ name: 'grpc', port: 80 }, { name: 'constructor', port: 83 }] } }),
        ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: 'executions:83' } })]],
    ['flyteadmin has one port, whatever it is called',
      [...flyteadmin(), object('v1', 'Service', 'flyteadmin', { spec: { ports: [{ name: 'http', port: 80 }] } }), EXECUTIONS,
        ingress('admin', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:80' } })]],
    ['HTTP goes to the gRPC port of another service, as the chart has it',
      [...flyteadmin(), RUNNER, EXECUTIONS, ingress('apps', { host: HOST, annotations: { 'backend-protocol': 'HTTP' }, paths: { '/app': 'executions:80' } })]],
    ...['grpc', 'connect'].map((port): Row => [`gRPC goes to the port ${port} of another service`,
      [...flyteadmin(), RUNNER, ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: `executions:${port}` } })]]),
    ['one of two flyteadmins speaks TLS, and routes say so',
      [...secured, ...flyteadmin({ namespace: 'other-cp' }), ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPCS' }, paths: { [runs]: 'executions' } })]],
    ['the chart says it on each Ingress', chartIngresses()],
    ['the release before does', chartIngresses({ release: 'V2026_3' })],
    ['the chart renders routes of the Gateway API', chartGatewayRoutes()],
    ['the scheme is h2c', [...flyteadmin(), httpRouter({ scheme: 'h2c' })]],
    ['the Service says what it speaks',
      [...flyteadmin(), httpRouter({}), object('v1', 'Service', 'executions', { spec: { ports: [{ port: 80, appProtocol: 'kubernetes.io/h2c' }] } })]],
    ['a route for everything is there for pages', [...flyteadmin(), ingress('all', { host: HOST, paths: { '/': 'executions' } })]],
  ],
  notApplicable: [
    ['open-source Flyte is served as HTTP', [...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/flyteidl.service.AdminService': 'flyteadmin' } })]],
    ...['alb', 'haproxy', 'kong', 'contour'].map((className): Row => [`a controller of class ${className} is told in its own way`,
      [...flyteadmin(), ingress('runs', { host: HOST, className, paths: { [runs]: 'executions' } })]]),
    ['another application speaks HTTP', [ingress('docs', { host: HOST, paths: { '/': 'docs' } })]],
  ],
});

const GUARD = { object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard' };
const withPolicies = (...policies: Record<string, unknown>[]) => manifests(...flyteadmin(), ...chartGatewayRoutes(), ...policies);
const guard = (targets: Record<string, string>, namespace = 'union-cp') => ({ ...securityPolicy(targets), metadata: { name: 'guard', namespace } });
const client = (name: string) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'client', {
  spec: { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name } },
});

testRule(policyUnattached, {
  fires: [
    ['the name of a route is misspelt', withPolicies(guard({ 'controlplane-protect': 'HTTPRoute' })),
      { ...GUARD, field: 'spec.targetRefs[0].name', expected: 'the HTTPRoute controlplane-protected', found: 'controlplane-protect, which is not there' },
      remedy(['name: controlplane-protect\n', 'name: controlplane-protected\n'])],
    ['a route is of another kind', withPolicies(guard({ 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'HTTPRoute' })),
      { ...GUARD, field: 'spec.targetRefs[1].kind', expected: 'GRPCRoute', found: 'HTTPRoute, and no HTTPRoute controlplane-grpc-protected' }],
    ['the policy lies beside the Gateway of others, once for all that it aims at',
      withPolicies(guard({ 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'GRPCRoute' }, 'gateways')),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy gateways/guard', 'metadata.namespace',
        'namespace union-cp, of HTTPRoute controlplane-protected and GRPCRoute controlplane-grpc-protected',
        'namespace gateways, where a policy finds nothing of that name'],
      remedy(['namespace: gateways\n', 'namespace: union-cp\n'])],
    ['the Gateway is misspelt in a single reference', withPolicies(client('control-plane')),
      ['gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy union-cp/client', 'spec.targetRef.name', 'the Gateway controlplane',
        'control-plane, which is not there']],
  ],
  says: { '': 'SecurityPolicy union-cp/guard misses a target: controlplane-protect, which is not there' },
  passes: [
    ['the targets are there', withPolicies(guard({ 'controlplane-protected': 'HTTPRoute' }), client('controlplane'))],
    ['another team has a policy for a route that the input lacks', withPolicies(guard({ grafana: 'HTTPRoute' }))],
    ['there is no policy', withPolicies()],
  ],
  notApplicable: [['the edge is not a Gateway', [...flyteadmin(), secret('auth')]]],
});
