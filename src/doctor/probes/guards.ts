import { IDENTITY_HEADERS } from '../../contract/union/caller-headers';
import type { ReleaseContract } from '../../contract/union/release-contract';
import { ReleaseRoute, ReleaseRouteGroup, RouteGuard, RouteProtocol } from '../../contract/union/routes';
import type { Asker } from '../ask/asker';
import { Failure, answered } from '../ask/failure';
import type { GrpcAnswer } from '../ask/grpc';
import { BROWSER, HttpAnswer } from '../ask/http';
import { redirectOf } from './reading';

/** The guard's answers to anonymous callers. */
export interface GuardFacts {
  /** The console, requested by a browser with a deep link. */
  readonly browser: HttpAnswer | Failure;
  /** The redirect of the guard; requested if it leads to the deployment itself. */
  readonly signIn?: HttpAnswer | Failure;
  /** flyteadmin's API, requested by a program. */
  readonly api: HttpAnswer | Failure;
  /** The same over gRPC; undefined if the edge has no HTTP/2. */
  readonly grpc?: GrpcAnswer | Failure;
  /** The console, requested with forged identity headers. */
  readonly forged: HttpAnswer | Failure;
  /** `/me` and `/login` with a foreign host name. */
  readonly foreignMe: HttpAnswer | Failure;
  readonly foreignLogin: HttpAnswer | Failure;
}

export const DEEP_LINK = '/console/projects/doctor?asks=1';
const GUARDED_API = '/api/v1/projects';
/** A method that only returns the caller. */
export const WHO_AM_I = '/flyteidl.service.IdentityService/UserInfo';

/** A reserved name (RFC 2606). */
export const FOREIGN_HOST = 'doctor.invalid';

/** A server that accepts or returns these trusts the headers of callers. */
export const FORGED = 'forged-by-doctor';
export const FORGED_HEADERS = {
  ...Object.fromEntries(IDENTITY_HEADERS.map((name) => [name.toLowerCase(), FORGED])),
  'grpc-metadata-userinfo-bin': Buffer.from(JSON.stringify({ subject: FORGED })).toString('base64'),
};

export async function askGuards(asker: Asker, overGrpc: boolean): Promise<GuardFacts> {
  const [browser, api, grpc, forged, foreignMe, foreignLogin] = await Promise.all([
    asker.get(DEEP_LINK, BROWSER),
    asker.get(GUARDED_API),
    overGrpc ? asker.call(WHO_AM_I) : undefined,
    asker.get(DEEP_LINK, { ...BROWSER, ...FORGED_HEADERS }),
    asker.get('/me', { host: FOREIGN_HOST }),
    asker.get('/login', { ...BROWSER, host: FOREIGN_HOST }),
  ]);
  const target = answered(browser) ? redirectOf(browser) : undefined;
  const signIn =
    target?.origin === asker.origin ? await asker.get(target.pathname + target.search, BROWSER) : undefined;
  return { browser, signIn, api, grpc, forged, foreignMe, foreignLogin };
}

/** An anonymous request to a guarded path of a route group. */
export type RouteSample = {
  readonly group: ReleaseRouteGroup; readonly backend: string; readonly path: string;
} & (
  | { readonly over: 'http'; readonly answer: HttpAnswer | Failure }
  | { readonly over: 'grpc'; readonly answer: GrpcAnswer | Failure });

/**
 * A method that no service has: an answer that it is unknown shows that the service was reached, without
 * effect.
 */
const NO_METHOD = 'DoctorAsks';

/** One path for each backend of each guarded group of a release. */
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

/** A missing method below the route, or one that only reads. */
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
