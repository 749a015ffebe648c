import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { AuthGate, AuthProfile, ControlPlaneEdge, ControlPlaneEdgeProps, EdgeController, EnvoyGatewayGuard, Route, RouteGroup } from '../../../src';
import { problemsOf } from '../../_tools/problems';
import { EDGES, edgeManifests, HOST, INTERNAL_HOST, ofKind, unionAuth } from './support';

function edge(props: Partial<ControlPlaneEdgeProps>): ControlPlaneEdge {
  return new ControlPlaneEdge(Testing.chart(), 'edge', { identity: unionAuth(), ...props });
}

const route = (props: Partial<Route>): Route => ({ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 8080, ...props });

describe.each(EDGES)('%s', (_, make) => {
  it('names every object and its namespace', () => {
    const all = edgeManifests(make(), { namespace: 'acme-cp' });
    expect(new Set(all.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['acme-cp']));
    expect(all.map(({ metadata }) => metadata.name).filter((name) => !/^(controlplane|union-auth-gate)/.test(name))).toEqual([]);
    expect(new Set(all.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).size).toBe(all.length);
  });

  it('hands out every object, to patch one', () => {
    const chart = Testing.chart();
    const { apiObjects } = new ControlPlaneEdge(chart, 'edge', { identity: unionAuth(), controller: make(), tls: [{ secretName: 'union-tls' }] });
    apiObjects[0].addJsonPatch(JsonPatch.add('/metadata/labels', { team: 'acme' }));
    const [first, ...others] = chart.toJson();
    expect([first.kind, first.metadata.name]).toEqual([apiObjects[0].kind, apiObjects[0].name]);
    expect(first.metadata.labels.team).toBe('acme');
    expect(others).toHaveLength(apiObjects.length - 1);
  });

  it('comes out the same every time', () => expect(edgeManifests(make())).toEqual(edgeManifests(make())));

  it('carries no snippet', () => expect(JSON.stringify(edgeManifests(make()))).not.toMatch(/snippet/i));
});

it('is ingress-nginx unless told otherwise', () => {
  expect(edge({}).controller.name).toBe('ingress-nginx');
  expect(edge({}).hosts).toEqual([HOST, INTERNAL_HOST]);
});

it('serves some of the domains where hosts are given', () => {
  const { spec } = ofKind(edgeManifests(EdgeController.ingressNginx(), { hosts: [INTERNAL_HOST] }), 'Ingress').get('controlplane')!;
  expect(spec.rules.map(({ host }: { host: string }) => host)).toEqual([INTERNAL_HOST]);
  expect(spec.tls).toEqual([{ secretName: 'union-tls', hosts: [INTERNAL_HOST] }]);
});

it('gives each host its own certificate', () => {
  const tls = [{ secretName: 'public-tls', hosts: [HOST] }, { secretName: 'internal-tls', hosts: [INTERNAL_HOST] }];
  const nginx = ofKind(edgeManifests(EdgeController.ingressNginx(), { tls }), 'Ingress').get('controlplane')!;
  expect(nginx.spec.tls).toEqual([{ hosts: [HOST], secretName: 'public-tls' }, { hosts: [INTERNAL_HOST], secretName: 'internal-tls' }]);

  const traefik = ofKind(edgeManifests(EdgeController.traefik(), { tls }), 'IngressRoute');
  expect([traefik.get('controlplane')!.spec.tls, traefik.get('controlplane-2')!.spec.tls]).toEqual([{ secretName: 'public-tls' }, { secretName: 'internal-tls' }]);

  const { listeners } = ofKind(edgeManifests(EdgeController.envoyGateway(), { tls }), 'Gateway').get('controlplane')!.spec;
  type Listener = { hostname: string; tls: { certificateRefs: { name: string }[] } };
  const served = ({ hostname, tls: { certificateRefs } }: Listener) => [hostname, certificateRefs[0].name];
  expect(listeners.filter(({ protocol }: { protocol: string }) => protocol === 'HTTPS').map(served)).toEqual([[HOST, 'public-tls'], [INTERNAL_HOST, 'internal-tls']]);
});

