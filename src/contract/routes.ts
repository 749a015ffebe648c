/** The routes of the control plane: which paths, to which Service and port, behind a guard or open. */

/** What stands before a group of routes. */
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

export interface Route {
  readonly path: string;
  readonly pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  readonly service: string;
  /** Name of the Service's port. */
  readonly port: string;
}

export interface RouteGroup {
  /** Name of the Ingress that the chart renders for the group. */
  readonly name: string;
  readonly guard: RouteGuard;
  readonly protocol: RouteProtocol;
  /** Long-lived streams: no read timeout. */
  readonly streaming: boolean;
  /** Paths are regular expressions (`use-regex`). */
  readonly useRegex: boolean;
  readonly routes: readonly Route[];
}
