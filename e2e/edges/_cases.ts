import type { OutgoingHttpHeaders } from 'node:http';
import { ReleaseRouteGroup, RouteGuard } from '../../src/contract/union/routes';
import { GrpcAsking } from './_client';
import { ContractRoute, isGrpc, isGuarded, RouteTable } from './_contract';
import { ALICE, ALICES_COOKIE, BOB, BOBS_TOKEN } from './_flyteadmin';

/** The expected result of a request. */
export type Verdict =
  /** It reaches the backend unchanged; on a guarded route with exactly the identity that `/me` states. */
  | { readonly kind: 'passes'; readonly route: ContractRoute; readonly identity?: Readonly<Record<string, string>> }
  /** 302 to `/login` on the same host, with the way back. */
  | { readonly kind: 'signs in' }
  /** 401, or UNAUTHENTICATED. */
  | { readonly kind: 'unauthenticated' }
  /** 5xx, or a gRPC status: "try again" if the edge supports it; 403 for "denied". */
  | { readonly kind: 'unavailable'; readonly code: number }
  /** 400 or INTERNAL, without a call to `/me`. */
  | { readonly kind: 'malformed' }
  /** 404 or 421, without a call to `/me`. */
  | { readonly kind: 'not served' };

export interface Case {
  readonly via: 'http1' | 'http2' | 'grpc' | 'webSocket';
  readonly caller: string;
  readonly asking: GrpcAsking;
  readonly expected: Verdict;
}

export interface Caller {
  readonly name: string;
  readonly headers: OutgoingHttpHeaders;
  /** The answer of `/me`; undefined without a valid credential. */
  readonly identity?: Readonly<Record<string, string>>;
  readonly browser?: boolean;
}

/** Differences between edges, which docs/moving-off-ingress-nginx.md lists. */
export interface EdgeTraits {
  readonly name: string;
  /** Every 401 on an HTTP route becomes a redirect, also for clients other than browsers. */
  readonly signsInApiClients?: boolean;
  /** A connection serves only the host that its TLS handshake named. */
  readonly bindsHostToConnection?: boolean;
  /** It sends HSTS; for other edges that is a setting of the controller. */
  readonly tellsToUseTls?: boolean;
  /** It refuses headers with an underscore, which other edges drop. */
  readonly refusesUnderscores?: boolean;
  /** The routes on which it removes whole prefixes of headers. */
  readonly takesPrefixes: 'every route' | 'guarded routes' | 'no route';
  /** It keeps listed headers of callers on routes without a guard. */
  readonly leavesOpenRoutes?: boolean;
  /** It treats `/LOGIN` as `/login`. */
  readonly ignoresCase?: boolean;
  /** What must be missing for gRPC callers to get UNKNOWN, where UNAVAILABLE would let them try again. */
  readonly givesUpWithout?: 'flyteadmin' | 'gate';
  /** Callers get "denied" if `/me` cannot be reached. */
  readonly deniesUnanswered?: boolean;
  /**
   * Seconds that it waits for `/me`.
   *
   * @default - 12, since the gate gives up earlier
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

/** The expected result by the contract. */
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

/** One wanted route of each group. */
export function oneOfEachGroup(table: RouteTable, want: (route: ContractRoute) => boolean = () => true): ContractRoute[] {
  const byGroup = new Map<ReleaseRouteGroup, ContractRoute>();
  for (const route of table.samples.filter(want)) {
    byGroup.set(route.group, byGroup.get(route.group) ?? route);
  }
  return [...byGroup.values()];
}

/** A case with the contract's verdict, on the protocol of the route's group. */
export function caseOf(table: RouteTable, edge: EdgeTraits, caller: Caller, asking: GrpcAsking, via?: Case['via']): Case {
  const headers = { ...caller.headers, ...asking.headers };
  return {
    via: via ?? (isGrpc(table.owner(asking.path)) ? 'grpc' : 'http1'),
    caller: caller.name,
    asking: { ...asking, headers },
    expected: verdict(table, edge, caller, asking.path),
  };
}
