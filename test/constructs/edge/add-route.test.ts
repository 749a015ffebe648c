import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeController, Route, RouteGroup } from '../../../src';
import { unionAuth } from '../../_tools/fixtures';
import { controlPlane } from '../planes/_planes';

const identity = unionAuth();
const tls = [{ secretName: 'union-tls' }];
const REPORTS: Route = { group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 8080 };
const STREAM: Route = { group: RouteGroup.OPEN_GRPC_STREAMING, path: '/acme.v1.Watch', service: 'reports', port: 8081 };

type Edge = Pick<ControlPlaneEdgeProps, 'controller' | 'tls'>;

const EDGES: [string, Edge][] = [
  ['ingress-nginx', { controller: EdgeController.ingressNginx(), tls }],
  ['Traefik', { controller: EdgeController.traefik(), tls }],
  ['Envoy Gateway', { controller: EdgeController.envoyGateway(), tls }],
  ['an existing Gateway', { controller: EdgeController.envoyGateway({ gateway: { name: 'public' } }) }],
];

const manifests = (chart: Chart) => (Testing.synth(chart) as { kind: string; metadata: { name: string } }[])
  .map((manifest): [string, unknown] => [`${manifest.kind}/${manifest.metadata.name}`, manifest])
  .sort(([a], [b]) => (a < b ? -1 : 1));

function edgeWith(edge: Edge, extraRoutes?: Route[]): { chart: Chart; edge: ControlPlaneEdge } {
  const chart = new Chart(new App(), 'cp', { namespace: 'union-cp' });
  return { chart, edge: new ControlPlaneEdge(chart, 'edge', { identity, ...edge, extraRoutes }) };
}

describe.each(EDGES)('%s', (_, given) => {
  test('a route that is added later is served as one that was there from the start', () => {
    const { chart, edge } = edgeWith(given);
    edge.addRoute(REPORTS);
    edge.addRoute(STREAM);
    const fromTheStart = edgeWith(given, [REPORTS, STREAM]);
    expect(manifests(chart)).toEqual(manifests(fromTheStart.chart));
    expect(edge.routes).toEqual(fromTheStart.edge.routes);
    expect(edge.routes).toContainEqual({ ...REPORTS, exact: false, guarded: true });
  });

  test('patches stay', () => {
    const { chart, edge } = edgeWith(given);
    const patched = edge.apiObjects.find(({ kind, name }) => /Ingress|Route/.test(kind) && name.endsWith(RouteGroup.GUARDED_HTTP))!;
    patched.addJsonPatch(JsonPatch.add('/metadata/labels/team', 'data'));
    edge.addRoute(REPORTS);
    expect(JSON.stringify(manifests(chart))).toContain('"team":"data"');
    expect(JSON.stringify(patched.toJson())).toContain('reports');
  });

  test('an invalid route is rejected at once, and nothing changes', () => {
    const { chart, edge } = edgeWith(given, [REPORTS]);
    const before = manifests(chart);
    expect(() => edge.addRoute({ ...REPORTS, port: 0, guarded: false })).toThrow([
      'ControlPlaneEdge cp/edge has 3 problems:',
      '  - route.port: 0 is not a port; use a number from 1 to 65535',
      `  - route.guarded: false conflicts with the group ${RouteGroup.GUARDED_HTTP}; leave it out, or choose a group that is open`,
      `  - route.path: "/reports" is already in the group ${RouteGroup.GUARDED_HTTP}, and a path can have one group only; remove one of the two`,
    ].join('\n'));
    expect(manifests(chart)).toEqual(before);
  });
});

test('what routes hand out is taken as routes of one\'s own', () => {
  const { edge } = edgeWith({ controller: EdgeController.traefik(), tls }, [REPORTS]);
  const own = edge.routes.filter(({ service }) => service === 'reports');
  expect(edgeWith({ controller: EdgeController.ingressNginx(), tls }, own).edge.routes).toEqual(expect.arrayContaining(own));
});

test('a whole plane serves it where its Service is there alone', () => {
  const chart = new Chart(new App(), 'cp', { namespace: 'union-cp' });
  const ownServices = { reports: { image: 'registry.example.com/reports:1', ports: [{ name: 'http', port: 8080 }] } };
  const { edge } = controlPlane(chart, 'plane', { ownServices });
  edge.addRoute(REPORTS);
  expect(edge.routes.filter(({ service }) => service === 'reports')).toHaveLength(1);
  expect(() => edge.addRoute({ ...REPORTS, path: '/other', port: 9 })).toThrow('route.service: "reports" with port 9 is not in backends');
});
