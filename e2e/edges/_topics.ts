import { randomBytes } from 'node:crypto';
import {
  alice, anonymousApi, anonymousBrowser, bob, bobByStandard, Case, caseOf, Caller, EdgeTraits, expired, oneOfEachGroup,
} from './_cases';
import { FOREIGN_HOST } from './_client';
import { ContractRoute, isCatchAll, isGrpc, isGuarded, RouteTable } from './_contract';
import { FORGED, FORGED_TWICE, Forgery, forging, SINGLE, SPELLINGS } from './_forgeries';
import { GrpcStatus, WANTED_DELAY } from './_grpc';

const ALL_CALLERS = [anonymousBrowser, anonymousApi, expired, alice, bob, bobByStandard];

/** Cases for every edge, with the verdicts of the contract. */
export interface Topic {
  readonly name: string;
  /** @default 1 */
  readonly needsHosts?: number;
  cases(table: RouteTable, edge: EdgeTraits, hosts: readonly string[]): Case[];
}

export const FORGERY_TOPICS: readonly Topic[] = [
  {
    name: 'forged headers on every route',
    cases: (table, edge, [host]) => table.samples.filter((route) => takesListed(edge, route)).flatMap((route) =>
      [anonymousApi, alice].map((caller) => forgedCase(table, edge, host, { caller, forgery: FORGED, route }))),
  },
  {
    name: 'forged headers in every spelling',
    cases: (table, edge, [host]) => oneOfEachGroup(table, isGuarded).flatMap((route) => [
      ...SPELLINGS.flatMap((forgery) => ALL_CALLERS.map((caller) => forgedCase(table, edge, host, { caller, forgery, route }))),
      // Such a Connection header tells a proxy to drop the header that the edge has set.
      ...(isGrpc(route) ? [] : ['X-User-Subject', 'x-user-subject, close', 'X-User-Token'].map((connection) =>
        caseOf(table, edge, alice, { host, path: route.sample, headers: { connection } }))),
    ]),
  },
  {
    name: 'each forged header by itself',
    cases: (table, edge, [host]) => oneOfEachGroup(table, (route) => takesListed(edge, route)).flatMap((route) =>
      SINGLE.filter(({ unlisted }) => unlisted !== true || takesPrefixes(edge, route)).flatMap((forgery) =>
        [anonymousApi, alice, bob].map((caller) => forgedCase(table, edge, host, { caller, forgery, route })))),
  },
];

export const TOPICS: readonly Topic[] = [
  {
    name: 'every route of the release, for every kind of caller',
    cases: (table, edge, [host]) => table.samples.flatMap((route) =>
      ALL_CALLERS.map((caller) => caseOf(table, edge, caller, { host, path: route.sample }))),
  },
  {
    name: 'every route on every further domain',
    needsHosts: 2,
    cases: (table, edge, [, ...further]) => further.flatMap((host) => table.samples.flatMap((route) =>
      [anonymousBrowser, bob].map((caller) => caseOf(table, edge, caller, { host, path: route.sample })))),
  },
  ...FORGERY_TOPICS,
  {
    name: 'unknown paths, and neighbours of known ones',
    cases: (table, edge, [host]) => [
      '/members', '/menu', '/unknown', '/unknown.Service/Method', '/favicon.ico', '/a/b/c',
      ...table.samples.filter((route) => !isGrpc(route) && !isCatchAll(route)).flatMap(({ path }) => [`${path}x`, `${path}-x/y`, `/x${path}`]),
    ].filter((path) => !isGrpc(table.owner(path))).flatMap((path) =>
      [anonymousBrowser, alice].map((caller) => caseOf(table, edge, caller, { host, path }))),
  },
  {
    name: 'methods and bodies',
    cases: (table, edge, [host]) => oneOfEachGroup(table, (route) => !isGrpc(route)).flatMap((route) =>
      ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) =>
        [anonymousBrowser, anonymousApi, alice, bob].map((caller) => caseOf(table, edge, caller, { host, path: route.sample, method, body: 'some text' })))),
  },
  {
    name: 'large cookies and bodies',
    cases: (table, edge, [host]) => oneOfEachGroup(table, (route) => isGuarded(route) && !isGrpc(route)).flatMap((route) => [
      caseOf(table, edge, alice, { host, path: route.sample, headers: { cookie: `${String(alice.headers.cookie)}; flyte_idt=${'x'.repeat(12_000)}` } }),
      // Union's chart allows 6 MiB.
      caseOf(table, edge, alice, { host, path: route.sample, method: 'POST', body: randomBytes(5 * 1024 * 1024) }),
    ]),
  },
  {
    name: 'HTTP/2',
    cases: (table, edge, [host]) => oneOfEachGroup(table, (route) => !isGrpc(route)).flatMap((route) => [
      ...[anonymousBrowser, anonymousApi, alice, bob, forging(alice, FORGED), forging(anonymousApi, FORGED_TWICE)].map((caller) =>
        caseOf(table, edge, caller, { host, path: route.sample }, 'http2')),
      ...[anonymousApi, alice].map((caller) => caseOf(table, edge, caller, { host, path: route.sample, method: 'POST', body: 'some text' }, 'http2')),
    ]),
  },
  {
    name: 'WebSockets',
    cases: (table, edge, [host]) => oneOfEachGroup(table, (route) => !isGrpc(route)).flatMap((route) =>
      [anonymousApi, alice, bob, forging(alice, FORGED)].map((caller) => caseOf(table, edge, caller, { host, path: route.sample }, 'webSocket'))),
  },
  {
    name: 'JSON on gRPC routes, as from Connect clients',
    cases: (table, edge, [host]) => oneOfEachGroup(table, isGrpc).flatMap((route) => [anonymousApi, bob].map((caller) =>
      caseOf(table, { ...edge, signsInApiClients: false }, caller, { host, path: route.sample, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }, 'http1'))),
  },
  {
    name: 'headers that name another origin or path',
    cases: (table, edge, [host]) => oneOfEachGroup(table).flatMap((route) => [anonymousBrowser, anonymousApi, alice].map((caller) =>
      caseOf(table, edge, caller, { host, path: route.sample, headers: MISLEADING }))),
  },
  {
    name: 'connections for another of the hosts',
    needsHosts: 2,
    cases: (table, edge, [host, other]) => oneOfEachGroup(table).flatMap((route) => [anonymousApi, bob].map((caller): Case => {
      const it = caseOf(table, edge, caller, { host: other, serverName: host, path: route.sample });
      return edge.bindsHostToConnection ? { ...it, expected: { kind: 'not served' } } : it;
    })),
  },
  {
    name: 'foreign hosts',
    cases: (table, _edge, [host]) => [FOREIGN_HOST, `${host}.evil.example`, `evil.${host}`, 'localhost'].flatMap((foreign) =>
      oneOfEachGroup(table).flatMap((route) => [anonymousApi, alice].map((caller): Case => ({
        via: isGrpc(route) ? 'grpc' : 'http1',
        caller: caller.name,
        asking: { host: foreign, serverName: host, path: route.sample, headers: caller.headers },
        expected: { kind: 'not served' },
      })))),
  },
  {
    name: 'redirects to sign-in with the way back',
    cases: (table, edge, [host]) => [
      '/console/projects?a=1&b=2', '/console/a%20b?filter=x%26y&sort=up+down', '/console?q=50%25', '/console/%C3%BC?next=/a?b=c',
      '/?a=%0d%0aSet-Cookie:x=1',
    ].map((path) => caseOf(table, edge, anonymousBrowser, { host, path })),
  },
];

