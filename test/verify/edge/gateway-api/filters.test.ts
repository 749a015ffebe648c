import { filterAnswer, filterChanges, filterRewrite, modifierChanges } from '../../../../src/verify/edge/gateway-api/filters';
import { changeText, httpRoute, kubeObjects } from '../_routes';

type Json = Record<string, unknown>;

const field = kubeObjects(httpRoute({}))[0].field('spec', 'rules', 0);

describe('URLRewrite', () => {
  const filters = (path: Json | undefined) => [{ type: 'RequestHeaderModifier' }, { type: 'URLRewrite', urlRewrite: { hostname: 'a.example.com', path } }];
  const prefix = (replacePrefixMatch: string) => filters({ type: 'ReplacePrefixMatch', replacePrefixMatch });

  test.each([
    [filters({ type: 'ReplaceFullPath', replaceFullPath: '/new' }), '/old/x', '/new'],
    [prefix('/new'), '/old/x', '/new/x'],
    [prefix('/new/'), '/old/x', '/new/x'],
    [prefix('/'), '/old', '/'],
    [prefix('/new'), '/other/old', '/other/old'],
  ])('%j makes of %s: %s', (list, path, rewritten) => expect(filterRewrite(list, '/old')?.(path)).toBe(rewritten));

  test('what lies below the prefix stays, with its slashes', () => expect(filterRewrite(prefix('/new'), '/old/')?.('/old/a/b')).toBe('/new/a/b'));

  test('without a path nothing is rewritten', () => {
    expect(filterRewrite(undefined, '/old')).toBeUndefined();
    expect(filterRewrite(filters(undefined), '/old')).toBeUndefined();
  });
});

describe('RequestRedirect', () => {
  const answer = (requestRedirect: Record<string, unknown> | undefined) => filterAnswer([{ type: 'X' }, { requestRedirect }], [undefined, 'union.example.com']);

  test.each<[Record<string, unknown>, string]>([
    [{ hostname: 'other.example.com' }, 'a redirect to other.example.com'],
    [{ path: { type: 'ReplaceFullPath' } }, 'a redirect to another path'],
    [{ hostname: 'union.example.com', path: {} }, 'a redirect to union.example.com'],
  ])('%j is %s', (redirect, expected) => expect(answer(redirect)?.('/x')).toBe(expected));

  test.each([undefined, { scheme: 'https' }, { hostname: 'union.example.com', scheme: 'https' }])('%j leads to the same place', (redirect) => {
    expect(answer(redirect)).toBeUndefined();
  });

  test('a rule without filters asks its backend', () => expect(filterAnswer(undefined, [])).toBeUndefined());

  test('a redirect without a host leads to the host that was asked for', () => {
    expect(filterAnswer([{ requestRedirect: { scheme: 'https' } }], ['union.example.com'])).toBeUndefined();
  });
});

describe('headers', () => {
  test('are changed by filters of a rule and for each of its backends', () => {
    const rule = {
      filters: [{ requestHeaderModifier: { set: [{ name: 'X-A', value: '1' }], remove: ['X-B'] } }],
      backendRefs: [{ name: 'a' }, { filters: [{}, { responseHeaderModifier: { set: [{ name: 'X-C', value: '2' }] } }] }],
    };
    expect(filterChanges(rule, field).map(changeText)).toEqual([
      'after x-b= at spec.rules[0].filters[0].requestHeaderModifier.remove',
      'after x-a=1 at spec.rules[0].filters[0].requestHeaderModifier.set[0]',
      'response x-c=2 at spec.rules[0].backendRefs[1].filters[1].responseHeaderModifier.set[0]',
    ]);
    expect(filterChanges({}, field)).toEqual([]);
  });

  test('what a modifier adds to a request counts, what a modifier adds to an answer stands beside what was there', () => {
    const modifier = { set: [{ name: 'A' }], add: [{ name: 'B', value: 'b' }, { name: 'C', value: 'c' }] };
    expect(modifierChanges(modifier, 'before', field).map(changeText)).toEqual([
      'before a= at spec.rules[0].set[0]', 'before b=b at spec.rules[0].add[0]', 'before c=c at spec.rules[0].add[1]',
    ]);
    expect(modifierChanges(modifier, 'response', field).map(changeText)).toEqual(['response a= at spec.rules[0].set[0]']);
    expect(modifierChanges(undefined, 'before', field)).toEqual([]);
  });
});
