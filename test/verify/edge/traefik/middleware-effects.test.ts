import { middlewareAnswer, middlewareChanges, middlewareRewrite, unreadMiddlewares } from '../../../../src/verify/edge/traefik/middleware-effects';
import { changeText, kubeObjects, middleware } from '../_routes';

type Json = Record<string, unknown>;

describe('paths', () => {
  const rewrite = (...specs: Json[]) => middlewareRewrite(kubeObjects(...specs.map((spec, index) => middleware(`m${index}`, spec))));

  test.each<[string, Json[], string, string]>([
    ['a path in place of all', [{ replacePath: { path: '/new' } }], '/old/x', '/new'],
    ['an expression', [{ replacePathRegex: { regex: '^/old/(.*)', replacement: '/new/$1' } }], '/old/x', '/new/x'],
    ['its groups in braces', [{ replacePathRegex: { regex: '^/old/(.*)', replacement: '/new/${1}y' } }], '/old/x', '/new/xy'],
    ['an expression that does not match', [{ replacePathRegex: { regex: '^/old/(.*)', replacement: '/new' } }], '/x', '/x'],
    ['an expression that matches nothing', [{ replacePathRegex: { regex: 'x*', replacement: '/new' } }], '/old', '/new/old'],
    ['a group that is not there', [{ replacePathRegex: { regex: '^/(a)?(.*)', replacement: '/$1-$2-$3' } }], '/b', '/-b-'],
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
  ])('%s', (_, specs, path, rewritten) => expect(rewrite(...specs).rewritten?.(path)).toBe(rewritten));

  test('middlewares that change no path rewrite nothing', () => {
    expect(rewrite({ headers: {} }, { stripPrefix: { prefixes: [] } })).toEqual({ unread: [] });
  });

  test('middlewares with an unread expression are listed', () => {
    const { rewritten, unread } = rewrite({ replacePathRegex: { regex: '(', replacement: '/' } }, { stripPrefixRegex: { regex: ['(?=a)', '/b'] } });
    expect(rewritten?.('/b/x')).toBe('/x');
    expect(unread).toEqual([expect.stringMatching(/^replacePathRegex of Middleware m0, whose expression \( is not read$/), expect.stringMatching(/^stripPrefixRegex of Middleware m1, whose/)]);
  });

  test.each([['/a/a', '/b/b'], ['/x', '/x'], ['/ba', '/bb']])('an expression is replaced wherever it is: %s becomes %s', (path, rewritten) => {
    expect(rewrite({ replacePathRegex: { regex: 'a', replacement: 'b' } }).rewritten?.(path)).toBe(rewritten);
  });
});

describe('answers', () => {
  const answer = (specs: Record<string, unknown>[], host?: string) => middlewareAnswer(kubeObjects(...specs.map((spec, index) => middleware(`m${index}`, spec))), host);
  const old = { redirectRegex: { regex: '^https://union.example.com/old', replacement: '/new' } };

  test.each<[Record<string, unknown>[], string | undefined, string, string | undefined]>([
    [[{ headers: {} }, old], 'union.example.com', '/old/x', 'a redirect of ^https://union.example.com/old'],
    [[old], 'union.example.com', '/x', undefined],
    [[old], 'other.example.com', '/old', undefined],
    [[{ redirectRegex: { regex: '^https://[^/]+/old' } }], undefined, '/old', 'a redirect of ^https://[^/]+/old'],
    // What is not read may answer anything.
    [[{ redirectRegex: { regex: '(' } }], undefined, '/(', 'a redirect of ('],
    [[{ redirectScheme: { scheme: 'https' } }, { redirectScheme: { scheme: 'http' } }], undefined, '/x', 'a redirect to http'],
    [[old, { redirectScheme: { scheme: 'http' } }], 'union.example.com', '/x', 'a redirect to http'],
  ])('%j on %s answer %s: %s', (specs, host, path, expected) => {
    expect(answer(specs, host)).toBeDefined();
    expect(answer(specs, host)?.(path)).toBe(expected);
  });

  test('the same place by https is no answer', () => {
    expect(answer([{ redirectScheme: { scheme: 'https' } }, { headers: {} }])).toBeUndefined();
    expect(answer([])).toBeUndefined();
  });
});

describe('headers', () => {
  const headers = (more: Record<string, unknown>) => middleware('headers', { headers: more });

  test('change before the guard, after it, and on the way back', () => {
    const changes = middlewareChanges(kubeObjects(
      headers({ customRequestHeaders: { 'X-User': 'alice', 'Gone': '', 'Nothing': null } }),
      middleware('guard', { forwardAuth: { address: 'http://flyteadmin/me' } }),
      headers({ customRequestHeaders: { B: 1 }, customResponseHeaders: { 'Set-Cookie': '' } }),
    ));
    expect(changes.map(changeText)).toEqual([
      'before x-user=alice at spec.headers.customRequestHeaders.X-User',
      'before gone= at spec.headers.customRequestHeaders.Gone',
      'before nothing= at spec.headers.customRequestHeaders.Nothing',
      'after b=1 at spec.headers.customRequestHeaders.B',
      'response set-cookie= at spec.headers.customResponseHeaders.Set-Cookie',
    ]);
  });

  test('come after the backend’s guard if there is no ForwardAuth', () => {
    expect(middlewareChanges(kubeObjects(headers({ customRequestHeaders: { A: 'b' } }))).map(({ hop }) => hop)).toEqual(['after']);
  });
});

test('kinds of Middlewares that are read, or affect neither access nor requests', () => {
  const known = [
    'addPrefix', 'basicAuth', 'buffering', 'chain', 'circuitBreaker', 'compress', 'contentType', 'digestAuth', 'encodedCharacters', 'errors', 'forwardAuth', 'grpcWeb', 'headers',
    'inFlightReq', 'ipAllowList', 'ipWhiteList', 'passTLSClientCert', 'rateLimit', 'redirectRegex', 'redirectScheme', 'replacePath', 'replacePathRegex', 'retry', 'stripPrefix', 'stripPrefixRegex',
  ];
  expect(unreadMiddlewares(kubeObjects(...known.map((kind) => middleware(kind, { [kind]: {} }))))).toEqual([]);
  expect(unreadMiddlewares(kubeObjects(middleware('m', { plugin: {}, oidc: {} })))).toEqual([
    'Middleware m, a plugin, which is not read', 'Middleware m, a middleware of the kind oidc, which is not read',
  ]);
});
