import { routeUnattached } from '../../../src/verify/rules/routes';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, flyteadmin, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const NOT_APPLICABLE = 'No Gateway API route of a control plane in the input names a Gateway in a namespace whose Gateways the input shows.';
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
    {
      when: 'a route is left of version 2 of Traefik',
      input: versions(V2, V3),
      findings: [{ ...LEFT, object: `${V2}/IngressRoute union-cp/api` }],
      remedy: [[V2, V3]],
    },
    {
      when: 'a Middleware is left of version 2 of Traefik',
      input: versions(V3, V2),
      findings: [{ ...LEFT, object: `${V2}/Middleware union-cp/guard` }],
    },
    {
      when: 'a listener of HTTP has tls, and no route is told besides',
      input: manifests(gateway({ protocol: 'HTTP' }), route()),
      findings: [{ ...GATEWAY, field: 'spec.listeners[0].protocol', line: 'protocol: HTTP', expected: 'HTTPS, as the listener has tls', found: 'HTTP' }],
      remedy: [['protocol: HTTP', 'protocol: HTTPS']],
    },
    {
      when: 'a listener of HTTPS has no tls',
      input: manifests(gateway({ tls: undefined }), route()),
      findings: [{ ...GATEWAY, field: 'spec.listeners[0]', line: 'name: https', expected: 'tls with a certificate beside protocol HTTPS', found: 'none' }],
    },
    {
      when: 'a listener of HTTPS has no certificate',
      input: manifests(gateway({ tls: { mode: 'Terminate' } }), route()),
      findings: [{ ...GATEWAY, field: 'spec.listeners[0].tls', line: 'tls:', expected: 'certificateRefs', found: 'none' }],
    },
    {
      when: 'a listener of HTTPS passes TLS through',
      input: manifests(gateway({ tls: { mode: 'Passthrough' } }), route()),
      findings: [{ ...GATEWAY, field: 'spec.listeners[0].tls.mode', line: 'mode: Passthrough', expected: 'Terminate beside protocol HTTPS', found: 'Passthrough' }],
    },
    {
      when: 'a protocol is written in small letters',
      input: manifests(gateway({ protocol: 'https' }), route()),
      findings: [{ ...GATEWAY, field: 'spec.listeners[0].protocol', line: 'protocol: https', expected: 'HTTPS', found: 'https' }],
    },
    {
      when: 'several routes miss one listener, once for all',
      input: manifests(gateway({ hostname: 'union.exmaple.com' }), route(), { ...route({}, { kind: 'GRPCRoute' }), metadata: { name: 'grpc', namespace: 'union-cp' } }),
      findings: [{ object: 'gateway.networking.k8s.io/v1/Gateway union-cp/controlplane', field: 'spec.listeners[0].hostname', line: 'hostname: union.exmaple.com', expected: 'union.example.com, as 2 routes have it', found: 'union.exmaple.com' }],
      remedy: [['union.exmaple.com', 'union.example.com']],
    },
    {
      when: 'an IngressRoute names an entry point that is a slip of Traefik\'s',
      input: manifests(...flyteadmin(), ...routers('websecur')),
      findings: [{ object: 'traefik.io/v1alpha1/IngressRoute union-cp/three', field: 'spec.entryPoints[0]', line: 'websecur', expected: 'websecure', found: 'websecur' }],
      remedy: [['- websecur\n', '- websecure\n']],
    },
    {
      when: 'an IngressRoute names an entry point that is a slip of what others name',
      input: manifests(...flyteadmin(), ...routers('intenral')),
      findings: [{ object: 'traefik.io/v1alpha1/IngressRoute union-cp/three', field: 'spec.entryPoints[0]', line: 'intenral', expected: 'internal', found: 'intenral' }],
    },
    {
      when: 'an IngressRoute names a TLSOption that is not there',
      input: manifests(...flyteadmin(), tlsOption, ...routers('internal', { options: { name: 'modrn' } })),
      findings: [{
        object: 'traefik.io/v1alpha1/IngressRoute union-cp/three', field: 'spec.tls.options.name', line: 'name: modrn', expected: 'a TLSOption of the namespace: modern', found: 'modrn, which is not there',
      }],
    },
    {
      when: 'Traefik is not let name Middlewares of other namespaces',
      input: traefik([CRD], ELSEWHERE),
      findings: refused('middlewares[0]', 'name: guard', 'guard of namespace traefik'),
      remedy: [[`- ${CRD}\n`, `- ${CRD}\n            - ${CRD}.allowCrossNamespace=true\n`]],
    },
    {
      when: 'Traefik is told not to',
      input: traefik([CRD, '--providers.kubernetesCRD.allowCrossNamespace=false'], ELSEWHERE),
      findings: refused('middlewares[0]', 'name: guard', 'guard of namespace traefik'),
    },
    {
      when: 'a reference by provider may be to any namespace',
      input: traefik([CRD], { middleware: { name: 'traefik-guard@kubernetescrd' } }),
      findings: refused('middlewares[0]', 'name: traefik-guard@kubernetescrd', 'traefik-guard@kubernetescrd'),
    },
    {
      when: 'the Services of Union are in another namespace than the route',
      input: traefik([`${CRD}=true`], { service: { namespace: 'union-cp' }, namespace: 'traefik' }),
      findings: refused('services[0]', 'name: flyteadmin', 'flyteadmin of namespace union-cp', 'traefik'),
    },
    {
      when: 'the Gateway of the chart has no listener for further hosts',
      input: withProvider('envoy'),
      findings: [{
        object: 'v2/Values controlplane',
        field: 'ingress.extraHosts[0]',
        line: OTHER,
        expected: `a listener for ${OTHER} at the Gateway controlplane`,
        found: `listeners for ${HOST}, envoy-controlplane.envoy-gateway.svc.cluster.local`,
      }],
    },
    {
      when: 'Traefik cannot parse its rule',
      input: unparsed('east'),
      findings: [{ object: 'traefik.io/v1alpha1/IngressRoute union-cp/api', field: 'spec.routes[0].match', line: `match: Host('${HOST}')`, expected: `Host(\`${HOST}\`)`, found: `Host('${HOST}')` }],
    },
    { when: 'the Gateway is not there beside others', input: manifests(gateway({}, 'public'), route()), findings: [at('the Gateway controlplane, which is not there')] },
    {
      when: 'the Gateway of that name is in another namespace',
      input: manifests(gateway({}, 'public'), gateway({}, 'controlplane', 'gateways'), route()),
      findings: [at('the Gateway controlplane, which is not there')],
    },
    {
      when: 'the Gateway is in a namespace that the route does not name',
      input: manifests(gateway(ALL, 'controlplane', 'gateways'), route()),
      findings: [at('the Gateway controlplane, which is not there, but in namespace gateways')],
      remedy: [['name: controlplane\n  hostnames', 'name: controlplane\n      namespace: gateways\n  hostnames']],
    },
    {
      when: 'the Gateway that listens for the host of the route is in another namespace, and lets in its own',
      input: manifests(gateway({ hostname: HOST }, 'controlplane', 'union'), route()),
      findings: [at('the Gateway controlplane, which is not there, but in namespace union')],
    },
    {
      when: 'the listener selects another namespace by its name',
      input: manifests(gateway(selecting('union'), 'controlplane', 'gateways'), route({ namespace: 'gateways' })),
      findings: [at(NOT_LET_IN)],
      remedy: [['kubernetes.io/metadata.name: union', 'kubernetes.io/metadata.name: union-cp']],
    },
    { when: 'the listener has another name', input: manifests(gateway(), route({ sectionName: 'tls' })), findings: [at('tls, a listener that the Gateway controlplane does not have')] },
    { when: 'the listener of the name has another port', input: manifests(gateway(), route({ sectionName: 'https', port: 8443 })), findings: [at('https, a listener that the Gateway controlplane does not have')] },
    { when: 'no listener has the port', input: manifests(gateway(), route({ port: 8443 })), findings: [at('port 8443, a listener that the Gateway controlplane does not have')] },
    {
      when: 'the route names no Gateway at all',
      input: manifests(gateway(), gateway({}, 'public', 'gateways'), bare),
      findings: [{ ...at('no parentRefs', 'rules:'), field: 'spec.rules' }],
    },
    {
      when: 'the listener is for another host',
      input: manifests(gateway({ hostname: '*.acme.example' }), route()),
      findings: [at(`listeners of the Gateway controlplane for *.acme.example, and none for ${HOST}`)],
    },
    {
      when: 'the name of the listener only ends like the host',
      input: manifests(gateway({ hostname: `my-${HOST}` }), route()),
      findings: [at(`listeners of the Gateway controlplane for my-${HOST}, and none for ${HOST}`)],
    },
    {
      when: 'one listener is for another host, and that of the host lets in no such route',
      input: manifests(listening({ hostname: 'docs.example.com' }, { hostname: HOST, allowedRoutes: { namespaces: { from: 'None' } } }), route()),
      findings: [at(`listeners of the Gateway controlplane for docs.example.com, and none for ${HOST}`)],
    },
    {
      when: 'neither listener is for its hosts',
      input: manifests(listening({ hostname: 'docs.example.com' }, { hostname: 'www.example.com' }), route({}, { hostnames: [HOST, 'eu.example.com'] })),
      findings: [at(`listeners of the Gateway controlplane for docs.example.com, www.example.com, and none for ${HOST}, eu.example.com`)],
    },
    { when: 'the listener lets nobody in', input: manifests(gateway({ allowedRoutes: { namespaces: { from: 'None' } } }), route()), findings: [at(NOT_LET_IN)] },
    {
      when: 'the listener lets in routes of its own namespace only',
      input: manifests(gateway({}, 'controlplane', 'gateways'), route({ namespace: 'gateways' })),
      findings: [at(NOT_LET_IN)],
    },
    {
      when: 'the listener lets in no gRPC',
      input: manifests(gateway({ allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } }), route({}, { kind: 'GRPCRoute' })),
      findings: [at('listeners of the Gateway controlplane that admit no such route of namespace union-cp', 'name: controlplane', 'GRPCRoute')],
    },
    {
      when: 'the listener is for TLS that it passes on',
      input: manifests(gateway({ protocol: 'TLS' }), route()),
      findings: [at(NOT_LET_IN)],
    },
  ],
  passes: [
    { when: 'a listener of HTTPS leaves its certificate to options of the controller', input: manifests(gateway({ tls: { options: { 'example.com/certificate': 'arn' } } }), route()) },
    { when: 'the chart renders Ingresses beside its Gateway, which have further hosts', input: withProvider('both') },
    { when: 'the listener selects its namespace by name', input: manifests(gateway(selecting('union-cp'), 'controlplane', 'gateways'), route({ namespace: 'gateways' })) },
    {
      when: 'the listener selects namespaces by labels that the input does not show',
      input: manifests(gateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { gateway: 'public' } } } } }, 'controlplane', 'gateways'),
        route({ namespace: 'gateways' })),
    },
    { when: 'the chart brings both', input: manifests(...chartGatewayRoutes()) },
    { when: 'a wildcard of the listener covers the host', input: manifests(gateway({ hostname: '*.example.com' }), route()) },
    { when: 'a wildcard of the route covers the listener', input: manifests(gateway({ hostname: HOST }), route({}, { hostnames: ['*.example.com'] })) },
    { when: 'one of its hosts is the listener\'s', input: manifests(gateway({ hostname: HOST }), route({}, { hostnames: ['eu.example.com', HOST] })) },
    { when: 'one of two listeners is for its host', input: manifests(listening({ hostname: 'docs.example.com' }, { hostname: HOST }), route()) },
    { when: 'one of two listeners lets it in', input: manifests(listening({ allowedRoutes: { namespaces: { from: 'None' } } }, {}), route()) },
    { when: 'it asks for a listener by name and port', input: manifests(listening({ hostname: 'docs.example.com' }, {}), route({ kind: 'Gateway', sectionName: 'https', port: 443 })) },
    { when: 'the listener is for plain HTTP', input: manifests(gateway({ tls: undefined, protocol: 'HTTP' }), route()) },
    { when: 'an Ingress stands beside it', input: manifests(gateway(), route(), ingress('admin', { host: HOST, paths: { '/': 'flyteadmin' } })) },
    { when: 'the route has no host of its own', input: manifests(gateway({ hostname: HOST }), route({}, { hostnames: [] })) },
    { when: 'the listener lets every namespace in', input: manifests(gateway({ allowedRoutes: { namespaces: { from: 'All' } } }, 'controlplane', 'gateways'), route({ namespace: 'gateways' })) },
    { when: 'its reference leaves namespace and kind blank', input: manifests(gateway(), gateway({}, 'public', 'gateways'), route({ namespace: null, kind: null })) },
    { when: 'the listener selects namespaces', input: manifests(gateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: {} } } }, 'controlplane', 'gateways'), route({ namespace: 'gateways' })) },
  ],
  notApplicable: [
    { when: 'all of Traefik is of version 2', input: versions(V2, V2), reason: NOT_APPLICABLE },
    {
      when: 'the cluster serves both versions of Traefik',
      input: versions(V2, V3) + manifests(object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'ingressroutes.traefik.containo.us', { spec: { group: 'traefik.containo.us' } }, null)),
      reason: NOT_APPLICABLE,
    },
    { when: 'an entry point is one of its own', input: manifests(...flyteadmin(), ...routers('partners')), reason: NOT_APPLICABLE },
    { when: 'the TLSOptions of the namespace are not in the input', input: manifests(...flyteadmin(), ...routers('internal', { options: { name: 'modrn' } })), reason: NOT_APPLICABLE },
    { when: 'the namespace of flyteadmin has its name in another cluster', input: unparsed('west'), reason: NOT_APPLICABLE },
    ...([
      ['may name Middlewares of other namespaces', [CRD, `${CRD}.allowCrossNamespace`], ELSEWHERE],
      ['may, in letters of another case', [CRD, '--providers.kubernetesCRD.allowcrossnamespace=true'], ELSEWHERE],
      ['names what is in its namespace', [CRD], { middleware: { namespace: 'union-cp' } }],
      ['names what another provider brings', [CRD], { middleware: { name: 'guard@file', namespace: 'traefik' } }],
      ['is told by a file of flags', [CRD, '--configFile=/config/traefik.yml'], ELSEWHERE],
      ['is told by a file in its place', [CRD], { ...ELSEWHERE, mounts: [{ name: 'config', mountPath: '/etc/traefik' }] }],
      ['does not read IngressRoutes', [], ELSEWHERE],
      ['may be one of version 2', [CRD], { ...ELSEWHERE, apiVersion: 'traefik.containo.us/v1alpha1' }],
    ] as const).map(([what, args, props]) => ({ when: `Traefik ${what}`, input: traefik([...args], props as Parameters<typeof traefik>[1]), reason: NOT_APPLICABLE })),
    { when: 'the route names no Gateway, and the input shows none of its namespace', input: manifests(gateway({}, 'public', 'gateways'), bare), reason: NOT_APPLICABLE },
    { when: 'the Gateway of that name in another namespace listens for another host', input: manifests(gateway({ hostname: 'staging.example.com' }, 'controlplane', 'staging'), route()), reason: NOT_APPLICABLE },
    { when: 'the Gateway is elsewhere', input: manifests(route({ namespace: 'gateways' })), reason: NOT_APPLICABLE },
    { when: 'a mesh routes by Services', input: manifests(gateway(), route({ kind: 'Service', group: '', name: 'flyteadmin' })), reason: NOT_APPLICABLE },
    {
      when: 'the route is another application\'s',
      input: manifests(gateway(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'docs', { spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'docs', port: 80 }] }] } })),
      reason: NOT_APPLICABLE,
    },
  ],
});
