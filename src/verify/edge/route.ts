import { groupsByKey, oncePer, unique } from '../../common/data/collections';
import type { PathKind } from '../../common/props/checks';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { GUARD_ANNOTATION } from '../../contract/own-annotations';
import type { Resolving } from '../kube/held-kinds';
import type { KubeObject } from '../kube/kube-object';
import type { Services } from '../kube/service';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';
import type { AuthGates } from './auth-gates';
import type { ExpressionSyntax } from './expression';
import type { HeaderChange } from './header-changes';
import type { NginxController } from './ingress-nginx/nginx-controller';

/** The behaviour of an edge that rules need, from its reader. */
export abstract class EdgeTraits {
  public abstract readonly name: string;
  /** The syntax of regular expressions in its paths. */
  public readonly expressionSyntax: ExpressionSyntax = 'RE2';
  /** Whether paths are compared without case. */
  public readonly ignoresCase: boolean = false;
  /** Whether its guards are separate objects that target routes. */
  public readonly guardsApart: boolean = false;
  /** Whether routes without a host get requests that no route of the host matches. */
  public readonly fallsBackToAnyHost: boolean = false;
  public readonly remembersAnswers: boolean = false;
  /** Whether annotations can add text to its configuration. */
  public readonly takesSnippets: boolean = false;
  /** Whether it uses HTTP/2 for a port with that `appProtocol`. */
  public readonly speaksAsServicesSay: boolean = true;
  /** Whether its objects and the Services show the protocol to backends. */
  public readonly showsProtocol: boolean = true;

  /** Whether these routes turn every path of their host into a regular expression. */
  public regexEverywhere(_routes: readonly EdgeRoute[]): boolean {
    return false;
  }

  /** The entry points of its routes; undefined if TLS ends elsewhere. */
  public doors(_routes: readonly KubeObject[], _input: EdgeInput): Door[] {
    return [];
  }
}

/** An entry point of a route, in addition to one with TLS. */
export interface Door {
  readonly route: KubeObject;
  /** The entry without TLS, as a phrase; absent if there is only TLS. */
  readonly plain?: { readonly at: Field; readonly found: string };
}

/** A route below HTTP, which cannot have a guard. */
export interface RawRoute {
  readonly object: KubeObject;
  readonly field: Field;
  readonly backends: readonly RouteBackend[];
}

/** A route that the controller ignores. */
export interface RefusedRoute {
  readonly object: KubeObject;
  readonly field: Field;
  readonly found: string;
  /** The syntax that it accepts. */
  readonly expected: string;
}

export interface EdgeInput {
  readonly nginxControllers: readonly NginxController[];
  /** The gates through which guards call `/me`. */
  readonly authGates: AuthGates;
  readonly services: Services;
  readonly workloads: readonly Workload[];
  ofKind(group: string, kind: string): readonly KubeObject[];
  /** Whether objects of a kind would be in the input if they existed. */
  holds(group: string, kind: string, near: Resolving): boolean;
}

/**
 * The guard of a route.
 *
 * - `none`: no guard; `unread` describes a guard that the edge ignores, as a phrase.
 * - `subrequest`: the edge calls a URL first.
 * - `other`: another kind of guard (OIDC or JWT at the gateway, basic auth).
 * - `opaque`: the input does not show whether anything guards it (an unknown controller, a missing
 *   middleware, an Envoy patch); `dangling` if it has others of the kind, so that the missing one does not
 *   just exist elsewhere.
 */
export type Guard =
  | { readonly kind: 'none'; readonly unread?: string }
  | SubrequestGuard
  | { readonly kind: 'other'; readonly field: Field; readonly failsOpen?: Field }
  | { readonly kind: 'opaque'; readonly field: Field; readonly reason: string; readonly dangling?: boolean };

export function opaque(field: Field, reason: string): Guard {
  return { kind: 'opaque', field, reason };
}

export interface SignIn {
  readonly url: string;
  readonly field: Field;
  /** Whether the redirect has the status of the refusal, so that browsers do not follow it. */
  readonly keepsRefusal?: boolean;
}

export interface SubrequestGuard {
  readonly kind: 'subrequest';
  /** The URL of the subrequest, as written; it can contain nginx variables. */
  readonly url: string;
  /** The target of the auth gate, if the URL leads to one. */
  readonly asks?: string;
  /** The place of the URL. */
  readonly field: Field;
  /** Whether no address is set at all, so that answers are unknown too. */
  readonly asksNobody?: boolean;
  /** The redirect of an anonymous browser; absent if it gets the 401. */
  readonly signIn?: SignIn;
  /** Headers of the answer that are set on the request, in lower case; absent if unknown. */
  readonly backendHeaders?: readonly string[];
  /** The place of that list, if any. */
  readonly backendHeadersAt?: Field;
  /** The setting that lets requests pass without the guard's consent. */
  readonly failsOpen?: Field;
  /** Request headers that reach the URL, in lower case; by default all. */
  readonly forwardedHeaders?: readonly string[];
  /** The place of that list, if any. */
  readonly forwardedHeadersAt?: Field;
  /** Why the gate behind the URL is assumed to be ours, as a phrase. */
  readonly assumed?: string;
  /** Why the part between the URL and `/me` is unknown, as a phrase. */
  readonly unread?: string;
  /** Whether the gate behind the URL forwards a request header to `/me`; absent without a gate. */
  readonly gateForwards?: (header: string) => boolean;
  /** Whether the client's header is kept if the answer lacks it; by default not. */
  readonly keepsUnanswered?: (header: string) => boolean;
  /** The setting that replaces the refusal for callers. */
  readonly refusalReplaced?: Field;
  /** The target other than `/me` with GET, as far as the edge or the gate shows it. */
  readonly flaw?: string;
  /** The place to fix; by default the guard itself. */
  readonly flawAt?: Field;
}

