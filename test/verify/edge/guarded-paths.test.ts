import { isUnionServer, isUnionService, openRoutesOf, openRoutesText, rewrittenOpenRoutes, servesUnion } from '../../../src/verify/edge/guarded-paths';
import { IN_CLUSTER_ME, ingress, IngressProps, Json } from '../_manifests';
import { ingressRoute, middleware, modelOf } from './_routes';

const GUARDED = { 'auth-url': IN_CLUSTER_ME };
const open = (paths: Record<string, string>, more: Partial<IngressProps> = {}) => ingress('open', { paths, ...more });
const guarded = (paths: Record<string, string>, more: Partial<IngressProps> = {}) => ingress('guarded', { paths, ...more, annotations: { ...GUARDED, ...more.annotations } });
const rule = (match: string, service = 'flyteadmin', more: Json = {}) => ({ match, services: [{ name: service }], ...more });
const guard = middleware('guard', { forwardAuth: { address: IN_CLUSTER_ME } });
const BEHIND = { middlewares: [{ name: 'guard' }] };

test.each<[string, Json[], string[]]>([
  ['a request that must be guarded', [open({ '/app': 'executions' })], ['/app']],
  ['the same behind a guard', [guarded({ '/app': 'executions' })], []],
  ['another application', [open({ '/app': 'docs' })], []],
  ['a path that is left open', [open({ '/login': 'flyteadmin', '/config': 'flyteadmin' })], []],
  ['a path that answers another’s requests', [open({ '/me': 'flyteadmin' }), guarded({ '/members': 'identity' })], []],
  ['a path of no request', [open({ '/secret': 'flyteadmin' })], ['/secret']],
  ['an exact path as it is written', [open({ '/x*': 'flyteadmin' }, { pathType: 'Exact' })], ['/x*']],
  ['an expression that ends in a star', [open({ '/secret/*': 'flyteadmin' }, { annotations: { 'use-regex': 'true' } })], ['/secret/*']],
  ['a path that a rule before takes', [ingressRoute(rule('PathPrefix(`/`)', 'executions', { priority: 1_000, ...BEHIND }), rule('PathPrefix(`/app`)', 'executions')), guard], []],
  ['the path alone', [guarded({ '/secret/': 'flyteadmin' }), open({ '/secret': 'flyteadmin' }, { pathType: 'Exact' })], ['/secret']],
  ['what lies below', [ingressRoute(rule('Path(`/secret`)', 'flyteadmin', { priority: 1_000, ...BEHIND }), rule('PathPrefix(`/secret`) && !PathRegexp(`.*;`)')), guard], ['/secret']],
  ['what lies below a slash', [ingressRoute(rule('Path(`/secret/`)', 'flyteadmin', { priority: 1_000, ...BEHIND }), rule('PathPrefix(`/secret/`)')), guard], ['/secret/']],
  ['an expression', [open({ '/secret(/.*)?$': 'flyteadmin' }, { annotations: { 'use-regex': 'true' } })], ['/secret(/.*)?$']],
  ['an expression for what is left open and more', [open({ '/(config|api)': 'flyteadmin' }, { annotations: { 'use-regex': 'true' } })], ['/(config|api)']],
  ['a semicolon below', [
    guarded({ '/secret(/[^;]*)?$': 'flyteadmin' }, { annotations: { 'use-regex': 'true' } }), open({ '/secret': 'flyteadmin' }),
  ], ['/secret']],
])('open routes: %s', (_, objects, expected) => expect(openRoutesOf(modelOf(...objects).servers[0]).map(({ path }) => path)).toEqual(expected));

const rewritten = (routes: Json[], ...specs: Json[]) => {
  const middlewares = specs.map((spec, index) => middleware(`m${index}`, spec));
  return rewrittenOpenRoutes(modelOf(ingressRoute(...routes), ...middlewares, guard).servers[0]).map(({ from, to }) => `${from} to ${to}`);
};
const BY = { middlewares: [{ name: 'm0' }] };