interface Forging {
  readonly caller: Caller;
  readonly forgery: Forgery;
  readonly route: ContractRoute;
}

/** With forged headers a backend still gets exactly the identity of `/me`, and none on an open route. */
function forgedCase(table: RouteTable, edge: EdgeTraits, host: string, { caller, forgery, route }: Forging): Case {
  const it = caseOf(table, edge, forging(caller, forgery), { host, path: route.sample });
  if (edge.refusesUnderscores && forgery.hasUnderscores) {
    return { ...it, expected: { kind: 'malformed' } };
  }
  return it.expected.kind === 'passes' ? { ...it, expected: { ...it.expected, identity: it.expected.identity ?? {} } } : it;
}

function takesListed(edge: EdgeTraits, route: ContractRoute): boolean {
  return isGuarded(route) || edge.leavesOpenRoutes !== true;
}

function takesPrefixes({ takesPrefixes: where }: EdgeTraits, route: ContractRoute): boolean {
  return where === 'every route' || (where === 'guarded routes' && isGuarded(route));
}

/** Headers with which a client claims that its request is another one. */
const MISLEADING = {
  'x-forwarded-host': FOREIGN_HOST,
  'x-forwarded-proto': 'http',
  'x-forwarded-uri': '/login',
  'x-forwarded-method': 'OPTIONS',
  'x-forwarded-for': '127.0.0.1',
  'x-original-url': '/login',
  'x-original-uri': '/login',
  'x-rewrite-url': '/login',
  'x-envoy-original-path': '/login',
  'x-auth-request-redirect': 'https://evil.example/',
  'x-http-method-override': 'OPTIONS',
};

/** Callers with credentials that no edge has in its cache. */
export function unrememberedCallers(round: string): Caller[] {
  return [
    { ...anonymousBrowser, headers: { ...anonymousBrowser.headers, cookie: `round=${round}` } },
    { ...anonymousApi, headers: { ...anonymousApi.headers, cookie: `round=${round}` } },
    { ...alice, headers: { ...alice.headers, cookie: `${String(alice.headers.cookie)}; round=${round}` } },
    { ...bob, headers: { ...bob.headers, cookie: `round=${round}` } },
  ];
}

/** While flyteadmin or the gate is away, guarded routes answer "try again", or "denied" on an edge that cannot say so, and open routes work. */
export function unansweredCases(table: RouteTable, edge: EdgeTraits, host: string, away: 'flyteadmin' | 'gate', round: string): Case[] {
  const code = edge.deniesUnanswered ? GrpcStatus.PERMISSION_DENIED : edge.givesUpWithout === away ? GrpcStatus.UNKNOWN : GrpcStatus.UNAVAILABLE;
  const ask = (route: ContractRoute): Case[] => unrememberedCallers(round).map((caller) => {
    const it = caseOf(table, edge, caller, { host, path: route.sample });
    return isGuarded(route) ? { ...it, expected: { kind: 'unavailable', code } } : it;
  });
  return oneOfEachGroup(table).flatMap(ask);
}

/** Longer than Envoy's default timeout. */
const SILENCE = 20_000;

/** Slow answers, and streams on which one side is silent. */
export function slowCases(table: RouteTable, edge: EdgeTraits, host: string): Case[] {
  return oneOfEachGroup(table).flatMap((route) => [
    caseOf(table, edge, bob, { host, path: route.sample, headers: { [WANTED_DELAY]: SILENCE } }),
    ...(isGrpc(route) ? [caseOf(table, edge, bob, { host, path: route.sample, messages: ['one', 'two'], pause: SILENCE })] : []),
  ]);
}
