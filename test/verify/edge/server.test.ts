import { EdgeServer } from '../../../src/verify/edge/server';
import { Model } from '../../../src/verify/model/model';
import { IN_CLUSTER_ME, ingress, IngressProps, Json } from '../_manifests';
import { httpRoute, ingressRoute, kubeObjects, middleware, modelOf } from './_routes';

const host = 'union.example.com';
const server = (...objects: Json[]): EdgeServer => {
  const { servers } = modelOf(...objects);
  expect(servers).toHaveLength(1);
  return servers[0];
};
const REGEX = { host, annotations: { 'use-regex': 'true' } };
const at = (name: string, paths: Record<string, string>, more: Partial<IngressProps> = {}) => ingress(name, { host, paths, ...more });
const exact = (type: string, value: string) => ({ matches: [{ path: { type, value } }], backendRefs: [{ name: type }] });
const grpc = (method: Json, name: string) => ({ matches: [{ method }], backendRefs: [{ name, port: 81 }] });
const SERVICE = 'flyteidl.service.AdminService';

test.each<[string, Json[], Record<string, string | undefined>]>([
  ['the longest literal prefix wins, a star is a star', [at('i', { '/': 'console', '/api': 'api', '/api/*': 'star', '/api/v1': 'v1' })],
    { '/apis': 'api', '/api/v1/x': 'v1', '/api/*x': 'star', '/other': 'console' }],
  ['Prefix goes by whole elements, Exact wins over it', [at('prefix', { '/me': 'prefix' }, { pathType: 'Prefix' }), at('exact', { '/me': 'exact' }, { pathType: 'Exact' })],
    { '/me': 'exact', '/me/x': 'prefix', '/menu': undefined }],
  ['the longer of Prefix and of a literal one wins', [at('prefix', { '/a': 'prefix' }, { pathType: 'Prefix' }), at('literal', { '/a/b': 'literal' })], { '/a/b/c': 'literal', '/a/c': 'prefix' }],
  // The star repeats the slash.
  ['one use-regex turns every path of the host into an expression, longest first, in any case',
    [at('open', { '/me': 'open', '/api/*': 'api' }, { pathType: 'Exact' }), at('usage', { '/usage(/(?!secret).*|$)': 'usage', '/m': 'short' }, REGEX)],
    { '/mexyz': 'open', '/ME': 'open', '/mango': 'short', '/usage/x': 'usage', '/usage/secret': undefined, '/apix': 'api' }],
  ['an expression that is none leaves the others alone', [at('i', { '/(longer': 'none', '/a': 'a' }, REGEX)], { '/a': 'a', '/(longer': 'none' }],
  ['ingress-nginx takes the longest path first', [at('i', { '/a.': 'dot', '/ab': 'b', '/a[b]': 'long', '/aa': 'a' }, REGEX)], { '/ab': 'long', '/aa': 'a', '/ac': 'dot' }],
  ['of equally long ones the last in the alphabet', [at('i', { '/a.': 'dot', '/.b': 'b' }, REGEX)], { '/ab': 'dot' }],
  ['exact paths come before prefixes, and expressions last', [httpRoute({ rules: [exact('RegularExpression', '/a/long/expression|/a.*'), exact('PathPrefix', '/a/'), exact('Exact', '/a')] })],
    { '/a': 'Exact', '/a/b': 'PathPrefix', '/ab': 'RegularExpression', '/b': undefined }],
  ['gRPC methods are exact, services are prefixes',
    [httpRoute({ hostnames: [host], rules: [grpc({ service: SERVICE }, 'service'), grpc({ service: SERVICE, method: 'GetTask' }, 'method')] }, { kind: 'GRPCRoute' })],
    { [`/${SERVICE}/GetTask`]: 'method', [`/${SERVICE}/ListTasks`]: 'service', [`/${SERVICE}2/ListTasks`]: undefined }],
])('%s', (_, objects, paths) => {
  const edge = server(...objects);
  expect(Object.keys(paths).map((path) => edge.match(path)?.backends[0]?.service)).toEqual(Object.values(paths));
});

test('a regular expression elsewhere does not touch this host', () => {
  const { servers } = modelOf(at('open', { '/me': 'open' }, { pathType: 'Exact' }), ingress('other', { ...REGEX, host: 'other.example.com', paths: { '/.*': 'x' } }));
  expect(servers.find((each) => each.host === host)!.match('/mexyz')).toBeUndefined();
});

test.each(['/(a)\\1', '/(', '/(?<=x)a', '/(?=a)(b)*', '/a{2000}'])('an expression that is not read may take any path: %s', (path) => {
  const edge = server(at('i', { [path]: 'x' }, REGEX), at('all', { '/': 'rest' }, REGEX));
  const asked = `/${'a'.repeat(200)}!`;
  expect(edge.unread.map((route) => route.path)).toEqual([path]);
  // It may take the request, and the request may go past it.
  expect(edge.takers(asked).flatMap(({ backends }) => backends.map(({ service }) => service))).toEqual(['x', 'rest']);
  expect(edge.match(asked)?.backends[0].service).toBe('rest');
});

test('an expression that is not read refuses nothing for sure', () => {
  const { edge, routes: [route] } = server(at('i', { '/': 'x' }));
  const takersBut = (path: string) => new EdgeServer(edge, host, [{ ...route, except: [{ path, match: 'regex' }] }]).takers('/aaa');
  expect(takersBut('(a+)+$')).toHaveLength(1);
  expect(takersBut('/a+')).toEqual([]);
});

