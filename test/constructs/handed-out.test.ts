import { ApiObject, App, Chart } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, ControlPlaneEdge, DataPlane, DataPlaneAuth, EdgeController, RouteGroup, WorkloadClient } from '../../src';
import { externalSecrets, unionAuth } from '../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../_tools/plain-plane';

const identity = unionAuth({ clients: { ci: { clientId: 'ci', secret: { key: 'union/ci' } } } });
const secrets = externalSecrets();
const dataPlane = identity.unlistedDataPlane();
const chart = () => new Chart(new App(), 'chart', { namespace: 'union' });

test.each([
  ['ControlPlane', () => new ControlPlane(chart(), 'it', { identity, secrets, ...PLAIN }), 'Deployment flyteadmin'],
  ['ControlPlaneAuth', () => new ControlPlaneAuth(chart(), 'it', { identity, secrets }), 'ExternalSecret flyte-secret-auth'],
  ['DataPlane', () => new DataPlane(chart(), 'it', { dataPlane, secrets, ...PLAIN_DATA_PLANE }), 'Deployment union-operator'],
  ['DataPlaneAuth', () => new DataPlaneAuth(chart(), 'it', { dataPlane, secrets }), 'ExternalSecret union-secret-auth'],
  ['WorkloadClient', () => new WorkloadClient(chart(), 'it', { client: identity.client('ci'), secrets }), 'ExternalSecret union-ci-client'],
])('%s hands out its objects, to change one by kind and name', (_, make, one) => {
  const made = make();
  const emitted = made.node.findAll().filter((each) => ApiObject.isApiObject(each));
  expect(made.apiObjects).toEqual(emitted);
  expect(made.apiObjects.map(({ kind, name }) => `${kind} ${name}`)).toContain(one);
});

test('returned lists are copies', () => {
  const plane = new ControlPlaneAuth(chart(), 'it', { identity, secrets });
  const edge = new ControlPlaneEdge(chart(), 'it', { identity, tlsEndsElsewhere: true });
  const client = new WorkloadClient(chart(), 'it', { client: identity.client('ci'), secrets });
  for (const list of [() => plane.requiredSecrets, () => client.requiredSecrets, () => client.podEnvironment, () => edge.routes]) {
    const before = list().length;
    expect(before).toBeGreaterThan(0);
    list().pop();
    expect(list()).toHaveLength(before);
  }
});

describe('routes of an edge', () => {
  const { routes } = new ControlPlaneEdge(chart(), 'it', {
    identity,
    controller: EdgeController.traefik(),
    tlsEndsElsewhere: true,
    extraRoutes: [
      { group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 80 },
      { group: RouteGroup.OPEN_HTTP, path: '/status', service: 'reports', port: 80, exact: true },
    ],
  });

  test('are those of the release and your own, each with its backend', () => {
    expect(routes).toContainEqual({ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 80, exact: false, guarded: true });
    expect(routes).toContainEqual({ group: RouteGroup.OPEN_HTTP, path: '/status', service: 'reports', port: 80, exact: true, guarded: false });
    expect(routes.filter(({ service }) => service === 'flyteadmin').length).toBeGreaterThan(3);
  });

  test('are guarded, except the sign-in and intentionally open routes', () => {
    const guardedAt = (path: string) => routes.filter((route) => route.path === path).map(({ guarded }) => guarded);
    expect(guardedAt('/login')).toEqual([false]);
    expect(routes.filter(({ group, guarded }) => guarded && `${group}`.startsWith('open'))).toEqual([]);
  });
});
