import { matches, matchOf, overlap, PathMatch } from '../../../src/constructs/edge/route-table';
import { ReleaseRoute, RouteProtocol } from '../../../src/contract/union/routes';

const route = (path: string, more: Partial<ReleaseRoute> = {}): ReleaseRoute => ({ path, pathType: 'ImplementationSpecific', service: 's', port: 'http', ...more });
const exact = (path: string): PathMatch => ({ kind: 'exact', path });
const tree = (path: string): PathMatch => ({ kind: 'tree', path });
const segment = (path: string): PathMatch => ({ kind: 'segment', path });

it.each<[ReleaseRoute, RouteProtocol, PathMatch]>([
  [route('/me'), RouteProtocol.HTTP, exact('/me')],
  [route('/'), RouteProtocol.HTTP, tree('/')],
  [route('/api/*'), RouteProtocol.HTTP, tree('/api')],
  [route('/data', { pathType: 'Prefix' }), RouteProtocol.HTTP, tree('/data')],
  [route('/usage(/|$)', { subtreeOf: '/usage' }), RouteProtocol.HTTP, tree('/usage')],
  [route('/pkg.Service'), RouteProtocol.GRPC, tree('/pkg.Service')],
  [route('/pkg.Service/Get'), RouteProtocol.GRPC, exact('/pkg.Service/Get')],
  [route('/pkg.Service/Watch*'), RouteProtocol.GRPC, segment('/pkg.Service/Watch')],
])('reads %j over %s', (written, protocol, match) => expect(matchOf(written, protocol)).toEqual(match));

it.each<[PathMatch, string[], string[]]>([
  [exact('/me'), ['/me'], ['/me/', '/menu', '/ME']],
  [tree('/api'), ['/api', '/api/', '/api/v1'], ['/apis', '/ap']],
  [tree('/'), ['/', '/anything'], []],
  [segment('/s/Watch'), ['/s/Watch', '/s/WatchAll'], ['/s/Get', '/s/Watch/x']],
])('%j answers what it means', (match, yes, no) => {
  expect(yes.filter((path) => !matches(match, path))).toEqual([]);
  expect(no.filter((path) => matches(match, path))).toEqual([]);
});

it.each<[PathMatch, PathMatch, boolean]>([
  [tree('/api'), exact('/api/v1'), true],
  [exact('/api/v1'), tree('/api'), true],
  [tree('/api'), tree('/apis'), false],
  [tree('/API'), exact('/api/v1'), true],
  [tree('/s'), segment('/s/Watch'), true],
  [exact('/s/WatchAll'), segment('/s/Watch'), true],
  [exact('/s/Get'), segment('/s/Watch'), false],
])('%j and %j overlap: %s', (a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
  expect(overlap(b, a)).toBe(expected);
});
