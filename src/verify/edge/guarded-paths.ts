import { ChartRelease } from '../../contract/union/releases/chart-release';
import { Route, RouteGuard, RouteProtocol } from '../../contract/union/routes';
import type { EdgeRoute } from './route';
import type { EdgeServer } from './server';

const GUARDED_GROUPS = ChartRelease._all
  .flatMap(({ _contract }) => _contract.controlPlane.routes.groups)
  .filter(({ guard }) => guard !== RouteGuard.OPEN);

/** By Service, a request path for each of its routes that every control plane, of whichever release, must guard. */
const GUARDED_REQUESTS: ReadonlyMap<string, readonly string[]> = guardedRequests();

/** Services that open-source Flyte has, too, where no edge guards them: flyteadmin checks callers itself. */
const SERVICES_OF_FLYTE: readonly string[] = ['flyteadmin', 'flyteconsole', 'datacatalog', 'cacheservice'];

/**
 * The open routes of a server that serve what a control plane must guard. A request that an open path catches for another
 * Service does not count: `/me` may well answer `/members`, with flyteadmin's 404.
 */
export function openRoutesOf(server: EdgeServer): EdgeRoute[] {
  const candidates = server.routes.filter((route) => route.guard.kind === 'none' && servesUnion(route));
  return candidates.filter((route) => requestsOf(route).some((path) => server.covers(route, path) && server.match(path) === route));
}

/** Requests that must be guarded and are for a Service of the route. */
function requestsOf({ backends }: EdgeRoute): readonly string[] {
  return backends.flatMap(({ service }) => GUARDED_REQUESTS.get(service) ?? []);
}

/** Whether a route ends at a Service that a control plane guards. */
export function servesUnion(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => GUARDED_REQUESTS.has(service));
}

/** Whether a server is that of a Union control plane rather than of open-source Flyte. */
export function isUnionServer(server: EdgeServer): boolean {
  return server.routes.some(({ backends }) => backends.some(({ service }) => GUARDED_REQUESTS.has(service) && !SERVICES_OF_FLYTE.includes(service)));
}

function guardedRequests(): ReadonlyMap<string, readonly string[]> {
  const requests = new Map<string, string[]>();
  for (const { protocol, routes } of GUARDED_GROUPS) {
    for (const route of routes) {
      requests.set(route.service, [...new Set([...requests.get(route.service) ?? [], requestFor(route, protocol)])]);
    }
  }
  return requests;
}

/** A path that the route is there for. gRPC requests always name a method. */
function requestFor({ path, subtreeOf }: Route, protocol: RouteProtocol): string {
  const plain = (subtreeOf ?? path).replace(/\*$/, 'x');
  return protocol === RouteProtocol.GRPC && !/^\/[^/]+\/./.test(plain) ? `${plain}/x` : plain;
}
