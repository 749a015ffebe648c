import { AuthProfile, EdgeController, EnvoyGatewayGuard, RouteGroup } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { expectValid } from '../../_tools/schemas';
import { EDGES, edgeManifests, manifests, RELEASES, unionAuth } from './support';

/** Each holds an edge to its schemas. */
const it = oneIn(2);

const EXTRA_ROUTES = [
  { group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 8080 },
  { group: RouteGroup.OPEN_HTTP, path: '/hooks', service: 'hooks', port: 8080, exact: true },
  { group: RouteGroup.GUARDED_GRPC, path: '/acme.v1.Reports', service: 'reports', port: 8081 },
];

describe.each(EDGES)('%s emits valid objects', (_, edge) => {
  it.each(drawn(RELEASES, 1))('for %s', (chartVersion) => {
    const all = edgeManifests(edge(), { chartVersion, extraRoutes: EXTRA_ROUTES });
    expect(all.length).toBeGreaterThan(8);
    all.forEach(expectValid);
  });
});

it('the guide’s Ingresses are valid', () => {
  edgeManifests(EdgeController.ingressNginx(), { identity: unionAuth(AuthProfile.GUIDE) }).forEach(expectValid);
});

it('the guard beside Union’s chart is valid', () => {
  const all = manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion: '1.6' }));
  expect(all).toHaveLength(9);
  all.forEach(expectValid);
});

it('the schemas notice a misspelt guard', () => {
  const policy = edgeManifests(EdgeController.envoyGateway()).find(({ kind }) => kind === 'SecurityPolicy')!;
  policy.spec.extAuth.failOpen = 'no';
  expect(() => expectValid(policy)).toThrow(/failOpen/);
});
