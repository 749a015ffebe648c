import { RELEASES } from '../../contract/releases';
import { Route, RouteGuard, RouteProtocol } from '../../contract/routes';
import type { EdgeRoute } from './route';
import type { EdgeServer } from './server';

const GUARDED_GROUPS = Object.values(RELEASES)
  .flatMap(({ controlPlane }) => controlPlane.routes.groups)
  .filter(({ guard }) => guard !== RouteGuard.OPEN);

/** A request path for each route that every control plane, of whichever release, must guard, with the Services it is for. */
const GUARDED_REQUESTS: ReadonlyMap<string, ReadonlySet<string>> = guardedRequests();

/** The Services behind those routes. */
const GUARDED_SERVICES: ReadonlySet<string> = new Set(GUARDED_GROUPS.flatMap(({ routes }) => routes.map(({ service }) => service)));

/** Services that open-source Flyte has, too, where no edge guards them: flyteadmin checks callers itself. */
const SERVICES_OF_FLYTE: readonly string[] = ['flyteadmin', 'flyteconsole', 'datacatalog', 'cacheservice'];

/**
 * The open routes of a server that serve what a control plane must guard. A request that an open path catches for another
 * Service does not count: `/me` may well answer `/members`, with flyteadmin's 404.
 */
export function openRoutesOf(server: EdgeServer): EdgeRoute[] {
  const open = new Set<EdgeRoute>();
  for (const [path, services] of GUARDED_REQUESTS) {
    const route = server.match(path);
    if (route?.guard.kind === 'none' && route.backends.some(({ service }) => services.has(service))) {
      open.add(route);
    }
  }
  return server.routes.filter((route) => open.has(route));
}

/** Whether a route ends at a Service that a control plane guards. */
export function servesUnion(route: EdgeRoute): boolean {
  return route.backends.some(({ service }) => GUARDED_SERVICES.has(service));
}

/** Whether a server is that of a Union control plane rather than of open-source Flyte. */
export function isUnionServer(server: EdgeServer): boolean {
  return server.routes.some(({ backends }) => backends.some(({ service }) => GUARDED_SERVICES.has(service) && !SERVICES_OF_FLYTE.includes(service)));
}

function guardedRequests(): ReadonlyMap<string, ReadonlySet<string>> {
  const requests = new Map<string, Set<string>>();
  for (const { protocol, routes } of GUARDED_GROUPS) {
    for (const route of routes) {
      const path = requestFor(route, protocol);
      requests.set(path, (requests.get(path) ?? new Set()).add(route.service));
    }
  }
  return requests;
}

/** A path that the route is there for. gRPC requests always name a method. */
function requestFor({ path, subtreeOf }: Route, protocol: RouteProtocol): string {
  const plain = (subtreeOf ?? path).replace(/\*$/, 'x');
  return protocol === RouteProtocol.GRPC && !/^\/[^/]+\/./.test(plain) ? `${plain}/x` : plain;
}
