import type { OutgoingHttpHeaders } from 'node:http';
import { ReleaseRouteGroup, RouteGuard } from '../../src/contract/union/routes';
import { GrpcAsking } from './_client';
import { ContractRoute, isGrpc, isGuarded, RouteTable } from './_contract';
import { ALICE, ALICES_COOKIE, BOB, BOBS_TOKEN } from './_flyteadmin';

/** What must become of a request. */
export type Verdict =
  /** It reaches the backend, whole; with the identity that `/me` states on a guarded route, and no other. */
  | { readonly kind: 'passes'; readonly route: ContractRoute; readonly identity?: Readonly<Record<string, string>> }
  /** 302 to `/login` on the same host, and from there back. */
  | { readonly kind: 'signs in' }
  /** 401, or UNAUTHENTICATED. */
  | { readonly kind: 'unauthenticated' }
  /** 5xx, or a status of gRPC: "try again" where the edge can say so, never "denied". */
  | { readonly kind: 'unavailable'; readonly code: number }
  /** 400 or INTERNAL, and nobody is asked. */
  | { readonly kind: 'malformed' }
  /** 404 or 421, and nobody is asked. */
  | { readonly kind: 'not served' };

export interface Case {
  readonly via: 'http1' | 'http2' | 'grpc' | 'webSocket';
  readonly caller: string;
  readonly asking: GrpcAsking;
  readonly expected: Verdict;
}

/** Who asks. */
export interface Caller {
  readonly name: string;
  readonly headers: OutgoingHttpHeaders;
  /** What `/me` says of the credential; nothing if it has none that holds. */
  readonly identity?: Readonly<Record<string, string>>;
  readonly browser?: boolean;
}

/** What an edge does otherwise, as docs/moving-off-ingress-nginx.md says. */
export interface EdgeTraits {
  readonly name: string;
  /** Every 401 on an HTTP route becomes a redirect, also for clients that are no browsers. */
  readonly signsInApiClients?: boolean;
  /** A connection serves the host that it named at its start, and no other. */
  readonly bindsHostToConnection?: boolean;
  /** It tells browsers to stay with TLS; at others that is a setting of the controller. */
  readonly tellsToUseTls?: boolean;
  /** Headers with an underscore are refused, where others drop them. */
  readonly refusesUnderscores?: boolean;
  /** On which routes it takes from callers what no list names: whole prefixes of headers. */
  readonly takesPrefixes: 'every route' | 'guarded routes' | 'no route';
  /** It leaves what lists name to callers where no guard stands. */
  readonly leavesOpenRoutes?: boolean;
  /** `/LOGIN` is `/login`. */
  readonly ignoresCase?: boolean;
  /** Without whom gRPC callers read UNKNOWN, where UNAVAILABLE would have them try again. */
  readonly givesUpWithout?: 'flyteadmin' | 'gate';
  /**
   * Seconds that it waits for an answer about a caller.
   *
   * @default - 12: the gate gives up before
   */
  readonly patience?: number;
}

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const API = { accept: 'application/json' };

export const anonymousBrowser: Caller = { name: 'anonymous browser', headers: BROWSER, browser: true };
export const anonymousApi: Caller = { name: 'anonymous API client', headers: API };
export const alice: Caller = { name: 'cookie', headers: { ...API, cookie: ALICES_COOKIE }, identity: ALICE };
export const bob: Caller = { name: 'flyte-authorization', headers: { ...API, 'flyte-authorization': BOBS_TOKEN }, identity: BOB };
export const bobByStandard: Caller = { name: 'authorization', headers: { ...API, authorization: BOBS_TOKEN }, identity: BOB };
export const expired: Caller = { name: 'expired cookie', headers: { ...BROWSER, cookie: 'flyte_at=expired' }, browser: true };

/** What the contract says about a request. */
export function verdict(table: RouteTable, edge: EdgeTraits, caller: Caller, path: string): Verdict {
  const route = table.owner(path.split('?')[0]);
  if (!isGuarded(route)) {
    return { kind: 'passes', route };
  }
  if (caller.identity) {
    return { kind: 'passes', route, identity: caller.identity };
  }
  const browser = caller.browser === true || edge.signsInApiClients === true;
  return { kind: route.group.guard === RouteGuard.SIGN_IN && browser ? 'signs in' : 'unauthenticated' };
}

/** One route of each group that has any; of the guarded ones only, if so asked. */
export function oneOfEachGroup(table: RouteTable, want: (route: ContractRoute) => boolean = () => true): ContractRoute[] {
  const byGroup = new Map<ReleaseRouteGroup, ContractRoute>();
  for (const route of table.samples.filter(want)) {
    byGroup.set(route.group, byGroup.get(route.group) ?? route);
  }
  return [...byGroup.values()];
}

/** A case whose verdict the contract gives, on the protocol of the route's group. */
export function caseOf(table: RouteTable, edge: EdgeTraits, caller: Caller, asking: GrpcAsking, via?: Case['via']): Case {
  const headers = { ...caller.headers, ...asking.headers };
  return {
    via: via ?? (isGrpc(table.owner(asking.path)) ? 'grpc' : 'http1'),
    caller: caller.name,
    asking: { ...asking, headers },
    expected: verdict(table, edge, caller, asking.path),
  };
}
