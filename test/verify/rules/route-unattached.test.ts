import { routeUnattached } from '../../../src/verify/rules/routes';
import { ingress, manifests, object } from '../_manifests';
import { remedy, Row, testRule } from '../_rule-harness';
import { chartGatewayRoutes, flyteadmin, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const EXPECTED = 'a listener that takes the route';

const TLS = { certificateRefs: [{ name: 'union-tls' }] };
const gateway = (listener: object = {}, name = 'controlplane', namespace = 'union-cp') => object('gateway.networking.k8s.io/v1', 'Gateway', name, {
  spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, tls: TLS, ...listener }] },
}, namespace);
const route = (parent: object = {}, { kind = 'HTTPRoute', hostnames = [HOST], ...rest }: { kind?: string; hostnames?: string[] } = {}) => object('gateway.networking.k8s.io/v1', kind, 'admin', {
  spec: { parentRefs: [{ name: 'controlplane', ...parent }], hostnames, rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }], ...rest },
});
const bare = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'admin', { spec: { rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } });
/** Two listeners of one Gateway. */
const listening = (first: object, second: object) => object('gateway.networking.k8s.io/v1', 'Gateway', 'controlplane', {
  spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', protocol: 'HTTP', port: 80, ...first }, { name: 'https', protocol: 'HTTPS', port: 443, tls: TLS, ...second }] },
});
const NOT_LET_IN = 'listeners of the Gateway controlplane that admit no such route of namespace union-cp';
const at = (found: string, line = 'name: controlplane', kind = 'HTTPRoute') => ({
  object: `gateway.networking.k8s.io/v1/${kind} union-cp/admin`, field: 'spec.parentRefs[0]', line, expected: EXPECTED, found,
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
const refused = (field: string, line: string, found: string, namespace = 'union-cp') => [{
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

testRule(routeUnattached, {
  fires: [
    ['a route is left of version 2 of Traefik', versions(V2, V3), { ...LEFT, object: `${V2}/IngressRoute union-cp/api` }, remedy([V2, V3])],
    ['a Middleware is left of version 2 of Traefik', versions(V3, V2), { ...LEFT, object: `${V2}/Middleware union-cp/guard` }],
    ['a listener of HTTP has tls, and no route is told besides', [gateway({ protocol: 'HTTP' }), route()],
      { ...GATEWAY, field: 'spec.listeners[0].protocol', line: 'protocol: HTTP', expected: 'HTTPS, as the listener has tls', found: 'HTTP' },
      remedy(['protocol: HTTP', 'protocol: HTTPS'])],
    ['a listener of HTTPS has no tls', [gateway({ tls: undefined }), route()],
      { ...GATEWAY, field: 'spec.listeners[0]', line: 'name: https', expected: 'tls with a certificate beside protocol HTTPS', found: 'none' }],
    ['a listener of HTTPS has no certificate', [gateway({ tls: { mode: 'Terminate' } }), route()],
      { ...GATEWAY, field: 'spec.listeners[0].tls', line: 'tls:', expected: 'certificateRefs', found: 'none' }],
    ['a listener of HTTPS passes TLS through', [gateway({ tls: { mode: 'Passthrough' } }), route()],
      { ...GATEWAY, field: 'spec.listeners[0].tls.mode', line: 'mode: Passthrough', expected: 'Terminate beside protocol HTTPS', found: 'Passthrough' }],
    ['a protocol is written in small letters', [gateway({ protocol: 'https' }), route()],
      { ...GATEWAY, field: 'spec.listeners[0].protocol', line: 'protocol: https', expected: 'HTTPS', found: 'https' }],
    ['several routes miss one listener, once for all',
      [gateway({ hostname: 'union.exmaple.com' }), route(), { ...route({}, { kind: 'GRPCRoute' }), metadata: { name: 'grpc', namespace: 'union-cp' } }],
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
      ...refused('middlewares[0]', 'name: guard', 'guard of namespace traefik'),
      remedy([`- ${CRD}\n`, `- ${CRD}\n            - ${CRD}.allowCrossNamespace=true\n`])],
    ['Traefik is told not to', traefik([CRD, '--providers.kubernetesCRD.allowCrossNamespace=false'], ELSEWHERE),
      ...refused('middlewares[0]', 'name: guard', 'guard of namespace traefik')],
    ['a reference by provider may be to any namespace', traefik([CRD], { middleware: { name: 'traefik-guard@kubernetescrd' } }),
      ...refused('middlewares[0]', 'name: traefik-guard@kubernetescrd', 'traefik-guard@kubernetescrd')],
    ['the Services of Union are in another namespace than the route',
      traefik([`${CRD}=true`], { service: { namespace: 'union-cp' }, namespace: 'traefik' }),
      ...refused('services[0]', 'name: flyteadmin', 'flyteadmin of namespace union-cp', 'traefik')],
    ['the Gateway of the chart has no listener for further hosts', withProvider('envoy'),
      ['v2/Values controlplane', 'ingress.extraHosts[0]', `a listener for ${OTHER} at the Gateway controlplane`,
        `listeners for ${HOST}, envoy-controlplane.envoy-gateway.svc.cluster.local`]],
    ['Traefik cannot parse its rule', unparsed('east'),
      ['traefik.io/v1alpha1/IngressRoute union-cp/api', 'spec.routes[0].match', `Host(\`${HOST}\`)`, `Host('${HOST}')`]],
    ['the Gateway is not there beside others', [gateway({}, 'public'), route()], at('the Gateway controlplane, which is not there'),
      remedy(['    - name: controlplane', '    - name: public'])],
    ['the Gateway of that name is in another namespace', [gateway({}, 'public'), gateway({}, 'controlplane', 'gateways'), route()],
      at('the Gateway controlplane, which is not there')],
    ['the Gateway is in a namespace that the route does not name', [gateway(ALL, 'controlplane', 'gateways'), route()],
      at('the Gateway controlplane, which is not there, but in namespace gateways'),
      remedy(['name: controlplane\n  hostnames', 'name: controlplane\n      namespace: gateways\n  hostnames'])],
    ['the Gateway that listens for the host of the route is in another namespace, and lets in its own',
      [gateway({ hostname: HOST }, 'controlplane', 'union'), route()],
      at('the Gateway controlplane, which is not there, but in namespace union')],
    ['the listener selects another namespace by its name', [gateway(selecting('union'), 'controlplane', 'gateways'), route({ namespace: 'gateways' })],
      at(NOT_LET_IN),
      remedy(['kubernetes.io/metadata.name: union', 'kubernetes.io/metadata.name: union-cp'])],
    ['the listener has another name', [gateway(), route({ sectionName: 'tls' })], at('tls, a listener that the Gateway controlplane does not have')],
    ['the listener of the name has another port', [gateway(), route({ sectionName: 'https', port: 8443 })],
      at('https, a listener that the Gateway controlplane does not have')],
    ['no listener has the port', [gateway(), route({ port: 8443 })], at('port 8443, a listener that the Gateway controlplane does not have')],
    ['the route names no Gateway at all', [gateway(), gateway({}, 'public', 'gateways'), bare],
      { ...at('no parentRefs', 'rules:'), field: 'spec.rules' }],
    ['the listener is for another host', [gateway({ hostname: '*.acme.example' }), route()],
      at(`listeners of the Gateway controlplane for *.acme.example, and none for ${HOST}`)],
    ['the name of the listener only ends like the host', [gateway({ hostname: `my-${HOST}` }), route()],
      at(`listeners of the Gateway controlplane for my-${HOST}, and none for ${HOST}`)],
    ['one listener is for another host, and that of the host lets in no such route',
      [listening({ hostname: 'docs.example.com' }, { hostname: HOST, allowedRoutes: { namespaces: { from: 'None' } } }), route()],
      at(`listeners of the Gateway controlplane for docs.example.com, and none for ${HOST}`)],
    ['neither listener is for its hosts',
      [listening({ hostname: 'docs.example.com' }, { hostname: 'www.example.com' }), route({}, { hostnames: [HOST, 'eu.example.com'] })],
      at(`listeners of the Gateway controlplane for docs.example.com, www.example.com, and none for ${HOST}, eu.example.com`)],
    ['the listener lets nobody in', [gateway({ allowedRoutes: { namespaces: { from: 'None' } } }), route()], at(NOT_LET_IN)],
    ['the listener lets in routes of its own namespace only', [gateway({}, 'controlplane', 'gateways'), route({ namespace: 'gateways' })],
      at(NOT_LET_IN)],
    ['the listener lets in no gRPC', [gateway({ allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } }), route({}, { kind: 'GRPCRoute' })],
      at('listeners of the Gateway controlplane that admit no such route of namespace union-cp', 'name: controlplane', 'GRPCRoute')],
    ['the listener is for TLS that it passes on', [gateway({ protocol: 'TLS' }), route()], at(NOT_LET_IN)],
  ],
  passes: [
    ['a listener of HTTPS leaves its certificate to options of the controller',
      [gateway({ tls: { options: { 'example.com/certificate': 'arn' } } }), route()]],
    ['the chart renders Ingresses beside its Gateway, which have further hosts', withProvider('both')],
    ['the listener selects its namespace by name', [gateway(selecting('union-cp'), 'controlplane', 'gateways'), route({ namespace: 'gateways' })]],
    ['the listener selects namespaces by labels that the input does not show',
      [gateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { gateway: 'public' } } } } }, 'controlplane', 'gateways'),
        route({ namespace: 'gateways' })]],
    ['the chart brings both', chartGatewayRoutes()],
    ['a wildcard of the listener covers the host', [gateway({ hostname: '*.example.com' }), route()]],
    ['a wildcard of the route covers the listener', [gateway({ hostname: HOST }), route({}, { hostnames: ['*.example.com'] })]],
    ['one of its hosts is the listener\'s', [gateway({ hostname: HOST }), route({}, { hostnames: ['eu.example.com', HOST] })]],
    ['one of two listeners is for its host', [listening({ hostname: 'docs.example.com' }, { hostname: HOST }), route()]],
    ['one of two listeners lets it in', [listening({ allowedRoutes: { namespaces: { from: 'None' } } }, {}), route()]],
    ['it asks for a listener by name and port',
      [listening({ hostname: 'docs.example.com' }, {}), route({ kind: 'Gateway', sectionName: 'https', port: 443 })]],
    ['the listener is for plain HTTP', [gateway({ tls: undefined, protocol: 'HTTP' }), route()]],
    ['an Ingress stands beside it', [gateway(), route(), ingress('admin', { host: HOST, paths: { '/': 'flyteadmin' } })]],
    ['the route has no host of its own', [gateway({ hostname: HOST }), route({}, { hostnames: [] })]],
    ['the listener lets every namespace in',
      [gateway({ allowedRoutes: { namespaces: { from: 'All' } } }, 'controlplane', 'gateways'), route({ namespace: 'gateways' })]],
    ['its reference leaves namespace and kind blank', [gateway(), gateway({}, 'public', 'gateways'), route({ namespace: null, kind: null })]],
    ['the listener selects namespaces',
      [gateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: {} } } }, 'controlplane', 'gateways'), route({ namespace: 'gateways' })]],
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
      ['is told by a file of flags', [CRD, '--configFile=/config/traefik.yml'], ELSEWHERE],
      ['is told by a file in its place', [CRD], { ...ELSEWHERE, mounts: [{ name: 'config', mountPath: '/etc/traefik' }] }],
      ['does not read IngressRoutes', [], ELSEWHERE],
      ['may be one of version 2', [CRD], { ...ELSEWHERE, apiVersion: 'traefik.containo.us/v1alpha1' }],
    ] as const).map(([what, args, props]): Row => [`Traefik ${what}`, traefik([...args], props as Parameters<typeof traefik>[1])]),
    ['the route names no Gateway, and the input shows none of its namespace', [gateway({}, 'public', 'gateways'), bare]],
    ['the Gateway of that name in another namespace listens for another host', [gateway({ hostname: 'staging.example.com' }, 'controlplane', 'staging'), route()]],
    ['the Gateway is elsewhere', [route({ namespace: 'gateways' })]],
    ['a mesh routes by Services', [gateway(), route({ kind: 'Service', group: '', name: 'flyteadmin' })]],
    ['the route is another application\'s',
      [gateway(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'docs', { spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'docs', port: 80 }] }] } })]],
  ],
});
