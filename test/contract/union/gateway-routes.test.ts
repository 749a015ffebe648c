import { ChartVersion, guardedRouteNames } from '../../../src/contract/union/releases/chart-version';
import { linesFor } from '../../_tools/by-version';
import { rendering } from './_rendering';

/** One line a match: kind, route, type of the match, what it matches, Service and port, as `helm template` renders the chart with INGRESS_PROVIDER=envoy. */
const rendered = (release: ChartVersion) => (rendering(release) === '2026.3' ? [] : linesFor(rendering(release), __dirname, 'fixtures/gateway-routes.txt'));

it.each(ChartVersion._all)('the Gateway API routes of %s are those that the chart renders, match by match', (release) => {
  const lines = release._contract.controlPlane.gatewayRoutes.flatMap(({ kind, name, rules }) => rules.flatMap(({ backend = '-', trees = [], exact = [] }) => {
    const line = (type: string, path: string) => [kind, name, type, kind === 'HTTPRoute' ? path : path.slice(1), backend].join(' ');
    const [tree, single] = kind === 'HTTPRoute' ? ['PathPrefix', 'Exact'] : ['Service', 'Method'];
    return [...trees.map((path) => line(tree, path)), ...exact.map((path) => line(single, path))];
  }));
  expect(lines.sort()).toEqual(rendered(release).sort());
});

it('the guarded ones are those that some release calls protected', () => {
  const called = new Set(ChartVersion._all.flatMap(rendered).map((line) => line.split(' ')[1]).filter((name) => /-protected\b/.test(name)));
  expect([...called].sort()).toEqual([...guardedRouteNames('HTTPRoute'), ...guardedRouteNames('GRPCRoute')].sort());
  expect(called.size).toBeGreaterThanOrEqual(3);
});
