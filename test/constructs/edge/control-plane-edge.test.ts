import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { AuthProfile, ControlPlaneEdge, ControlPlaneEdgeProps, EdgeController, EnvoyGatewayGuard, Route, RouteGroup } from '../../../src';
import { problemsOf } from '../../_tools/problems';
import { spiedWarnings } from '../../_tools/spied-warnings';
import { EDGES, edgeManifests, HOST, INTERNAL_HOST, ofKind, unionAuth } from './support';

const warnings = spiedWarnings();

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

  it('carries no snippet', () => expect(JSON.stringify(edgeManifests(make()))).not.toMatch(/snippet/i));
});

it('is ingress-nginx by default', () => {
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
    ['opens a path without a guard', { group: RouteGroup.OPEN_HTTP, path: '/hooks' }],
    ['opens what only the catch-all would answer', { group: RouteGroup.OPEN_HTTP, path: '/robots.txt', exact: true }],
    ['narrows a guarded path to another backend', { path: '/api/v1/reports' }],
  ])('may be one that %s', (_, props) => expect(() => edge({ extraRoutes: [route(props)] })).not.toThrow());

  it.each<[string, Partial<Route>, RegExp]>([
    ['below a guarded path in an open group', { group: RouteGroup.OPEN_HTTP, path: '/api/v2' }, /path: "\/api\/v2" would open part of \/api\/\*, which the group controlplane-protected guards; use that group, or another path/],
    ['above a guarded path in an open group', { group: RouteGroup.OPEN_HTTP, path: '/usage/api' }, /would open part of/],
    ['the same in other letters', { group: RouteGroup.OPEN_HTTP, path: '/API/v2' }, /would open part of \/api/],
    ['a guarded method in an open group', { group: RouteGroup.OPEN_GRPC, path: '/flyteidl2.task.TaskService/WatchTasks' }, /would open part of \/flyteidl2\.task\.TaskService/],
    ['a path of the release in its own group', { path: '/api' }, /"\/api" is already in the group controlplane-protected, and a path can have one group only/],
    ['a path of the release in other letters', { path: '/Api' }, /"\/Api" is already in the group controlplane-protected/],
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

  it('lead to no port that cannot exist', () => {
    expect(problemsOf(() => edge({ backends: { flyteadmin: [80, 99999] } }))).toEqual(['backends.flyteadmin[1]: 99999 is not a port; use a number from 1 to 65535']);
  });

  it('lead nowhere by a name that every object knows', () => {
    expect(problemsOf(() => edge({ extraRoutes: [route({ service: 'constructor' })], backends: { reports: [8080] } }))).toEqual([
      'extraRoutes[0].service: "constructor" with port 8080 is not in backends, so the route leads nowhere; add it there',
    ]);
  });

  it('lead to Services that exist, where they are listed', () => {
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
    ['an invalid namespace', { namespace: 'Union CP' }, /namespace: "Union CP" is not a namespace name/],
  ])('refuse %s', (_, props, message) => expect(() => edge(props)).toThrow(message));

  it('report all problems at once, and emit nothing', () => {
    const chart = Testing.chart();
    const props = { identity: unionAuth(), hosts: ['a.example.com'], tls: [{ secretName: '', hosts: [] }], extraRoutes: [route({ port: 0 }), route({ path: '/me' })] };
    expect(() => new ControlPlaneEdge(chart, 'edge', props)).toThrow(/has 5 problems:/);
    expect(Testing.synth(chart)).toEqual([]);
  });
});

describe('two edges before one control plane', () => {
  const { ingressNginx, traefik, envoyGateway } = EdgeController;
  const add = (chart: Chart, id: string, controller: EdgeController, props: Partial<ControlPlaneEdgeProps> = {}) =>
    new ControlPlaneEdge(chart, id, { identity: unionAuth(), controller, tls: [{ secretName: 'union-tls' }], ...props });

  it.each<[string, () => EdgeController]>([['ingress-nginx', () => ingressNginx()], ['traefik', () => traefik()], ['envoy-gateway', () => envoyGateway()]])(
    'of the kind %s are rejected, for their objects would replace each other', (kind, make) => {
      const chart = Testing.chart();
      add(chart, 'one', make(), { hosts: [HOST] });
      expect(() => add(chart, 'two', make(), { hosts: [INTERNAL_HOST] })).toThrow(`controller: "${kind}" already serves this control plane (test/one)`);
      expect(chart.node.tryFindChild('two')).toBeUndefined();
    },
  );

  it('that both bring the auth gate are rejected', () => {
    const chart = Testing.chart();
    add(chart, 'one', traefik());
    for (const second of [() => add(chart, 'two', envoyGateway()), () => new EnvoyGatewayGuard(chart, 'guard')]) {
      expect(second).toThrow('controller: "envoy-gateway" emits the auth gate, and so does traefik (test/one)');
    }
  });

  it('that serve the same hosts while DNS moves are warned of', () => {
    const chart = Testing.chart();
    add(chart, 'one', ingressNginx());
    add(chart, 'two', traefik(), { hosts: [HOST] });
    expect(warnings()).toEqual([expect.stringContaining(`${HOST} is served by traefik and by ingress-nginx (test/one): correct only during a migration of DNS`)]);
  });

  it('in other namespaces or charts, or after one that failed, are accepted', () => {
    const app = new App();
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    add(first, 'one', traefik());
    add(first, 'two', traefik(), { namespace: 'acme-cp' });
    add(second, 'one', traefik());
    expect(() => add(second, 'bad', traefik(), { hosts: [] })).toThrow(/hosts/);
    expect(warnings()).toEqual([]);
  });
});

describe('a public host without a certificate', () => {
  const warned = (props: Partial<ControlPlaneEdgeProps>) => {
    edge(props);
    return warnings();
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
    ['the Gateway is shared', { controller: EdgeController.envoyGateway({ gateway: { name: 'shared' } }) }],
    ['it is not a public one', { identity: unionAuth(AuthProfile.HARDENED, ['union.corp.internal']), hosts: ['union.corp.internal'] }],
  ])('is fine where %s', (_, props) => expect(warned(props)).toEqual([]));
});

describe('routes of an edge', () => {
  const { routes } = edge({
    controller: EdgeController.traefik(),
    tlsEndsElsewhere: true,
    extraRoutes: [
      { group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 80 },
      { group: RouteGroup.OPEN_HTTP, path: '/status', service: 'reports', port: 80, exact: true },
    ],
  });

  it('are those of the release and your own, each with its backend', () => {
    expect(routes).toContainEqual({ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 80, exact: false, guarded: true });
    expect(routes).toContainEqual({ group: RouteGroup.OPEN_HTTP, path: '/status', service: 'reports', port: 80, exact: true, guarded: false });
    expect(routes.filter(({ service }) => service === 'flyteadmin').length).toBeGreaterThan(3);
  });

  it('are guarded, except the sign-in and intentionally open routes', () => {
    const guardedAt = (path: string) => routes.filter((each) => each.path === path).map(({ guarded }) => guarded);
    expect(guardedAt('/login')).toEqual([false]);
    expect(routes.filter(({ group, guarded }) => guarded && `${group}`.startsWith('open'))).toEqual([]);
  });
});