describe('extra routes', () => {
  it('join their group', () => {
    const extraRoutes = [
      route({}),
      route({ group: RouteGroup.OPEN_HTTP, path: '/hooks', service: 'hooks', exact: true }),
      route({ group: RouteGroup.GUARDED_GRPC, path: '/acme.v1.Reports' }),
      route({ group: RouteGroup.GUARDED_GRPC_STREAMING, path: '/acme.v1.Reports/Watch', exact: true }),
    ];
    const ingresses = ofKind(edgeManifests(EdgeController.ingressNginx(), { extraRoutes }), 'Ingress');
    const lastPath = (name: string) => ingresses.get(name)!.spec.rules[0].http.paths.at(-1);
    expect(lastPath('controlplane-protected')).toEqual({
      path: '/reports(/|$)',
      pathType: 'ImplementationSpecific',
      backend: { service: { name: 'reports', port: { number: 8080 } } },
    });
    expect(lastPath('controlplane').path).toBe('/(hooks)$');
    expect(lastPath('controlplane-protected-grpc').path).toBe('/acme\\.v1\\.Reports(/|$)');
    expect(lastPath('controlplane-protected-grpc-streaming').path).toBe('/acme\\.v1\\.Reports/Watch$');
  });

  it.each<[string, Partial<Route>]>([
    ['guards part of an open group’s path', { path: '/config/secret' }],
    ['opens a path that nobody guards', { group: RouteGroup.OPEN_HTTP, path: '/hooks' }],
    ['opens what only the catch-all would answer', { group: RouteGroup.OPEN_HTTP, path: '/robots.txt', exact: true }],
    ['narrows a guarded path to another backend', { path: '/api/v1/reports' }],
  ])('may be one that %s', (_, props) => expect(() => edge({ extraRoutes: [route(props)] })).not.toThrow());

  it.each<[string, Partial<Route>, RegExp]>([
    ['below a guarded path in an open group', { group: RouteGroup.OPEN_HTTP, path: '/api/v2' }, /path: "\/api\/v2" would open part of \/api\/\*, which the group controlplane-protected guards; use that group, or another path/],
    ['above a guarded path in an open group', { group: RouteGroup.OPEN_HTTP, path: '/usage/api' }, /would open part of/],
    ['the same in other letters', { group: RouteGroup.OPEN_HTTP, path: '/API/v2' }, /would open part of \/api/],
    ['a guarded method in an open group', { group: RouteGroup.OPEN_GRPC, path: '/flyteidl2.task.TaskService/WatchTasks' }, /would open part of \/flyteidl2\.task\.TaskService/],
    ['a path of the release in its own group', { path: '/api' }, /"\/api" is already in the group controlplane-protected, and a path can have one group only/],
    ['a path of the release in another group', { path: '/config' }, /"\/config" is already in the group controlplane, and/],
    ['sign-in behind the guard', { path: '/login/idp' }, /covers \/login, which must stay open for sign-in/],
    ['/me behind the guard', { path: '/me', exact: true }, /covers \/me, which must stay open/],
    ['auth metadata behind the guard', { group: RouteGroup.GUARDED_GRPC, path: '/flyteidl.service.AuthMetadataService/GetOAuth2Metadata' }, /covers \/flyteidl\.service\.AuthMetadataService/],
    ['discovery behind the guard', { path: '/.well-known/acme' }, /covers \/\.well-known/],
    ['the catch-all', { path: '/' }, /is the catch-all of the console/],
    ['a pattern', { path: '/reports/*' }, /is not a plain path/],
    ['a regular expression', { path: '/reports(/|$)' }, /is not a plain path/],
    ['a relative path', { path: 'reports' }, /is not a plain path; start with "\/"/],
    ['a trailing slash', { path: '/reports/' }, /is not a plain path; start with "\/", do not end with "\/"/],
    ['dots that climb', { path: '/reports/../api' }, /is not a plain path/],
    ['a query', { path: '/reports?x=1' }, /is not a plain path/],
    ['HTTP in a gRPC group', { group: RouteGroup.GUARDED_GRPC }, /"\/reports" is not a gRPC service; write \/package\.Service/],
    ['gRPC in an HTTP group', { path: '/acme.v1.Reports/List' }, /looks like a gRPC method, and a sign-in redirect breaks gRPC clients/],
    ['an unknown group', { group: 'controlplane-secret' as RouteGroup }, /group: "controlplane-secret" is not a route group; use one of RouteGroup/],
    ['no Service name', { service: 'Reports_1' }, /extraRoutes\[0\]\.service: "Reports_1" is not a Service name/],
    ['a name with a namespace', { service: 'reports.other' }, /service: "reports\.other" is not a Service name/],
    ['port 0', { port: 0 }, /extraRoutes\[0\]\.port: 0 is not a port; use a number from 1 to 65535/],
    ['half a port', { port: 80.5 }, /port: 80\.5 is not a port/],
  ])('refuse %s', (_, props, message) => expect(() => edge({ extraRoutes: [route(props)] })).toThrow(message));

  it.each<Record<string, number[]>>([{}, { flyteadmn: [80] }])('find none of the backends %j', (backends) => {
    expect(() => edge({ backends })).toThrow(/backends: \{.*\} has no Service to which a route leads; give those that exist of flyteadmin, /);
  });

  it('lead nowhere by a name that every object knows', () => {
    expect(problemsOf(() => edge({ extraRoutes: [route({ service: 'constructor' })], backends: { reports: [8080] } }))).toEqual([
      'extraRoutes[0].service: "constructor" with port 8080 is not in backends, so the route leads nowhere; add it there',
    ]);
  });

  it('lead to Services that are there, where somebody says which are', () => {
    const served = (backends: Record<string, number[]>) => () => edge({ extraRoutes: [route({})], backends });
    expect(served({ reports: [8080, 9090] })).not.toThrow();
    for (const [service, port] of [['flyteadmin', 80], ['reports', 9090]] as const) {
      expect(problemsOf(served({ [service]: [port] }))).toEqual([
        'extraRoutes[0].service: "reports" with port 8080 is not in backends, so the route leads nowhere; add it there',
      ]);
    }
  });

  it('refuse a path that two of them name', () => {
    const extraRoutes = [route({}), route({ group: RouteGroup.OPEN_HTTP })];
    expect(() => edge({ extraRoutes })).toThrow(/extraRoutes\[1\]\.path: "\/reports" is already in the group controlplane-protected/);
  });
});

