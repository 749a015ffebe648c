import { RouteGroupName } from './route-group-name';
import { Route, RouteGroup, RouteGuard, RouteProtocol } from './routes';

/** Routes by group; what is left out adds none. */
export type GroupRoutes = Readonly<Partial<Record<RouteGroupName, readonly Route[]>>>;

const { OPEN, SIGN_IN, UNAUTHORIZED } = RouteGuard;
const { HTTP, GRPC } = RouteProtocol;

const KINDS: Readonly<Record<RouteGroupName, Omit<RouteGroup, 'name' | 'routes'>>> = {
  [RouteGroupName.OPEN_HTTP]: { guard: OPEN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.OPEN_GRPC]: { guard: OPEN, protocol: GRPC, streaming: false, useRegex: false },
  [RouteGroupName.OPEN_GRPC_STREAMING]: { guard: OPEN, protocol: GRPC, streaming: true, useRegex: false },
  [RouteGroupName.GUARDED_HTTP]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.GUARDED_GRPC]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: false, useRegex: false },
  [RouteGroupName.GUARDED_GRPC_STREAMING]: {
    guard: UNAUTHORIZED,
    protocol: GRPC,
    streaming: true,
    useRegex: false,
  },
  [RouteGroupName.CONSOLE]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.DATAPROXY]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.USAGE]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: true },
  [RouteGroupName.USAGE_GRPC]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: false, useRegex: true },
};

/** The groups of a release, from what its parts bring into each. */
export function routeGroups(...parts: readonly GroupRoutes[]): RouteGroup[] {
  return Object.values(RouteGroupName)
    .map((name) => ({ name, ...KINDS[name], routes: parts.flatMap((routes) => routes[name] ?? []) }));
}
