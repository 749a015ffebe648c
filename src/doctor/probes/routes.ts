import type { ReleaseContract } from '../../contract/union/release-contract';
import { ReleaseRoute, ReleaseRouteGroup, RouteGuard, RouteProtocol } from '../../contract/union/routes';
import type { Asker } from '../ask/asker';
import type { Failure } from '../ask/failure';
import type { GrpcAnswer } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';

/** A guarded path of a route group, asked for by no one in particular. */
export type RouteSample = {
  readonly group: ReleaseRouteGroup; readonly backend: string; readonly path: string;
} & (
  | { readonly over: 'http'; readonly answer: HttpAnswer | Failure }
  | { readonly over: 'grpc'; readonly answer: GrpcAnswer | Failure });

/** No service has it: anyone who answers that it is unknown has been reached, and nothing has happened. */
const NO_METHOD = 'DoctorAsks';

/**
 * One path for each backend of each guarded group of a release. Open groups are asked for what they are there
 * for, elsewhere.
 */
export async function askRoutes(
  asker: Asker, { controlPlane }: ReleaseContract, overGrpc: boolean,
): Promise<readonly RouteSample[]> {
  const samples = controlPlane.routes.groups
    .filter(
      ({ guard, protocol }) => guard !== RouteGuard.OPEN && (overGrpc || protocol === RouteProtocol.HTTP),
    )
    .flatMap((group) => pathsOf(group).map(({ backend, path }) => ({ group, backend, path })));
  return Promise.all(
    samples.map(async (sample): Promise<RouteSample> =>
      sample.group.protocol === RouteProtocol.GRPC
        ? { ...sample, over: 'grpc', answer: await asker.call(sample.path) }
        : { ...sample, over: 'http', answer: await asker.get(sample.path) },
    ),
  );
}

function pathsOf(group: ReleaseRouteGroup): { readonly backend: string; readonly path: string }[] {
  const found = new Map<string, string>();
  for (const route of group.routes) {
    const backend = `${route.service}:${route.port}`;
    const path = group.protocol === RouteProtocol.GRPC ? methodOf(route) : pageOf(route);
    if (path !== undefined && !found.has(backend)) {
      found.set(backend, path);
    }
  }
  return [...found].map(([backend, path]) => ({ backend, path }));
}

/** A method that does not exist below the route, or one that only looks. */
function methodOf({ path, subtreeOf }: ReleaseRoute): string | undefined {
  if (subtreeOf !== undefined) {
    return `${subtreeOf}/${NO_METHOD}`;
  }
  if (path.endsWith('*')) {
    return `${path.slice(0, -1)}${NO_METHOD}`;
  }
  return /\/(Watch|Get|List|Tail)\w*$/.test(path) ? path : undefined;
}

function pageOf({ path, subtreeOf }: ReleaseRoute): string {
  return subtreeOf ?? path.replace(/\*$/, '');
}