/** A Service, or an object of another kind that leads to Services. */
export interface RouteBackend {
  readonly service: string;
  /** By default the namespace of the route. */
  readonly namespace?: string;
  readonly port?: string;
  /** By default a Service. */
  readonly kind?: string;
  /** Why the edge refuses the reference, as a phrase; absent if it does not. */
  readonly refused?: string;
}

/** How an edge itself answers a path without a backend, as a phrase; undefined if it calls the backend. */
export type OwnAnswer = (path: string) => string | undefined;

export type Rewrite = (path: string) => string;

/** How an edge changes the path for a backend. */
export interface Rewriting {
  /** Absent if the path is unchanged or unknown. */
  readonly rewritten?: Rewrite;
  /** Its unread parts, each as a phrase. */
  readonly unread: readonly string[];
}

/** A path on a host of an edge. */
export interface EdgeRoute {
  readonly edge: EdgeTraits;
  readonly object: KubeObject;
  /** The place of the path. */
  readonly field: Field;
  /** By default every host. */
  readonly host?: string;
  readonly path: string;
  readonly match: PathKind;
  /** Excluded paths. */
  readonly except?: readonly { readonly path: string; readonly match: PathKind }[];
  /**
   * Whether it has other conditions than host and path (a header, a method), so that requests may not match.
   */
  readonly conditional?: boolean;
  readonly protocol: 'HTTP' | 'GRPC';
  /** Another protocol to the backend, as written: over TLS, or an unknown one. */
  readonly otherProtocol?: string;
  readonly backends: readonly RouteBackend[];
  /** The backends as written, if they lead on to others. */
  readonly named?: readonly RouteBackend[];
  /** The path that the backend gets instead of the requested one. */
  readonly rewritten?: Rewrite;
  /** Header changes other than those of the guard. */
  readonly headerChanges: readonly HeaderChange[];
  /** Set if the edge itself answers, so that no request reaches a backend. */
  readonly ownAnswer?: OwnAnswer;
  readonly guard: Guard;
  /** Unread parts that may change requests or responses, each as a phrase. */
  readonly unread?: readonly string[];
  /** Missing objects that change requests, each as a phrase. */
  readonly unseen?: readonly string[];
  /** Explicit priority among routes of one server, if the edge has it; the highest wins. */
  readonly priority?: number;
}

/** Whether a guard was added to the object, so that all its routes must be guarded. */
export function isMarked({ object }: EdgeRoute): boolean {
  return object.annotations[GUARD_ANNOTATION] !== undefined;
}

/**
 * Whether a route belongs to the user, and is guarded like Union's: it is marked, or calls a gate of ours.
 */
export function isOwnGuarded(route: EdgeRoute): boolean {
  const { guard } = route;
  const [asked] = guard.kind === 'subrequest' ? (hostOfUrl(guard.url) ?? '').split('.') : [];
  return isMarked(route) || (asked !== undefined && OWN_GATES.has(asked));
}

/** The final URL of a guard: that of `/me` behind an auth gate. */
export function urlAsked({ asks, url }: SubrequestGuard): string {
  return asks ?? url;
}

/** The path of a URL that can contain nginx variables; `/` by default. */
export function pathOfUrl(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '') || '/';
}

/** The host of a URL without its port; it can contain nginx variables. Absent if the URL has none. */
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

/** The places of routes' hosts, each once; not for hosts that are part of a text. */
export function hostPlaces(routes: readonly EdgeRoute[]): Field[] {
  return [...groupsByKey(routes, ({ object }) => object)].flatMap(([object, ofObject]) => {
    const rules = ofObject.flatMap(({ field: { path: [, , rule, http] } }) => (http === 'http' ? rule : []));
    return unique(rules).map((rule) => object.field('spec', 'rules', rule, 'host'));
  });
}

export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case 'none': return 'no guard';
    case 'subrequest': return `an auth subrequest to ${guard.url}`;
    case 'other': return 'a guard of another kind';
    case 'opaque': return guard.reason;
  }
}

/** Why it is unknown whom a guard admits, as a phrase; undefined if it is known. */
export function unreadOf(guard: Guard): string | undefined {
  switch (guard.kind) {
    case 'opaque': return guard.reason;
    case 'subrequest': return guard.unread;
    default: return undefined;
  }
}

/** One route for each guard: the routes of an Ingress share theirs. */
export const routesByGuard = oncePer((routes: readonly EdgeRoute[]): readonly EdgeRoute[] =>
  [...groupsByKey(routes, ({ guard }) => guard).values()].map(([route]) => route));

/** One route for each way of changing headers: the routes of an Ingress share guard and changes. */
export function routesByChanges(routes: readonly EdgeRoute[]): EdgeRoute[] {
  return [...groupsByKey(routes, ({ headerChanges }) => headerChanges).values()].flatMap((alike) =>
    [...groupsByKey(alike, ({ protocol }) => protocol).values()].flatMap(routesByGuard));
}

/** A subrequest, with one of its routes. */
export interface Subrequest {
  readonly guard: SubrequestGuard;
  readonly route: EdgeRoute;
}

export function subrequests(routes: readonly EdgeRoute[]): Subrequest[] {
  return routesByGuard(routes).flatMap((route) =>
    (route.guard.kind === 'subrequest' ? [{ route, guard: route.guard }] : []));
}
