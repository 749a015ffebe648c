/**
 * The groups into which the control plane's routes fall. Each value is the name of the Ingress that Union's
 * chart renders for the group.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/common/_ingress-*.yaml`.
 */
export enum RouteGroup {
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

/** The routes of the control plane: which paths, to which Service and port, behind a guard or open. */

/** What is before a group of routes. */
export enum RouteGuard {
  /** No authentication: the route is how one authenticates. */
  OPEN = 'open',
  /** Auth subrequest; an anonymous browser is sent to sign in. */
  SIGN_IN = 'sign-in',
  /** Auth subrequest; an anonymous caller gets 401. */
  UNAUTHORIZED = 'unauthorized',
}

/** How the backend is spoken to. */
export enum RouteProtocol {
  HTTP = 'HTTP',
  GRPC = 'GRPC',
}

export interface ReleaseRoute {
  /**
   * The path as the chart writes it: `x`, `x/*` for what is below, `Watch*` for methods; or a regular
   * expression.
   */
  readonly path: string;
  readonly pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  readonly service: string;
  /** Name of the Service's port. */
  readonly port: string;
  /**
   * Where the path is a regular expression: the plain path whose subtree it selects from, with the same
   * backend.
   */
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

/** What a control plane serves, and which of it the charts leave without a backend. */
export interface RouteContract {
  readonly groups: readonly ReleaseRouteGroup[];
  /** `service` or `service:port` that routes name but the chart does not render with its default values. */
  readonly missingBackends: readonly string[];
}

/**
 * Paths below which nothing may be guarded: they are how people and clients authenticate, and how probes look
 * in.
 *
 * Guarding `/login` or `/me` loops; guarding `AuthMetadataService` keeps every client from learning how to
 * sign in.
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

/** The entry of `ALWAYS_OPEN` that a path is or lies below. */
export function alwaysOpen(path: string): string | undefined {
  return ALWAYS_OPEN.find((open) => path === open || path.startsWith(`${open}/`));
}