test.each<[string, Json[], Json, string[]]>([
  ['by their start', [rule('PathPrefix(`/config`)', 'flyteadmin', BY)], { stripPrefix: { prefixes: ['/config'] } }, ['/config to /']],
  ['by an expression', [rule('PathRegexp(`^/config(/.*)?$`)', 'flyteadmin', BY)], { replacePath: { path: '/api' } }, ['/config to /api']],
  ['as they are', [rule('Path(`/config(x)`)', 'flyteadmin', BY)], { replacePath: { path: '/api' } }, ['/config(x) to /api']],
  ['below', [rule('PathPrefix(`/config`)', 'flyteadmin', BY)], { replacePathRegex: { regex: '^/config/(.*)', replacement: '/api/$1' } }, ['/config/x to /api/x']],
  ['below a slash', [rule('PathPrefix(`/config/`)', 'flyteadmin', BY)], { replacePathRegex: { regex: '^/config/(.+)', replacement: '/api/$1' } }, ['/config/x to /api/x']],
  ['among other backends', [rule('PathPrefix(`/config`)', 'flyteadmin', { ...BY, services: [{ name: 'docs' }, { name: 'flyteadmin' }] })], { replacePath: { path: '/api' } }, ['/config to /api']],
  ['to what is left open', [rule('PathPrefix(`/config`)', 'flyteadmin', BY)], { replacePath: { path: '/login' } }, []],
  ['to themselves', [rule('PathPrefix(`/api`)', 'flyteadmin', BY)], { stripPrefix: { prefixes: ['/config'] } }, []],
  ['for other applications', [rule('PathPrefix(`/config`)', 'docs', BY)], { replacePath: { path: '/api' } }, []],
  ['behind a guard', [rule('PathPrefix(`/config`)', 'flyteadmin', { middlewares: [{ name: 'm0' }, { name: 'guard' }] })], { replacePath: { path: '/api' } }, []],
  ['where another route takes them', [rule('PathPrefix(`/`)', 'docs', { priority: 1_000 }), rule('PathPrefix(`/config`)', 'flyteadmin', BY)], { replacePath: { path: '/api' } }, []],
  ['by nothing', [rule('PathPrefix(`/config`)')], {}, []],
])('open routes that are rewritten: %s', (_, routes, spec, expected) => expect(rewritten(routes, spec)).toEqual(expected));

test.each([
  [['executions'], true, true],
  [['flyteadmin'], true, false],
  [['flyteconsole'], true, false],
  [['docs'], false, false],
  [['docs', 'flyteadmin', 'executions'], true, true],
])('routes to %j serve Union: %s; as only Union does: %s', (services, serves, isUnion) => {
  const [server] = modelOf(ingressRoute({ match: 'Host(`a`)', services: services.map((name) => ({ name })) }, rule('Host(`a`) && Path(`/docs`)', 'docs'))).servers;
  expect([server.routes.some(servesUnion), isUnionServer(server)]).toEqual([serves, isUnion]);
});

test.each([['executions', true], ['flyteadmin', false], ['flyteconsole', false], ['datacatalog', false], ['cacheservice', false], ['docs', false]])('%s is of Union alone: %s', (name, expected) => {
  expect(isUnionService(name)).toBe(expected);
});

/** What is said of open routes. */
const text = (paths: string[], host?: string) => openRoutesText(modelOf(...paths.map((path, index) => ingress(`i${index}`, { host, paths: { [path]: 'executions' } }))).servers[0].routes);

test('shows up to four paths, each once', () => {
  expect(text(['/a', '/b', '/c', '/d'], 'union.example.com')).toEqual({ expected: 'a guard before every request on union.example.com', found: 'no guard before /a, /b, /c, /d', values: { paths: '/a, /b, /c, /d' } });
  expect(text(['/a', '/a', '/b']).found).toBe('no guard before /a, /b');
});

test('counts the others', () => {
  expect(text(['/a', '/b', '/c', '/d', '/e', '/f'])).toEqual({ expected: 'a guard before every request on every host', found: 'no guard before /a, /b, /c, /d and 2 more', values: { paths: '/a, /b, /c, /d and 2 more' } });
});

test('names each host once, and the owner of the routes if given', () => {
  const routes = ['a', 'b'].flatMap((host) => modelOf(ingress(host, { host: `${host}.example.com`, paths: { '/x': 'executions', '/y': 'executions' } })).servers.flatMap((server) => server.routes));
  expect(openRoutesText(routes, 'GRPCRoute grpc')).toEqual({ expected: 'a guard of GRPCRoute grpc before every request on a.example.com, b.example.com', found: 'no guard before /x, /y', values: { paths: '/x, /y' } });
});
