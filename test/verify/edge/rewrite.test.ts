import { filterRewrite, ingressRewrite, middlewareRewrite } from '../../../src/verify/edge/rewrite';
import { ingress } from '../_manifests';
import { kubeObjects, middleware } from './_routes';

type Json = Record<string, unknown>;

const [INGRESS] = kubeObjects(ingress('i', { paths: { '/': 'x' } }));

describe('rewrite-target of ingress-nginx', () => {
  test.each([
    ['/$1', '/app/(.*)', '/app/x', '/x'],
    ['/$1', '/app/(.*)', '/APP/x', '/x'],
    ['/$2/$1', '/(a)(/b)?', '/a', '//a'],
    ['/', '/app', '/application', '/'],
    ['/', '/app', '/my/app', '/my/app'],
  ])('%s below %s makes of %s: %s', (target, path, requested, rewritten) => {
    expect(ingressRewrite(target, path, INGRESS).rewritten?.(requested)).toBe(rewritten);
  });

  test.each([[undefined, '/app'], ['', '/app']])('%s below %s rewrites nothing', (target, path) => {
    expect(ingressRewrite(target, path, INGRESS)).toEqual({ unread: [] });
  });

  test('is told where its path is not read', () => {
    expect(ingressRewrite('/$1', '/(a)\\1', INGRESS)).toEqual({
      unread: ['rewrite-target of Ingress i for the path /(a)\\1, an expression that is not read'],
    });
  });
});

describe('middlewares of Traefik', () => {
  const rewrite = (...specs: Json[]) => middlewareRewrite(kubeObjects(...specs.map((spec, index) => middleware(`m${index}`, spec))));

  test.each<[string, Json[], string, string]>([
    ['a path in place of all', [{ replacePath: { path: '/new' } }], '/old/x', '/new'],
    ['an expression', [{ replacePathRegex: { regex: '^/old/(.*)', replacement: '/new/$1' } }], '/old/x', '/new/x'],
    ['its groups in braces', [{ replacePathRegex: { regex: '^/old/(.*)', replacement: '/new/${1}y' } }], '/old/x', '/new/xy'],
    ['an expression that does not match', [{ replacePathRegex: { regex: '^/old/(.*)', replacement: '/new' } }], '/x', '/x'],
    ['a prefix before', [{ addPrefix: { prefix: '/v1' } }], '/x', '/v1/x'],
    ['a prefix less', [{ stripPrefix: { prefixes: ['/a', '/b'] } }], '/b/x', '/x'],
    ['nothing behind the prefix', [{ stripPrefix: { prefixes: ['/a'] } }], '/a', '/'],
    ['slashes behind the prefix', [{ stripPrefix: { prefixes: ['/a'] } }], '/a//x', '/x'],
    ['a prefix that ends in a segment', [{ stripPrefix: { prefixes: ['/a'] } }], '/ab/c', '/b/c'],
    ['another prefix', [{ stripPrefix: { prefixes: ['/a'] } }], '/b/a', '/b/a'],
    ['a prefix that is an expression', [{ stripPrefixRegex: { regex: ['^/a[0-9]+'] } }], '/a12/x', '/x'],
    ['one of two without its anchor', [{ stripPrefixRegex: { regex: ['/b', '/c|/a'] } }], '/a/x', '/x'],
    ['an expression that negates', [{ stripPrefixRegex: { regex: ['/a[^/]+'] } }], '/abc/x', '/x'],
    ['an expression in the middle', [{ stripPrefixRegex: { regex: ['/a'] } }], '/b/a', '/b/a'],
    ['one after the other', [{ stripPrefix: { prefixes: ['/a'] } }, { headers: {} }, { addPrefix: { prefix: '/b' } }], '/a/x', '/b/x'],
  ])('%s', (_, specs, path, rewritten) => {
    expect(rewrite(...specs).rewritten?.(path)).toBe(rewritten);
  });

  test('that change no path rewrite nothing', () => {
    expect(rewrite({ headers: {} }, { stripPrefix: { prefixes: [] } })).toEqual({ unread: [] });
  });

  test('whose expression is not read are told', () => {
    const { rewritten, unread } = rewrite({ replacePathRegex: { regex: '(', replacement: '/' } }, { stripPrefixRegex: { regex: ['(?=a)', '/b'] } });
    expect(rewritten?.('/b/x')).toBe('/x');
    expect(unread).toEqual([expect.stringMatching(/^replacePathRegex of Middleware m0, whose expression \( is not read$/), expect.stringMatching(/^stripPrefixRegex of Middleware m1, whose/)]);
  });

  test.each([['/a/a', '/b/b'], ['/x', '/x'], ['/ba', '/bb']])('an expression is replaced wherever it is: %s becomes %s', (path, rewritten) => {
    expect(rewrite({ replacePathRegex: { regex: 'a', replacement: 'b' } }).rewritten?.(path)).toBe(rewritten);
  });
});

describe('URLRewrite of the Gateway API', () => {
  const filters = (path: Json | undefined) => [{ type: 'RequestHeaderModifier' }, { type: 'URLRewrite', urlRewrite: { hostname: 'a.example.com', path } }];
  const prefix = (replacePrefixMatch: string) => filters({ type: 'ReplacePrefixMatch', replacePrefixMatch });

  test.each([
    [filters({ type: 'ReplaceFullPath', replaceFullPath: '/new' }), '/old/x', '/new'],
    [prefix('/new'), '/old/x', '/new/x'],
    [prefix('/new/'), '/old/x', '/new/x'],
    [prefix('/'), '/old', '/'],
    [prefix('/new'), '/other/old', '/other/old'],
  ])('%j makes of %s: %s', (list, path, rewritten) => {
    expect(filterRewrite(list, '/old')?.(path)).toBe(rewritten);
  });

  test('what lies below the prefix stays, with its slashes', () => {
    expect(filterRewrite(prefix('/new'), '/old/')?.('/old/a/b')).toBe('/new/a/b');
  });

  test('without a path nothing is rewritten', () => {
    expect(filterRewrite(undefined, '/old')).toBeUndefined();
    expect(filterRewrite(filters(undefined), '/old')).toBeUndefined();
  });
});
