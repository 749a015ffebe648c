import { RELEASES } from '../../contract/releases';
import { Route, RouteGuard, RouteProtocol } from '../../contract/routes';
import type { EdgeRoute } from './route';
import type { EdgeServer } from './server';

const GUARDED_GROUPS = Object.values(RELEASES)
  .flatMap(({ controlPlane }) => controlPlane.routes.groups)
  .filter(({ guard }) => guard !== RouteGuard.OPEN);

/** One request path for each route that every control plane, of whichever release, must guard. */
const GUARDED_REQUESTS: readonly string[] = [
  ...new Set(GUARDED_GROUPS.flatMap(({ protocol, routes }) => routes.map((route) => requestFor(route, protocol)))),
];

/** The Services behind those routes. */
const GUARDED_SERVICES: ReadonlySet<string> = new Set(GUARDED_GROUPS.flatMap(({ routes }) => routes.map(({ service }) => service)));

/** Services that open-source Flyte has, too, where no edge guards them: flyteadmin checks callers itself. */
const SERVICES_OF_FLYTE: readonly string[] = ['flyteadmin', 'flyteconsole', 'datacatalog', 'cacheservice'];

/** The open routes of a server that serve what a control plane must guard. */
export function openRoutesOf(server: EdgeServer): EdgeRoute[] {
  const open = new Set<EdgeRoute>();
  for (const path of GUARDED_REQUESTS) {
    const route = server.match(path);
    if (route?.guard.kind === 'none' && servesUnion(route)) {
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

/** A path that the route is there for. gRPC requests always name a method. */
function requestFor({ path, subtreeOf }: Route, protocol: RouteProtocol): string {
  const plain = (subtreeOf ?? path).replace(/\*$/, 'x');
  return protocol === RouteProtocol.GRPC && !/^\/[^/]+\/./.test(plain) ? `${plain}/x` : plain;
}
