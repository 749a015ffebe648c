import { oncePer } from '../../common/data/collections';
import type { PathKind } from '../../common/props/checks';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { GUARD_ANNOTATION } from '../../contract/own-annotations';
import type { Resolving } from '../kube/held-kinds';
import type { KubeObject } from '../kube/kube-object';
import type { Services } from '../kube/service';
import type { Workload } from '../kube/workload';
import { Field, placeKey } from '../read/field';
import type { AuthGates } from './auth-gates';
import type { ExpressionSyntax } from './expression';
import type { HeaderChange } from './header-changes';
import type { NginxController } from './ingress-nginx/nginx-controller';

/** How an edge behaves, as far as rules ask. Its reader says so. */
export interface EdgeTraits {
  readonly name: string;
  /** Who reads the regular expressions in its paths. */
  readonly expressionSyntax: ExpressionSyntax;
  /** Whether letters of either case count for the same in them. */
  readonly ignoresCase: boolean;
  /** Whether its guards are objects of their own, which aim at routes. */
  readonly guardsApart: boolean;
  /** Whether routes without a host take what no route of the host takes. */
  readonly fallsBackToAnyHost: boolean;
  readonly remembersAnswers: boolean;
  /** Whether annotations can put text into its configuration. */
  readonly takesSnippets: boolean;
  /** Whether it speaks HTTP/2 to a port that says so of itself (`appProtocol`). */
  readonly speaksAsServicesSay: boolean;
  /** Whether its objects and the Services show what it speaks to backends. */
  readonly showsProtocol: boolean;
  /** Whether these routes turn every path of their host into a regular expression. */
  regexEverywhere(routes: readonly EdgeRoute[]): boolean;
  /** Where these objects of its routes are heard; nothing of those for which TLS ends elsewhere. */
  doors(routes: readonly KubeObject[], input: EdgeInput): Door[];
}

/** A place where a route is heard, beside one with TLS. */
export interface Door {
  readonly route: KubeObject;
  /** What hears it without TLS, as a phrase; absent where TLS does alone. */
  readonly plain?: { readonly at: Field; readonly found: string };
}

/** A route below HTTP, which has no place for a guard. */
export interface RawRoute {
  readonly object: KubeObject;
  readonly field: Field;
  readonly backends: readonly RouteBackend[];
}

/** A route that the controller does not read. */
export interface RefusedRoute {
  readonly object: KubeObject;
  readonly field: Field;
  readonly found: string;
  /** What it would read. */
  readonly expected: string;
}

export interface EdgeInput {
  readonly nginxControllers: readonly NginxController[];
  /** The gates behind which guards ask `/me`. */
  readonly authGates: AuthGates;
  readonly services: Services;
  readonly workloads: readonly Workload[];
  ofKind(group: string, kind: string): readonly KubeObject[];
  /** Whether objects of a kind would be in the input if they were there. */
  holds(group: string, kind: string, near: Resolving): boolean;
}

/**
 * What is before a route.
 *
 * - `none`: no one asks who the caller is; `unread` tells of a guard that the edge passes over, as a
 *   phrase.
 * - `subrequest`: the edge asks a URL first.
 * - `other`: something guards it that is not a subrequest (OIDC or JWT at the gateway, basic auth).
 * - `opaque`: the input does not show whether anything guards it (an unknown controller, a missing
 *   middleware, an Envoy patch); `dangling` where it shows others of the kind, so that the missing one is not
 *   just somewhere else.
 */
export type Guard =
  | { readonly kind: 'none'; readonly unread?: string }
  | SubrequestGuard
  | { readonly kind: 'other'; readonly field: Field; readonly failsOpen?: Field }
  | { readonly kind: 'opaque'; readonly field: Field; readonly reason: string; readonly dangling?: boolean };

export interface SignIn {
  readonly url: string;
  readonly field: Field;
  /** Whether the redirect goes out under the status of the refusal, so that no browser follows it. */
  readonly keepsRefusal?: boolean;
}

export interface SubrequestGuard {
  readonly kind: 'subrequest';
  /** The URL that is asked, as written: it may hold nginx variables. */
  readonly url: string;
  /** What is asked in turn where the URL leads to an auth gate. */
  readonly asks?: string;
  /** Where the URL is set. */
  readonly field: Field;
  /** Whether no address is set at all, so that it says nothing of answers either. */
  readonly asksNobody?: boolean;
  /** Where an anonymous browser is sent; absent: it gets the 401. */
  readonly signIn?: SignIn;
  /** Headers of the answer that are set on the request, in lower case; absent where unknown. */
  readonly backendHeaders?: readonly string[];
  /** Where these are listed; absent where nothing is. */
  readonly backendHeadersAt?: Field;
  /** The setting that lets requests pass which the guard did not let pass. */
  readonly failsOpen?: Field;
  /** Request headers that reach the URL, in lower case; absent: all. */
  readonly forwardedHeaders?: readonly string[];
  /** Where these are listed; absent where nothing is. */
  readonly forwardedHeadersAt?: Field;
  /** Why the gate behind the URL is taken for ours unseen, as a phrase. */
  readonly assumed?: string;
  /** Why it is unknown what is between the URL and `/me`, as a phrase. */
  readonly unread?: string;
  /** Whether the gate behind the URL passes a request header on to `/me`; absent: there is no gate. */
  readonly gateForwards?: (header: string) => boolean;
  /** Whether a header stays as the client sent it where the answer lacks it; absent: it does not. */
  readonly keepsUnanswered?: (header: string) => boolean;
  /** The setting by which callers get something else than the refusal. */
  readonly refusalReplaced?: Field;
  /** What is asked instead of `/me` with GET, as far as the edge or the gate says. */
  readonly flaw?: string;
  /** Where that is to be mended; absent where it is the guard itself. */
  readonly flawAt?: Field;
}

