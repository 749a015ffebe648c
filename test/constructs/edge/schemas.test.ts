import { AuthProfile, Edge, EnvoyGatewayGuard, RouteGroupName } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { expectValid } from '../../_tools/schemas';
import { EDGES, edgeManifests, manifests, RELEASES, unionAuth } from './support';

/** Each holds an edge to its schemas. */
const it = oneIn(2);

const EXTRA_ROUTES = [
  { group: RouteGroupName.GUARDED_HTTP, path: '/reports', service: 'reports', port: 8080 },
  { group: RouteGroupName.OPEN_HTTP, path: '/hooks', service: 'hooks', port: 8080, exact: true },
  { group: RouteGroupName.GUARDED_GRPC, path: '/acme.v1.Reports', service: 'reports', port: 8081 },
];

describe.each(EDGES)('%s emits valid objects', (_, edge) => {
  it.each(drawn(RELEASES, 1))('for %s', (chartRelease) => {
    const all = edgeManifests(edge(), { chartRelease, extraRoutes: EXTRA_ROUTES });
    expect(all.length).toBeGreaterThan(8);
    all.forEach(expectValid);
  });
});

it('the guide’s Ingresses are valid', () => {
  edgeManifests(Edge.ingressNginx(), { auth: unionAuth(AuthProfile.GUIDE) }).forEach(expectValid);
});

it('the guard beside Union’s chart is valid', () => {
  const all = manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion: '1.6' }));
  expect(all).toHaveLength(9);
  all.forEach(expectValid);
});

it('the schemas notice a misspelt guard', () => {
  const policy = edgeManifests(Edge.envoyGateway()).find(({ kind }) => kind === 'SecurityPolicy')!;
  policy.spec.extAuth.failOpen = 'no';
  expect(() => expectValid(policy)).toThrow(/failOpen/);
});
