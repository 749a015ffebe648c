import { EnvoyGatewayGuard } from '../../src';
import { GatewayRoute } from '../../src/contract/union/gateway-routes';
import { CHART_GATEWAY_ROUTES } from '../../src/contract/union/releases/chart-version';
import { HOST, manifests } from '../../test/constructs/edge/support';
import { egctl } from '../tools/egctl';
import { anonymousApi, anonymousBrowser, bob, Caller, Case } from './_cases';
import { chartGateway, chartRoutes } from './_chart';
import { ContractRoute } from './_contract';
import { ENVOY_GATEWAY, startEnvoyGateway } from './_envoy-gateway';
import { FORGED, forging, SINGLE } from './_forgeries';
import { staged } from './_stage';

/** A version that removes headers by prefix at the Gateway, and one that needs Lua for it. */
describe.each([egctl.version, '1.6'])("the guard over the chart's own routes, for Envoy Gateway %s", (envoyGatewayVersion) => {
  const services = [...new Set(CHART_GATEWAY_ROUTES.flatMap(({ rules }) => rules.flatMap(({ backend }) => backend ?? [])))];
  const stage = staged({
    manifests: manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion })),
    others: [chartGateway('controlplane', [HOST]), ...chartRoutes([HOST])],
    hosts: [HOST],
    services,
    start: startEnvoyGateway,
  });

  it.each(CHART_GATEWAY_ROUTES)('$kind $name', async (route) => {
    const cases = samples(route).flatMap(({ path, backend }) =>
      [anonymousBrowser, anonymousApi, bob, forging(anonymousApi, FORGED), forging(bob, FORGED)]
        .filter((caller) => caller === anonymousApi || !(route.kind === 'GRPCRoute' && isRoutedTwice(path)))
        .map((caller) => caseOf(route, caller, path, backend)));
    expect(cases.length).toBeGreaterThan(0);
    // The guard does not set HSTS.
    expect(await stage().deviations(cases, { ...ENVOY_GATEWAY, tellsToUseTls: false })).toEqual([]);
  });

  it.each(CHART_GATEWAY_ROUTES)('$kind $name: each forged header by itself', async (route) => {
    const [{ path, backend }] = samples(route).filter((sample) => !(route.kind === 'GRPCRoute' && isRoutedTwice(sample.path)));
    const cases = SINGLE.map((forgery) => {
      const it = caseOf(route, forging(bob, forgery), path, backend);
      return forgery.hasUnderscores ? { ...it, expected: { kind: 'malformed' } as const } : it;
    });
    expect(await stage().deviations(cases, { ...ENVOY_GATEWAY, tellsToUseTls: false })).toEqual([]);
  });

  it('an anonymous caller cannot run a workflow', async () => {
    const { client, backends } = stage();
    const answer = await client.grpc({ host: HOST, path: '/flyteidl2.workflow.RunService/CreateRun', headers: { 'x-user-subject': 'admin' } });
    expect(answer.code).toBe(16);
    expect(backends.reachedBy(answer.id)).toEqual([]);
  });
});

/** A request for each path of a route that has a backend. */
function samples({ kind, rules }: GatewayRoute): { path: string; backend: string }[] {
  return rules.flatMap(({ backend, trees = [], exact = [] }) =>
    (backend === undefined ? [] : [...trees.map((path) => (kind === 'GRPCRoute' ? `${path}/Get` : `${path}/some`)), ...exact].map((path) => ({ path, backend }))));
}

/** Whether an HTTPRoute of the chart contains this gRPC service, too. Envoy Gateway prefers it: the guard works, but answers gRPC clients with HTTP statuses. */
function isRoutedTwice(path: string): boolean {
  return CHART_GATEWAY_ROUTES.some(({ kind, rules }) => kind === 'HTTPRoute' && rules.some(({ trees = [] }) => trees.some((tree) => path.startsWith(`${tree}/`))));
}

function caseOf({ kind, guarded }: GatewayRoute, caller: Caller, path: string, backend: string): Case {
  const via = kind === 'GRPCRoute' ? 'grpc' : 'http1';
  const asking = { host: HOST, path, headers: caller.headers };
  const route = { backend, group: { protocol: kind === 'GRPCRoute' ? 'GRPC' : 'HTTP' } } as ContractRoute;
  if (!guarded || caller.identity) {
    return { via, caller: caller.name, asking, expected: { kind: 'passes', route, identity: guarded ? caller.identity : {} } };
  }
  return { via, caller: caller.name, asking, expected: { kind: kind === 'HTTPRoute' && caller.browser ? 'signs in' : 'unauthenticated' } };
}