test('a chain of Traefik leads to ForwardAuth, and an errors middleware signs in', () => {
  const edge = server(
    middleware('auth', { forwardAuth: { address: IN_CLUSTER_ME, authResponseHeaders: ['X-User-Subject'] } }),
    middleware('sign-in', { errors: { status: ['401-403'], query: '/login' } }), middleware('chain', { chain: { middlewares: [{ name: 'sign-in' }, { name: 'auth' }] } }),
    ingressRoute({ match: `Host(\`${host}\`) && PathPrefix(\`/api\`)`, middlewares: [{ name: 'chain' }], services: [{ name: 'flyteadmin', port: 80, scheme: 'h2c' }] }),
  );
  expect(edge.match('/api/v1')).toMatchObject({
    protocol: 'GRPC', guard: { kind: 'subrequest', url: IN_CLUSTER_ME, signIn: { url: '/login' }, backendHeaders: ['x-user-subject'] },
  });
});

describe('the takers of a path', () => {
  const rule = (match: string, service: string, priority?: number) => ({ match: `Host(\`${host}\`) && ${match}`, priority, services: [{ name: service }] });
  const router = (name: string, ...routes: Json[]) => ({ ...ingressRoute(...routes), metadata: { name, namespace: 'union-cp' } });
  const same = rule('Path(`/a`)', 'same');
  const equals = [router('r', rule('Path(`/a`)', 'first'), same), router('other', rule('Path(`/a`)', 'other'))];
  const byMethod = router('r', rule('Path(`/a`)', 'plain', 1), rule('Method(`GET`)', 'get', 3), rule('PathPrefix(`/b`)', 'b', 4), rule('PathPrefix(`/`)', 'rest', 0.5));
  const methods = router('r', rule('Method(`GET`)', 'get', 3), rule('Method(`PUT`)', 'put', 2), rule('Method(`POST`)', 'post', 1));
  const refusing = router('r', rule('PathPrefix(`/a`) && !PathPrefix(`/a/b`) && !Path(`/a/d`)', 'a', 2), rule('PathPrefix(`/`)', 'rest', 1));

  test.each<[string, Json[], string, string[], string]>([
    ['the first that takes it, and those before that look at more', [byMethod], '/a', ['get', 'plain'], 'plain'],
    ['none behind the first that takes it', [byMethod], '/b', ['b'], 'b'],
    ['all that look at more', [methods], '/c', ['get', 'put', 'post'], 'post'],
    ['the longer rule', [router('r', rule('PathPrefix(`/`)', 'short'), rule('PathPrefix(`/me`)', 'long'))], '/me', ['long'], 'long'],
    ['the longer rule, unless a priority says otherwise', [router('r', rule('PathPrefix(`/`)', 'short', 1_000), rule('PathPrefix(`/me`)', 'long'))], '/me', ['short'], 'short'],
    ['the longer rule of another object', [...equals, router('longer', rule('PathPrefix(`/`)', 'rest'))], '/a', ['rest'], 'rest'],
    ['its equals of other objects', equals, '/a', ['first', 'other'], 'first'],
    ['those that do not refuse it', [refusing], '/a/c', ['a'], 'a'],
    ['none of those that refuse its prefix', [refusing], '/a/b', ['rest'], 'rest'],
    ['none of those that refuse it', [refusing], '/a/d', ['rest'], 'rest'],
  ])('are %s', (_, objects, path, takers, taker) => {
    const edge = server(...objects);
    expect([edge.takers(path).map(({ backends }) => backends[0].service), edge.match(path)?.backends[0].service]).toEqual([takers, taker]);
  });
});

test('servers are apart by host and edge', () => {
  const { servers } = modelOf(at('a', { '/a': 'x' }), at('b', { '/b': 'x' }), ingress('c', { paths: { '/c': 'x' } }), at('d', { '/d': 'x' }, { className: 'traefik' }));
  expect(servers.map((each) => [each.edge.name, each.host, each.routes.map(({ path }) => path)])).toEqual([
    ['traefik', host, ['/d']], ['ingress-nginx', host, ['/a', '/b']], ['ingress-nginx', undefined, ['/c']],
  ]);
});

test.each<[string, Json, boolean]>([
  ['leads to flyteadmin', ingress('i', { paths: { '/a': 'x', '/b': 'flyteadmin' } }), true],
  ['has flyteadmin among its backends', ingressRoute({ match: 'Host(`a`)', services: [{ name: 'docs' }, { name: 'flyteadmin' }] }), true],
  ['asks /me', ingress('i', { annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/a': 'x' } }), true],
  ['asks something else', ingress('i', { annotations: { 'auth-url': 'http://flyteadmin/healthcheck' }, paths: { '/a': 'x' } }), false],
  ['asks nothing', ingress('i', { paths: { '/a': 'executions' } }), false],
])('whether a server serves Union, one of whose routes %s', (_, object_, expected) => expect(server(object_).servesUnion).toBe(expected));

test('of two clusters, each has its own server of a host', () => {
  const of = (cluster: string, path: string) => kubeObjects(at('i', { [path]: 'x' })).map((each) => each.settledIn({ cluster }));
  const { servers } = new Model([...of('east', '/a'), ...of('west', '/b')]);
  expect(servers.map((each) => [each.cluster, each.routes.map(({ path }) => path)])).toEqual([['east', ['/a']], ['west', ['/b']]]);
});
