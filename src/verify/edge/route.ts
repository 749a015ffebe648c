import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';

export type EdgeKind = 'ingress-nginx' | 'traefik' | 'gateway-api' | 'other';

/** `prefix` goes by whole path elements, `literal` by characters: `/me` as a literal serves `/menu` too. */
export type PathMatch = 'exact' | 'prefix' | 'literal' | 'regex';

/**
 * What stands before a route.
 *
 * - `none`: nobody asks who the caller is.
 * - `subrequest`: the edge asks a URL first.
 * - `other`: something guards it that is not a subrequest (OIDC or JWT at the gateway, basic auth).
 * - `opaque`: the input does not show whether anything guards it (an unknown controller, a missing middleware, an Envoy patch).
 */
export type Guard =
  | { readonly kind: 'none' }
  | SubrequestGuard
  | { readonly kind: 'other'; readonly field: Field }
  | { readonly kind: 'opaque'; readonly field: Field; readonly reason: string };

export interface SubrequestGuard {
  readonly kind: 'subrequest';
  /** The URL that is asked, as written: it may hold nginx variables. */
  readonly url: string;
  /** Where the URL is set. */
  readonly field: Field;
  /** Where an anonymous browser is sent; absent: it gets the 401. */
  readonly signIn?: { readonly url: string; readonly field: Field };
  /** Headers of the answer that are set on the request to the backend, in lower case; absent where the edge does not say. */
  readonly backendHeaders?: readonly string[];
  /** Request headers that reach the URL, in lower case; absent: all. */
  readonly forwardedHeaders?: readonly string[];
}

export interface RouteBackend {
  readonly service: string;
  /** Absent: the namespace of the route. */
  readonly namespace?: string;
  readonly port?: string;
}

/** A path on a host, whoever serves it. */
export interface EdgeRoute {
  readonly edge: EdgeKind;
  readonly object: KubeObject;
  /** Where the path stands. */
  readonly field: Field;
  /** Absent: every host. */
  readonly host?: string;
  readonly path: string;
  readonly match: PathMatch;
  readonly protocol: 'HTTP' | 'GRPC';
  readonly backends: readonly RouteBackend[];
  readonly guard: Guard;
  /** Explicit precedence among routes of one server; higher wins. Traefik only. */
  readonly priority?: number;
}

/** The path of a URL that may hold nginx variables; `/` where it has none. */
export function pathOfUrl(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '') || '/';
}

/** The host of a URL without its port; it may hold nginx variables. Absent where the URL has none. */
export function hostOfUrl(url: string): string | undefined {
  return /^[a-z]+:\/\/([^/?#:]+)/i.exec(url)?.[1];
}

/** A guard as a phrase for findings. */
export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case 'none': return 'no guard';
    case 'subrequest': return `an auth subrequest to ${guard.url}`;
    case 'other': return 'a guard of another kind';
    case 'opaque': return guard.reason;
  }
}

/** One route for each guard: the routes of an Ingress share theirs. */
export function routesByGuard(routes: readonly EdgeRoute[]): EdgeRoute[] {
  return [...new Map([...routes].reverse().map((route) => [route.guard, route])).values()].reverse();
}
