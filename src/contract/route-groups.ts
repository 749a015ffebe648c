import { Route, RouteGroup, RouteGuard, RouteProtocol } from './routes';

/**
 * The groups into which the control plane's routes fall. Each value is the name of the Ingress that Union's chart
 * renders for the group.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/common/_ingress-*.yaml`.
 */
export enum RouteGroupName {
  /** Open HTTP: sign-in itself, discovery, health. */
  OPEN_HTTP = 'controlplane',
  /** Open gRPC: health and auth metadata. */
  OPEN_GRPC = 'controlplane-grpc',
  /** Open gRPC streams. */
  OPEN_GRPC_STREAMING = 'controlplane-grpc-streaming',
  /** Guarded HTTP APIs. */
  GUARDED_HTTP = 'controlplane-protected',
  /** Guarded gRPC. */
  GUARDED_GRPC = 'controlplane-protected-grpc',
  /** Guarded gRPC streams. */
  GUARDED_GRPC_STREAMING = 'controlplane-protected-grpc-streaming',
  /** The console, and whatever no other group claims. */
  CONSOLE = 'controlplane-console-protected',
  /** The data proxy's HTTP paths. */
  DATAPROXY = 'controlplane-dataproxy',
  /** Usage over HTTP. */
  USAGE = 'controlplane-usage',
  /** Usage over gRPC. */
  USAGE_GRPC = 'controlplane-usage-grpc',
}

type GroupRoutes = Readonly<Record<RouteGroupName, readonly Route[]>>;

const { OPEN, SIGN_IN, UNAUTHORIZED } = RouteGuard;
const { HTTP, GRPC } = RouteProtocol;

const KINDS: Readonly<Record<RouteGroupName, Omit<RouteGroup, 'name' | 'routes'>>> = {
  [RouteGroupName.OPEN_HTTP]: { guard: OPEN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.OPEN_GRPC]: { guard: OPEN, protocol: GRPC, streaming: false, useRegex: false },
  [RouteGroupName.OPEN_GRPC_STREAMING]: { guard: OPEN, protocol: GRPC, streaming: true, useRegex: false },
  [RouteGroupName.GUARDED_HTTP]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.GUARDED_GRPC]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: false, useRegex: false },
  [RouteGroupName.GUARDED_GRPC_STREAMING]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: true, useRegex: false },
  [RouteGroupName.CONSOLE]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.DATAPROXY]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: false },
  [RouteGroupName.USAGE]: { guard: SIGN_IN, protocol: HTTP, streaming: false, useRegex: true },
  [RouteGroupName.USAGE_GRPC]: { guard: UNAUTHORIZED, protocol: GRPC, streaming: false, useRegex: true },
};

/** The groups of a release, from the routes of each. */
export function routeGroups(routes: GroupRoutes): RouteGroup[] {
  return Object.values(RouteGroupName).map((name) => ({ name, ...KINDS[name], routes: routes[name] }));
}
