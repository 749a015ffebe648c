import { filterAnswer, filterChanges, filterRewrite, modifierChanges, unreadFilters } from '../../../../src/verify/edge/gateway-api/filters';
import { changes } from '../../../../src/verify/edge/header-changes';
import { Json } from '../../_manifests';
import { changeText, httpRoute, kubeObjects } from '../_routes';

const field = kubeObjects(httpRoute({}))[0].field('spec', 'rules', 0);
const HOST = 'union.example.com';
const filters = (path: Json | undefined) => [{ type: 'RequestHeaderModifier' }, { type: 'URLRewrite', urlRewrite: { hostname: 'a.example.com', path } }];
const prefix = (replacePrefixMatch: string) => filters({ type: 'ReplacePrefixMatch', replacePrefixMatch });

test.each<[Json[] | undefined, string, string, string | undefined]>([
  [filters({ type: 'ReplaceFullPath', replaceFullPath: '/new' }), '/old', '/old/x', '/new'],
  [prefix('/new'), '/old', '/old/x', '/new/x'],
  [prefix('/new/'), '/old', '/old/x', '/new/x'],
  [prefix('/'), '/old', '/old', '/'],
  [prefix('/new'), '/old', '/other/old', '/other/old'],
  // What lies below the prefix stays, with its slashes.
  [prefix('/new'), '/old/', '/old/a/b', '/new/a/b'],
  [undefined, '/old', '/old', undefined],
  [filters(undefined), '/old', '/old', undefined],
])('%j below %s makes of %s: %s', (list, matched, path, rewritten) => expect(filterRewrite({ filters: list }, matched)?.(path)).toBe(rewritten));

test.each<[Json | undefined, (string | undefined)[], string | undefined]>([
  [{ hostname: 'other.example.com' }, [undefined, HOST], 'a redirect to other.example.com'],
  [{ path: { type: 'ReplaceFullPath' } }, [undefined, HOST], 'a redirect to another path'],
  [{ hostname: HOST, path: {} }, [undefined, HOST], 'a redirect to union.example.com'],
  // They lead to the same place.
  [undefined, [undefined, HOST], undefined],
  [{ scheme: 'https' }, [undefined, HOST], undefined],
  [{ hostname: HOST, scheme: 'https' }, [undefined, HOST], undefined],
  [{ scheme: 'https' }, [HOST], undefined],
])('the redirect %j on %j answers: %s', (requestRedirect, hosts, expected) => expect(filterAnswer({ filters: [{ type: 'X' }, { requestRedirect }] }, hosts)?.('/x')).toBe(expected));

test('a rule without filters asks its backend', () => expect([filterAnswer({}, []), filterRewrite({}, '/old'), filterChanges({}, field)]).toEqual([undefined, undefined, []]));

test('headers are changed by filters of a rule and for each of its backends', () => {
  const rule = {
    filters: [{ requestHeaderModifier: { set: [{ name: 'X-A', value: '1' }], remove: ['X-B'] } }],
    backendRefs: [{ name: 'a' }, { filters: [{}, { responseHeaderModifier: { set: [{ name: 'X-C', value: '2' }] } }] }],
  };
  expect(filterChanges(rule, field).map(changeText)).toEqual([
    'after x-b= at spec.rules[0].filters[0].requestHeaderModifier.remove',
    'after x-a=1 at spec.rules[0].filters[0].requestHeaderModifier.set[0]',
    'response x-c=2 at spec.rules[0].backendRefs[1].filters[1].responseHeaderModifier.set[0]',
  ]);
});

test.each<['before' | 'response', Json | undefined, string[]]>([
  ['before', { set: [{ name: 'A' }], add: [{ name: 'B', value: 'b' }, { name: 'C', value: 'c' }] },
    ['before a= at spec.rules[0].set[0]', 'before b=b at spec.rules[0].add[0]', 'before c=c at spec.rules[0].add[1]']],
  // What is added to a response is beside what was there.
  ['response', { set: [{ name: 'A' }], add: [{ name: 'B', value: 'b' }] }, ['response a= at spec.rules[0].set[0]']],
  ['before', undefined, []],
])('%s, the modifier %j changes %j', (hop, modifier, expected) => expect(modifierChanges(modifier, hop, field).map(changeText)).toEqual(expected));

test('filters that are read, or change nothing, and those that are not', () => {
  const [route] = kubeObjects(httpRoute({}));
  const known = ['CORS', 'ExternalAuth', 'RequestHeaderModifier', 'RequestMirror', 'RequestRedirect', 'ResponseHeaderModifier', 'URLRewrite'];
  const extension = (kind: string) => ({ type: 'ExtensionRef', extensionRef: { kind, name: 'x' } });
  expect(unreadFilters({ filters: [...known.map((type) => ({ type })), extension('Middleware')] }, route)).toEqual([]);
  expect(unreadFilters({ filters: [{ type: 'JWT' }], backendRefs: [{ filters: [extension('Lua')] }] }, route)).toEqual([
    'the filter JWT of HTTPRoute route, which is not read', 'the filter Lua x of HTTPRoute route, which is not read',
  ]);
});

test.each<[Json, string | undefined]>([
  [{ value: 'X-User' }, 'x-user'], [{ type: 'Exact', value: 'X-User' }, 'x-user'], [{ type: 'Prefix', value: 'X-User-' }, 'x-user-*'], [{ type: 'Other', value: 'X' }, undefined],
  [{ type: 'RegularExpression', value: '(' }, undefined],
])('the headers %j are removed as %s', (match, header) => {
  expect(modifierChanges({ removeOnMatch: [match] }, 'before', field).map((change) => [change.header, `${change.field}`])).toEqual(header === undefined ? [] : [[header, 'spec.rules[0].removeOnMatch[0]']]);
});

test.each<[Json, string[]]>([
  [{ type: 'Suffix', value: '-Token' }, ['x-token']], [{ type: 'RegularExpression', value: 'X-(User|Token)' }, ['x-user', 'x-token']],
])('of some headers, %j removes %j', (match, removed) => {
  const [change] = modifierChanges({ removeOnMatch: [match] }, 'before', field);
  expect(['x-user', 'x-token', 'x-users', 'authorization'].filter((header) => changes(change, header))).toEqual(removed);
});