describe('hosts and certificates', () => {
  it.each<[string, Partial<ControlPlaneEdgeProps>, RegExp]>([
    ['a host that is not authorized', { hosts: [HOST, 'other.example.com'] }, /hosts\[1\]: "other\.example\.com" is not a domain of identity.*\(403\); add it to additionalDomains/],
    ['no host at all', { hosts: [] }, /hosts: \[\] must not be empty, as a rule without a host accepts every Host header/],
    ['a host twice', { hosts: [HOST, HOST] }, /hosts\[1\]: .* is given twice/],
    ['a certificate without a host', { tls: [{ secretName: 'union-tls', hosts: [] }] }, /tls\[0\]\.hosts: \[\] must not be empty; give the hosts of the certificate/],
    ['a certificate for another host', { tls: [{ secretName: 'union-tls', hosts: ['other.example.com'] }] }, /tls\[0\]\.hosts\[0\]: "other\.example\.com" is not a host of this edge; it serves/],
    ['two certificates for one host', { tls: [{ secretName: 'a' }, { secretName: 'b', hosts: [HOST] }] }, /tls\[1\]\.hosts\[0\]: .* already has the certificate a/],
    ['a blank Secret name', { tls: [{ secretName: '' }] }, /tls\[0\]\.secretName: "" is not an object name/],
    ['a namespace that is none', { namespace: 'Union CP' }, /namespace: "Union CP" is not a namespace name/],
  ])('refuse %s', (_, props, message) => expect(() => edge(props)).toThrow(message));

  it('report all problems at once, and emit nothing', () => {
    const chart = Testing.chart();
    const props = { identity: unionAuth(), hosts: ['a.example.com'], tls: [{ secretName: '', hosts: [] }], extraRoutes: [route({ port: 0 }), route({ path: '/me' })] };
    expect(() => new ControlPlaneEdge(chart, 'edge', props)).toThrow(/has 5 problems:/);
    expect(Testing.synth(chart)).toEqual([]);
  });
});

