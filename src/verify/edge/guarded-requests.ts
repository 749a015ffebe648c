import { GatewayRouteRule } from '../../contract/union/gateway-routes';
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
export const ANSWERING: ReadonlyMap<string, ReadonlySet<string>> = answering();

/** For each Service, a path of each route that control planes of every release must guard. */
export const GUARDED_REQUESTS: ReadonlyMap<string, readonly string[]> = guardedRequests();

export const GUARDED_SERVICES: ReadonlySet<string> = new Set(GUARDED_REQUESTS.keys());

/** Open paths of a control plane by Service; with a trailing `*` also their suffixes. */
const OPEN_PATHS: ReadonlyMap<string, ReadonlySet<string>> = openPaths();

/** Whether a control plane deliberately leaves a request to a Service open. */
export function isLeftOpen(service: string, path: string): boolean {
  return alwaysOpen(path) !== undefined || [...(OPEN_PATHS.get(service) ?? [])].some((open) =>
    (open.endsWith('*') ? path.startsWith(open.slice(0, -1)) : path === open));
}

function requests(): readonly Request[] {
  const protocolsOf = new Map<string, Set<RouteProtocol>>();
  for (const { protocol, routes } of GROUPS) {
    for (const route of routes) {
      setAt(protocolsOf, `${route.service} ${requestFor(route, protocol)}`).add(protocol);
    }
  }
  // Connect clients use HTTP for some of the gRPC services.
  const overHttp = new Set(GATEWAY_ROUTES.filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap(({ rules }) => rules.flatMap(pathsOf)));
  return [...protocolsOf].map(([request, protocols]) => {
    const [service, path] = request.split(' ');
    const spoken = overHttp.has(path.replace(/\/x$/, '')) ? protocols.add(RouteProtocol.HTTP) : protocols;
    return { service, path, protocols: [...spoken] };
  });
}

function answering(): ReadonlyMap<string, ReadonlySet<string>> {
  const byTree = new Map<string, Set<string>>();
  REQUESTS.forEach(({ service, path }) => setAt(byTree, treeOf(path)).add(service));
  GATEWAY_ROUTES.flatMap(({ rules }) => rules).forEach((rule) => {
    pathsOf(rule).forEach((path) => setAt(byTree, treeOf(path)).add(rule.backend?.split(':')[0] ?? ''));
  });
  return byTree;
}

/** The prefix of a request that represents a subtree. */
export function treeOf(path: string): string {
  return path.replace(/\/[x*]?$/, '');
}

function guardedRequests(): ReadonlyMap<string, readonly string[]> {
  const byService = new Map<string, Set<string>>();
  for (const { protocol, routes } of GROUPS.filter(({ guard }) => guard !== RouteGuard.OPEN)) {
    for (const route of routes) {
      setAt(byService, route.service).add(requestFor(route, protocol));
    }
  }
  return new Map([...byService].map(([service, paths]) => [service, [...paths]]));
}

function setAt<Item>(sets: Map<string, Set<Item>>, key: string): Set<Item> {
  const found = sets.get(key) ?? new Set<Item>();
  sets.set(key, found);
  return found;
}

/** An example path of the route. gRPC requests always include a method. */
function requestFor({ path, subtreeOf }: ReleaseRoute, protocol: RouteProtocol): string {
  const plain = (subtreeOf ?? path).replace(/\*$/, 'x');
  return protocol === RouteProtocol.GRPC && !/^\/[^/]+\/./.test(plain) ? `${plain}/x` : plain;
}

function openPaths(): ReadonlyMap<string, ReadonlySet<string>> {
  const open = new Map<string, Set<string>>();
  GROUPS.filter(({ guard }) => guard === RouteGuard.OPEN).flatMap(({ routes }) => routes)
    .forEach(({ service, path, subtreeOf }) => setAt(open, service).add(subtreeOf ?? path));
  GATEWAY_ROUTES.filter(({ guarded }) => !guarded).flatMap(({ rules }) => rules)
    .filter(({ backend }) => backend !== undefined)
    .forEach((rule) => pathsOf(rule).forEach((path) =>
      setAt(open, rule.backend!.split(':')[0]).add(path)));
  return open;
}

function pathsOf({ exact = [], trees = [] }: GatewayRouteRule): string[] {
  return [...exact, ...trees, ...trees.map((path) => `${path}/*`)];
}
