/**
 * The groups of the control plane's routes. Each value is the name of the group's Ingress in Union's chart.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/common/_ingress-*.yaml`.
 */
export enum RouteGroup {
  /** Open HTTP: sign-in, discovery, health. */
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
  /** The console, and all paths that no other group has. */
  CONSOLE = 'controlplane-console-protected',
  /** The data proxy's HTTP paths. */
  DATAPROXY = 'controlplane-dataproxy',
  /** Usage over HTTP. */
  USAGE = 'controlplane-usage',
  /** Usage over gRPC. */
  USAGE_GRPC = 'controlplane-usage-grpc',
}

/** The routes of the control plane: paths, Services and ports, guarded or open. */

/** The guard of a group of routes. */
export enum RouteGuard {
  /** No authentication, because the route serves sign-in. */
  OPEN = 'open',
  /** Auth subrequest; an anonymous browser is redirected to sign-in. */
  SIGN_IN = 'sign-in',
  /** Auth subrequest; an anonymous caller gets 401. */
  UNAUTHORIZED = 'unauthorized',
}

/** The protocol to the backend. */
export enum RouteProtocol {
  HTTP = 'HTTP',
  GRPC = 'GRPC',
}

export interface ReleaseRoute {
  /**
   * The path in the chart's notation: `x`, `x/*` for everything below, `Watch*` for methods; or a regular
   * expression.
   */
  readonly path: string;
  readonly pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  readonly service: string;
  /** Name of the Service's port. */
  readonly port: string;
  /** For a regular expression: the plain path of its subtree, with the same backend. */
  readonly subtreeOf?: string;
}

export interface ReleaseRouteGroup {
  readonly name: RouteGroup;
  readonly guard: RouteGuard;
  readonly protocol: RouteProtocol;
  /** Long-lived streams: no read timeout. */
  readonly streaming: boolean;
  /** Paths are regular expressions (`use-regex`). */
  readonly useRegex: boolean;
  readonly routes: readonly ReleaseRoute[];
}

/** The routes of a control plane, and those without a backend in the charts. */
export interface RouteContract {
  readonly groups: readonly ReleaseRouteGroup[];
  /** `service` or `service:port` of routes that the chart does not render with its default values. */
  readonly missingBackends: readonly string[];
}

/**
 * Paths below which no route may be guarded: people and clients authenticate through them, and probes use
 * them.
 *
 * Guarding `/login` or `/me` loops; with a guard on `AuthMetadataService` no client can find out how to sign
 * in.
 */
export const ALWAYS_OPEN = [
  '/login',
  '/callback',
  '/me',
  '/logout',
  '/.well-known',
  '/healthcheck',
  '/flyteidl.service.AuthMetadataService',
  '/flyteidl2.auth.AuthMetadataService',
] as const;

/** The entry of `ALWAYS_OPEN` that equals a path or contains it. */
export function alwaysOpen(path: string): string | undefined {
  return ALWAYS_OPEN.find((open) => path === open || path.startsWith(`${open}/`));
}