describe('two edges before one control plane', () => {
  const tls = [{ secretName: 'union-tls' }];
  const warnings = () => jest.spyOn(process, 'emitWarning').mockImplementation();
  afterEach(() => jest.restoreAllMocks());

  it.each<[string, () => EdgeController]>([['ingress-nginx', () => EdgeController.ingressNginx()], ['traefik', () => EdgeController.traefik()], ['envoy-gateway', () => EdgeController.envoyGateway()]])(
    'of the kind %s are refused, for their objects would replace each other', (kind, make) => {
      const chart = Testing.chart();
      new ControlPlaneEdge(chart, 'one', { identity: unionAuth(), controller: make(), tls, hosts: [HOST] });
      expect(() => new ControlPlaneEdge(chart, 'two', { identity: unionAuth(), controller: make(), tls, hosts: [INTERNAL_HOST] }))
        .toThrow(`controller: "${kind}" already serves this control plane (test/one)`);
      expect(chart.node.tryFindChild('two')).toBeUndefined();
    },
  );

  it('that both bring the auth gate are refused', () => {
    const chart = Testing.chart();
    new ControlPlaneEdge(chart, 'one', { identity: unionAuth(), controller: EdgeController.traefik(), tls });
    expect(() => new ControlPlaneEdge(chart, 'two', { identity: unionAuth(), controller: EdgeController.envoyGateway(), tls }))
      .toThrow('controller: "envoy-gateway" emits the auth gate, and so does traefik (test/one)');
    expect(() => new EnvoyGatewayGuard(chart, 'guard')).toThrow('controller: "envoy-gateway" emits the auth gate, and so does traefik (test/one)');
  });

  it('that serve the same hosts while DNS moves are warned of', () => {
    const warning = warnings();
    const chart = Testing.chart();
    new ControlPlaneEdge(chart, 'one', { identity: unionAuth(), controller: EdgeController.ingressNginx(), tls });
    new ControlPlaneEdge(chart, 'two', { identity: unionAuth(), controller: EdgeController.traefik(), tls, hosts: [HOST] });
    expect(warning.mock.calls.map(([message]) => message)).toEqual([
      expect.stringContaining(`${HOST} is served by traefik and by ingress-nginx (test/one): correct only during a migration of DNS`),
    ]);
  });

  it('in other namespaces or charts, or after one that failed, are no matter', () => {
    const warning = warnings();
    const app = new App();
    const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
    new ControlPlaneEdge(first, 'one', { identity: unionAuth(), controller: EdgeController.traefik(), tls });
    new ControlPlaneEdge(first, 'two', { identity: unionAuth(), controller: EdgeController.traefik(), tls, namespace: 'acme-cp' });
    new ControlPlaneEdge(second, 'one', { identity: unionAuth(), controller: EdgeController.traefik(), tls });
    expect(() => new ControlPlaneEdge(second, 'bad', { identity: unionAuth(), controller: EdgeController.traefik(), tls, hosts: [] })).toThrow(/hosts/);
    expect(warning).not.toHaveBeenCalled();
  });
});

describe('a public host without a certificate', () => {
  afterEach(() => jest.restoreAllMocks());
  const warned = (props: Partial<ControlPlaneEdgeProps>) => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation();
    new ControlPlaneEdge(Testing.chart(), 'edge', { identity: unionAuth(), ...props });
    return warning.mock.calls.map(([message]) => String(message));
  };

  it.each<[string, Partial<ControlPlaneEdgeProps>]>([
    ['ingress-nginx', {}],
    ['Traefik', { controller: EdgeController.traefik() }],
    ['one host of two', { tls: [{ secretName: 'a', hosts: [INTERNAL_HOST] }] }],
  ])('is warned of (%s), with the way to say that TLS ends elsewhere', (_, props) => {
    expect(warned(props)).toEqual([expect.stringMatching(/union\.example\.com.* has no certificate in tls.*set tlsEndsElsewhere/)]);
  });

  it.each<[string, Partial<ControlPlaneEdgeProps>]>([
    ['it has one', { tls: [{ secretName: 'a' }] }],
    ['TLS ends elsewhere', { tlsEndsElsewhere: true }],
    ['the Gateway is somebody else’s', { controller: EdgeController.envoyGateway({ gateway: { name: 'shared' } }) }],
    ['it is not a public one', { identity: unionAuth(AuthProfile.HARDENED, ['union.corp.internal']), hosts: ['union.corp.internal'] }],
  ])('is fine where %s', (_, props) => expect(warned(props)).toEqual([]));
});

it.each<[string, () => unknown, string]>([
  ['entry points', () => EdgeController.traefik({ entryPoints: 'web' as unknown as string[] }), 'entryPoints: "web" must be a list'],
  ['a gate', () => EdgeController.envoyGateway({ gate: 8080 as unknown as AuthGate }), 'gate: 8080 must be an object'],
  ['annotations', () => EdgeController.ingressNginx({ annotations: ['a'] as unknown as Record<string, string> }), 'annotations: a list must be an object'],
  ['a class name', () => EdgeController.ingressNginx({ ingressClassName: 1 as unknown as string }), 'ingressClassName: 1 must be a string'],
  ['routes', () => new EnvoyGatewayGuard(Testing.chart(), 'guard', { grpcRoutes: 'a' as unknown as string[] }), 'grpcRoutes: "a" must be a list'],
])('refuses %s of a wrong kind', (_, make, message) => expect(make).toThrow(message));