/** A Service, or an object of another kind that leads to Services. */
export interface RouteBackend {
  readonly service: string;
  /** Absent: the namespace of the route. */
  readonly namespace?: string;
  readonly port?: string;
  /** Absent: a Service. */
  readonly kind?: string;
  /** Why the edge does not let the route name it, as a phrase; absent where it does. */
  readonly refused?: string;
}

/** How an edge answers a path by itself instead of asking a backend, as a phrase; nothing where it asks. */
export type OwnAnswer = (path: string) => string | undefined;

export type Rewrite = (path: string) => string;

/** What an edge makes of the path of a request before a backend gets it. */
export interface Rewriting {
  /** Absent where the path stays, or no one can tell what it becomes. */
  readonly rewritten?: Rewrite;
  /** What of it is not read, each as a phrase. */
  readonly unread: readonly string[];
}

/** A path on a host, whoever serves it. */
export interface EdgeRoute {
  readonly edge: EdgeTraits;
  readonly object: KubeObject;
  /** Where the path is. */
  readonly field: Field;
  /** Absent: every host. */
  readonly host?: string;
  readonly path: string;
  readonly match: PathKind;
  /** Paths among these that it refuses all the same. */
  readonly except?: readonly { readonly path: string; readonly match: PathKind }[];
  /** It looks at more than host and path (a header, a method), so that a request may go past it. */
  readonly conditional?: boolean;
  readonly protocol: 'HTTP' | 'GRPC';
  /** Another protocol that it is configured to speak, as written: over TLS, or something else. */
  readonly otherProtocol?: string;
  readonly backends: readonly RouteBackend[];
  /** The same as they are written, where they lead on to others. */
  readonly named?: readonly RouteBackend[];
  /** What the backend gets instead of the path that was asked for. */
  readonly rewritten?: Rewrite;
  /** What becomes of headers on the way, besides those that the guard sets. */
  readonly headerChanges: readonly HeaderChange[];
  /** Where the edge answers by itself, so that nothing reaches a backend. */
  readonly ownAnswer?: OwnAnswer;
  readonly guard: Guard;
  /** What may change requests or answers on the way and is not read, each as a phrase. */
  readonly unread?: readonly string[];
  /** What changes requests on the way and is not in the input, each as a phrase. */
  readonly unseen?: readonly string[];
  /** Explicit precedence among routes of one server, where the edge knows such; higher wins. */
  readonly priority?: number;
}

/** Whether a guard was added to the object, so that all its routes must be guarded, whatever they serve. */
export function isMarked({ object }: EdgeRoute): boolean {
  return object.annotations[GUARD_ANNOTATION] !== undefined;
}

/** Whether a route is someone's own, and guarded as Union's are: it is marked, or asks a gate of ours. */
export function isOwnGuarded(route: EdgeRoute): boolean {
  const { guard } = route;
  const [asked] = guard.kind === 'subrequest' ? (hostOfUrl(guard.url) ?? '').split('.') : [];
  return isMarked(route) || (asked !== undefined && OWN_GATES.has(asked));
}

/** The URL that a guard asks in the end: that of `/me` where an auth gate is between. */
export function urlAsked({ asks, url }: SubrequestGuard): string {
  return asks ?? url;
}

/** The path of a URL that may hold nginx variables; `/` where it has none. */
export function pathOfUrl(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '') || '/';
}

/** The host of a URL without its port; it may hold nginx variables. Absent where the URL has none. */
export function hostOfUrl(url: string): string | undefined {
  return /^[a-z]+:\/\/([^/?#:]+)/i.exec(url)?.[1];
}

export function portOfUrl(url: string): string | undefined {
  return /^[a-z]+:\/\/[^/?#:]+:(\d+)/i.exec(url)?.[1];
}

export function portAsked(url: string): string {
  return portOfUrl(url) ?? portOfScheme(url);
}

export function namesPort(url: string): boolean {
  return portAsked(url) !== portOfScheme(url);
}

function portOfScheme(url: string): string {
  return /^https:/i.test(url) ? '443' : '80';
}

/** Where the host of some routes is, each place once; nothing of those whose host is part of a text. */
export function hostPlaces(routes: readonly EdgeRoute[]): Field[] {
  const places = routes.flatMap(({ object, field: { path: [spec, rules, index, http] } }) =>
    http === 'http' ? [object.field(spec, rules, index, 'host')] : []);
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case 'none': return 'no guard';
    case 'subrequest': return `an auth subrequest to ${guard.url}`;
    case 'other': return 'a guard of another kind';
    case 'opaque': return guard.reason;
  }
}

/** Why no one can say whom a guard lets pass, as a phrase; nothing where that can be said. */
export function unreadOf(guard: Guard): string | undefined {
  switch (guard.kind) {
    case 'opaque': return guard.reason;
    case 'subrequest': return guard.unread;
    default: return undefined;
  }
}

/** One route for each guard: the routes of an Ingress share theirs. */
export const routesByGuard = oncePer((routes: readonly EdgeRoute[]): readonly EdgeRoute[] =>
  [...new Map([...routes].reverse().map((route) => [route.guard, route])).values()].reverse());

/** A subrequest, and a route that it is before. */
export interface Subrequest {
  readonly guard: SubrequestGuard;
  readonly route: EdgeRoute;
}

export function subrequests(routes: readonly EdgeRoute[]): Subrequest[] {
  return routesByGuard(routes).flatMap((route) =>
    route.guard.kind === 'subrequest' ? [{ route, guard: route.guard }] : [],
  );
}
