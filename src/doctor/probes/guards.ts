import { IDENTITY_HEADERS } from '../../contract/union/caller-headers';
import type { ReleaseContract } from '../../contract/union/release-contract';
import { ReleaseRoute, ReleaseRouteGroup, RouteGuard, RouteProtocol } from '../../contract/union/routes';
import type { Asker } from '../ask/asker';
import { Failure, answered } from '../ask/failure';
import type { GrpcAnswer } from '../ask/grpc';
import { BROWSER, HttpAnswer } from '../ask/http';
import { redirectOf } from './reading';

/** What meets an anonymous caller at the guard. */
export interface GuardFacts {
  /** The console, asked for by a browser on a deep link. */
  readonly browser: HttpAnswer | Failure;
  /** Where the guard sends the browser; asked for, if that is the deployment itself. */
  readonly signIn?: HttpAnswer | Failure;
  /** flyteadmin's API, asked for by a program. */
  readonly api: HttpAnswer | Failure;
  /** The same as gRPC; nothing where the edge has no HTTP/2. */
  readonly grpc?: GrpcAnswer | Failure;
  /** The console, asked for with the headers of someone's identity. */
  readonly forged: HttpAnswer | Failure;
  /** `/me` and `/login` under a host name that is not the deployment's. */
  readonly foreignMe: HttpAnswer | Failure;
  readonly foreignLogin: HttpAnswer | Failure;
}

export const DEEP_LINK = '/console/projects/doctor?asks=1';
const GUARDED_API = '/api/v1/projects';
/** Says who is asking, and nothing else. */
export const WHO_AM_I = '/flyteidl.service.IdentityService/UserInfo';

/** A name that no one can have (RFC 2606). */
export const FOREIGN_HOST = 'doctor.invalid';

/** Anyone who lets this through, or gives it back, believes what callers say of themselves. */
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

/** A guarded path of a route group, asked for by no one in particular. */
export type RouteSample = {
  readonly group: ReleaseRouteGroup; readonly backend: string; readonly path: string;
} & (
  | { readonly over: 'http'; readonly answer: HttpAnswer | Failure }
  | { readonly over: 'grpc'; readonly answer: GrpcAnswer | Failure });

/** No service has it: whoever answers that it is unknown has been reached, and nothing has happened. */
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
