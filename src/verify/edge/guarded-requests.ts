import { grouped, groupsByKey, unique } from '../../common/data/collections';
import { GatewayRoute, GatewayRouteRule } from '../../contract/union/gateway-routes';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { alwaysOpen, ReleaseRoute, RouteGuard, RouteProtocol } from '../../contract/union/routes';

/** The requests that a control plane guards, by Service, across all chart releases. */

const CONTRACTS = ChartVersion._all.map(({ _contract }) => _contract.controlPlane);
const GROUPS = CONTRACTS.flatMap(({ routes }) => routes.groups);
const GATEWAY_ROUTES = CONTRACTS.flatMap(({ gatewayRoutes }) => gatewayRoutes);

interface Request {
  readonly service: string;
  readonly path: string;
  /** Both if releases differ, or the backend supports both. */
  readonly protocols: readonly RouteProtocol[];
}

/** A request for each route of each Service, with its protocol. */
export const REQUESTS: readonly Request[] = requests();

/** Services that answer paths below a prefix, in any release. */
export const ANSWERING = valuesByKey([
  ...REQUESTS.map(({ service, path }) => [treeOf(path), service] as const),
  ...pathsToBackends(GATEWAY_ROUTES).map(([backend, path]) => [treeOf(path), backend] as const),
]);

/** For each Service, a path of each route that control planes of every release must guard. */
export const GUARDED_REQUESTS = valuesByKey(GROUPS.filter(({ guard }) => guard !== RouteGuard.OPEN)
  .flatMap(({ protocol, routes }) =>
    routes.map((route) => [route.service, requestFor(route, protocol)] as const)));

export const GUARDED_SERVICES: ReadonlySet<string> = new Set(GUARDED_REQUESTS.keys());

/** Open paths of a control plane by Service; with a trailing `*` also their suffixes. */
const OPEN_PATHS = valuesByKey([
  ...GROUPS.filter(({ guard }) => guard === RouteGuard.OPEN).flatMap(({ routes }) => routes)
    .map(({ service, path, subtreeOf }) => [service, subtreeOf ?? path] as const),
  ...pathsToBackends(GATEWAY_ROUTES.filter(({ guarded }) => !guarded)),
]);

/** Whether a control plane deliberately leaves a request to a Service open. */
export function isLeftOpen(service: string, path: string): boolean {
  return alwaysOpen(path) !== undefined || [...(OPEN_PATHS.get(service) ?? [])].some((open) =>
    (open.endsWith('*') ? path.startsWith(open.slice(0, -1)) : path === open));
}

function requests(): readonly Request[] {
  const all = GROUPS.flatMap(({ protocol, routes }) =>
    routes.map((route) => ({ service: route.service, path: requestFor(route, protocol), protocol })));
  // Connect clients use HTTP for some of the gRPC services.
  const overHttp = new Set(GATEWAY_ROUTES.filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap(({ rules }) => rules.flatMap(pathsOf)));
  return grouped(all, ({ service, path }) => `${service} ${path}`).map((same) => {
    const [{ service, path }] = same;
    const more = overHttp.has(path.replace(/\/x$/, '')) ? [RouteProtocol.HTTP] : [];
    return { service, path, protocols: unique([...same.map(({ protocol }) => protocol), ...more]) };
  });
}

/** The values of each key, each once. */
function valuesByKey(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  return new Map([...groupsByKey(pairs, ([key]) => key)]
    .map(([key, same]) => [key, unique(same.map(([, value]) => value))]));
}

/** The prefix of a request that represents a subtree. */
export function treeOf(path: string): string {
  return path.replace(/\/[x*]?$/, '');
}

/** An example path of the route. gRPC requests always include a method. */
function requestFor({ path, subtreeOf }: ReleaseRoute, protocol: RouteProtocol): string {
  const plain = (subtreeOf ?? path).replace(/\*$/, 'x');
  return protocol === RouteProtocol.GRPC && !/^\/[^/]+\/./.test(plain) ? `${plain}/x` : plain;
}

/** Services with the paths that lead to them. */
function pathsToBackends(routes: readonly GatewayRoute[]): (readonly [string, string])[] {
  return routes.flatMap(({ rules }) => rules).flatMap((rule) => pathsOf(rule).flatMap((path) =>
    (rule.backend === undefined ? [] : [[rule.backend.split(':')[0], path] as const])));
}

function pathsOf({ exact = [], trees = [] }: GatewayRouteRule): string[] {
  return [...exact, ...trees, ...trees.map((path) => `${path}/*`)];
}
