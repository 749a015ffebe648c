import { EdgeServer } from '../../../src/verify/edge/server';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { ingress, IN_CLUSTER_ME, manifests, object } from '../_manifests';

const host = 'union.example.com';
const serversOf = (...objects: Parameters<typeof manifests>): readonly EdgeServer[] =>
  new Model(parseManifests([{ name: 'in', text: manifests(...objects) }]).objects).servers;
const server = (...objects: Parameters<typeof manifests>): EdgeServer => {
  const servers = serversOf(...objects);
  expect(servers).toHaveLength(1);
  return servers[0];
};
const served = (from: EdgeServer, path: string) => from.match(path)?.backends[0]?.service;

describe('ingress-nginx', () => {
  test('the longest literal prefix wins, a star is a star', () => {
    const edge = server(ingress('i', { host, paths: { '/': 'console', '/api': 'api', '/api/*': 'star', '/api/v1': 'v1' } }));
    expect(served(edge, '/apis')).toBe('api');
    expect(served(edge, '/api/v1/x')).toBe('v1');
    expect(served(edge, '/api/*x')).toBe('star');
    expect(served(edge, '/other')).toBe('console');
  });

  test('Prefix goes by whole elements, Exact wins over it', () => {
    const edge = server(
      ingress('prefix', { host, pathType: 'Prefix', paths: { '/me': 'prefix' } }),
      ingress('exact', { host, pathType: 'Exact', paths: { '/me': 'exact' } }),
    );
    expect(served(edge, '/me')).toBe('exact');
    expect(served(edge, '/me/x')).toBe('prefix');
    expect(served(edge, '/menu')).toBeUndefined();
  });

  test('one use-regex turns every path of the host into an expression, longest first, in any case', () => {
    const edge = server(
      ingress('open', { host, pathType: 'Exact', paths: { '/me': 'open', '/api/*': 'api' } }),
      ingress('usage', { host, annotations: { 'use-regex': 'true' }, paths: { '/usage(/(?!secret).*|$)': 'usage', '/m': 'short' } }),
    );
    expect(served(edge, '/mexyz')).toBe('open');
    expect(served(edge, '/ME')).toBe('open');
    expect(served(edge, '/mango')).toBe('short');
    expect(served(edge, '/usage/x')).toBe('usage');
    expect(served(edge, '/usage/secret')).toBeUndefined();
    // The star repeats the slash.
    expect(served(edge, '/apix')).toBe('api');
  });

  test('an expression that is none leaves the others alone', () => {
    const edge = server(ingress('i', { host, annotations: { 'use-regex': 'true' }, paths: { '/(longer': 'none', '/a': 'a' } }));
    expect([served(edge, '/a'), served(edge, '/(longer')]).toEqual(['a', 'none']);
  });

  test('a regular expression elsewhere does not touch this host', () => {
    const servers = serversOf(
      ingress('open', { host, pathType: 'Exact', paths: { '/me': 'open' } }),
      ingress('other', { host: 'other.example.com', annotations: { 'use-regex': 'true' }, paths: { '/.*': 'x' } }),
    );
    expect(served(servers.find((each) => each.host === host)!, '/mexyz')).toBeUndefined();
  });

  test.each(['/(a)\\1', '/(', '/(?<=x)a', '/(?=a)(b)*', '/a{2000}'])('an expression that is not read may take any path: %s', (path) => {
    const edge = server(
      ingress('i', { host, annotations: { 'use-regex': 'true' }, paths: { [path]: 'x' } }),
      ingress('all', { host, annotations: { 'use-regex': 'true' }, paths: { '/': 'rest' } }),
    );
    const asked = `/${'a'.repeat(200)}!`;
    expect(edge.unread.map((route) => route.path)).toEqual([path]);
    // It may take the request, and the request may go past it.
    expect(edge.takers(asked).flatMap(({ backends }) => backends.map(({ service }) => service))).toEqual(['x', 'rest']);
    expect(served(edge, asked)).toBe('rest');
  });

  test('an expression that is not read refuses nothing for sure', () => {
    const edge = server(ingress('i', { host, paths: { '/': 'x' } }));
    const [route] = edge.routes;
    const takersBut = (path: string) => new EdgeServer(edge.edge, host, [{ ...route, except: [{ path, match: 'regex' }] }]).takers('/aaa');
    expect(takersBut('(a+)+$')).toHaveLength(1);
    expect(takersBut('/a+')).toEqual([]);
  });

  test('the guard is the subrequest of the annotations', () => {
    const annotations = { 'auth-url': IN_CLUSTER_ME, 'auth-signin': 'https://x/login', 'auth-response-headers': 'Set-Cookie, X-User-Subject' };
    expect(server(ingress('i', { host, annotations, paths: { '/': 'console' } })).match('/')?.guard).toMatchObject({
      kind: 'subrequest', url: IN_CLUSTER_ME, signIn: { url: 'https://x/login' }, backendHeaders: ['set-cookie', 'x-user-subject'],
    });
  });

  test('an empty auth-url guards nothing, an unknown class is opaque', () => {
    expect(server(ingress('i', { host, annotations: { 'auth-url': '' }, paths: { '/': 'x' } })).match('/')?.guard).toEqual({ kind: 'none' });
    expect(server(ingress('i', { host, className: 'alb', paths: { '/': 'x' } })).match('/')?.guard.kind).toBe('opaque');
  });

  test('a class of any name is ingress-nginx where its annotations say so', () => {
    const edge = server(
      ingress('guarded', { host, className: 'controlplane', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/a': 'x' } }),
      ingress('open', { host, className: 'controlplane', paths: { '/me': 'flyteadmin' } }),
    );
    expect(edge.match('/me')).toMatchObject({ edge: { name: 'ingress-nginx' }, guard: { kind: 'none' } });
  });
});

describe('Traefik', () => {
  const middleware = (name: string, spec: object) => object('traefik.io/v1alpha1', 'Middleware', name, { spec });
  const forwardAuth = middleware('auth', { forwardAuth: { address: IN_CLUSTER_ME, authResponseHeaders: ['X-User-Subject'] } });
  const errors = middleware('sign-in', { errors: { status: ['401-403'], query: '/login', service: { name: 'flyteadmin', port: 80 } } });
  const route = (match: string, middlewares: string[], priority?: number) => ({
    kind: 'Rule', match, priority, middlewares: middlewares.map((name) => ({ name })), services: [{ name: 'flyteadmin', port: 80, scheme: 'h2c' }],
  });
  const ingressRoute = (...routes: object[]) => object('traefik.io/v1alpha1', 'IngressRoute', 'r', { spec: { routes } });

  test('a chain leads to ForwardAuth, and an errors middleware signs in', () => {
    const edge = server(
      forwardAuth, errors, middleware('chain', { chain: { middlewares: [{ name: 'sign-in' }, { name: 'auth' }] } }),
      ingressRoute(route(`Host(\`${host}\`) && PathPrefix(\`/api\`)`, ['chain'])),
    );
    expect(edge.match('/api/v1')).toMatchObject({
      protocol: 'GRPC', guard: { kind: 'subrequest', url: IN_CLUSTER_ME, signIn: { url: '/login' }, backendHeaders: ['x-user-subject'] },
    });
  });

  test('a chain that contains itself ends', () => {
    const edge = server(middleware('chain', { chain: { middlewares: [{ name: 'chain' }] } }), ingressRoute(route(`Host(\`${host}\`)`, ['chain'])));
    expect(edge.match('/')?.guard.kind).toBe('none');
  });

  test.each([
    ['a middleware that the input does not show', `Host(\`${host}\`)`],
    ['a negation', `Host(\`${host}\`) && !PathPrefix(\`/x\`)`],
  ])('%s is opaque', (_, match) => expect(server(ingressRoute(route(match, ['missing']))).match('/')?.guard.kind).toBe('opaque'));

  test('the longer rule wins unless a priority says otherwise', () => {
    const short = `Host(\`${host}\`)`;
    const long = `${short} && PathPrefix(\`/me\`)`;
    expect(server(forwardAuth, ingressRoute(route(short, ['auth']), route(long, []))).match('/me')?.guard.kind).toBe('none');
    expect(server(forwardAuth, ingressRoute(route(short, ['auth'], 1_000), route(long, []))).match('/me')?.guard.kind).toBe('subrequest');
  });

  test('an Ingress names its middlewares in an annotation', () => {
    const annotations = { 'traefik.ingress.kubernetes.io/router.middlewares': 'union-cp-auth@kubernetescrd' };
    expect(server(forwardAuth, ingress('i', { host, annotations, paths: { '/': 'x' } })).match('/')).toMatchObject({ edge: { name: 'traefik' }, guard: { kind: 'subrequest' } });
  });
});

describe('Gateway API', () => {
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { spec: { listeners: [{ name: 'https', hostname: host }] } });
  const httpRoute = (name: string, value: string, rest: object = {}) => object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, {
    spec: { parentRefs: [{ name: 'edge' }], rules: [{ matches: [{ path: { type: 'PathPrefix', value } }], backendRefs: [{ name, port: 80 }], ...rest }] },
  });
  const policy = (target: object) => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
    spec: { targetRefs: [target], extAuth: { headersToExtAuth: ['Cookie'], http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/me' } } },
  });

  test('host names come from the listener, prefixes go by elements', () => {
    const edge = server(gateway, httpRoute('a', '/me'));
    expect(edge.host).toBe(host);
    expect(served(edge, '/me/x')).toBe('a');
    expect(edge.match('/menu')).toBeUndefined();
  });

  test('a policy on the gateway guards every route', () => {
    const edge = server(gateway, httpRoute('a', '/a'), policy({ kind: 'Gateway', name: 'edge' }));
    expect(edge.match('/a')?.guard).toMatchObject({ kind: 'subrequest', url: 'http://flyteadmin:80/me', forwardedHeaders: ['authorization', 'cookie'] });
  });

  test('a policy on a route guards that route alone', () => {
    const edge = server(gateway, httpRoute('a', '/a'), httpRoute('b', '/b'), policy({ kind: 'HTTPRoute', name: 'b' }));
    expect(edge.match('/a')?.guard.kind).toBe('none');
    expect(edge.match('/b')?.guard.kind).toBe('subrequest');
  });

  test('an Envoy patch leaves the guard open', () => {
    const edge = server(gateway, httpRoute('a', '/a'), object('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'patch'));
    expect(edge.match('/a')?.guard.kind).toBe('opaque');
  });

  test('gRPC methods are exact, services are prefixes', () => {
    const grpcRoute = object('gateway.networking.k8s.io/v1', 'GRPCRoute', 'grpc', {
      spec: {
        hostnames: [host],
        rules: [
          { matches: [{ method: { service: 'flyteidl.service.AdminService' } }], backendRefs: [{ name: 'service', port: 81 }] },
          { matches: [{ method: { service: 'flyteidl.service.AdminService', method: 'GetTask' } }], backendRefs: [{ name: 'method', port: 81 }] },
        ],
      },
    });
    const edge = server(grpcRoute);
    expect(served(edge, '/flyteidl.service.AdminService/GetTask')).toBe('method');
    expect(served(edge, '/flyteidl.service.AdminService/ListTasks')).toBe('service');
    expect(served(edge, '/flyteidl.service.AdminService2/ListTasks')).toBeUndefined();
  });
});

describe('the takers of a path', () => {
  const rule = (match: string, service: string, priority?: number) => ({ match: `Host(\`${host}\`) && ${match}`, priority, services: [{ name: service }] });
  const router = (name: string, ...routes: object[]) => object('traefik.io/v1alpha1', 'IngressRoute', name, { spec: { routes } });
  const takers = (path: string, ...objects: Parameters<typeof manifests>) =>
    server(...objects).takers(path).map(({ backends }) => backends[0].service);

  test('are the first that takes it, and those before that look at more', () => {
    const routers = router('r', rule('Path(`/a`)', 'plain', 1), rule('Method(`GET`)', 'get', 3), rule('PathPrefix(`/b`)', 'b', 4), rule('PathPrefix(`/`)', 'rest', 0.5));
    expect(takers('/a', routers)).toEqual(['get', 'plain']);
    expect(server(routers).match('/a')?.backends[0].service).toBe('plain');
    expect(takers('/b', routers)).toEqual(['b']);
    const byMethod = router('r', rule('Method(`GET`)', 'get', 3), rule('Method(`PUT`)', 'put', 2), rule('Method(`POST`)', 'post', 1));
    expect(takers('/c', byMethod)).toEqual(['get', 'put', 'post']);
    expect(server(byMethod).match('/c')?.backends[0].service).toBe('post');
  });

  test('are its equals of other objects', () => {
    const same = rule('Path(`/a`)', 'same');
    expect(takers('/a', router('r', rule('Path(`/a`)', 'first'), same), router('other', rule('Path(`/a`)', 'other')), router('longer', rule('PathPrefix(`/`)', 'rest')))).toEqual(['rest']);
    const equals = [router('r', rule('Path(`/a`)', 'first'), same), router('other', rule('Path(`/a`)', 'other'))];
    expect(takers('/a', ...equals)).toEqual(['first', 'other']);
    expect(server(...equals).match('/a')?.backends[0].service).toBe('first');
  });

  test('are none of those that refuse it', () => {
    const routers = router('r', rule('PathPrefix(`/a`) && !PathPrefix(`/a/b`) && !Path(`/a/d`)', 'a', 2), rule('PathPrefix(`/`)', 'rest', 1));
    expect(takers('/a/c', routers)).toEqual(['a']);
    expect(takers('/a/b', routers)).toEqual(['rest']);
    expect(takers('/a/d', routers)).toEqual(['rest']);
    expect(server(routers).match('/a/b')?.backends[0].service).toBe('rest');
  });
});

describe('servers', () => {
  test('are apart by host and edge', () => {
    const servers = serversOf(
      ingress('a', { host, paths: { '/a': 'x' } }), ingress('b', { host, paths: { '/b': 'x' } }), ingress('c', { paths: { '/c': 'x' } }), ingress('d', { host, className: 'traefik', paths: { '/d': 'x' } }),
    );
    expect(servers.map((each) => [each.edge.name, each.host, each.routes.map(({ path }) => path)])).toEqual([
      ['traefik', host, ['/d']], ['ingress-nginx', host, ['/a', '/b']], ['ingress-nginx', undefined, ['/c']],
    ]);
  });

  test.each<[string, Parameters<typeof ingress>[1], boolean]>([
    ['leads to flyteadmin', { paths: { '/a': 'x', '/b': 'flyteadmin' } }, true],
    ['asks /me', { annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/a': 'x' } }, true],
    ['asks something else', { annotations: { 'auth-url': 'http://flyteadmin/healthcheck' }, paths: { '/a': 'x' } }, false],
    ['asks nobody', { paths: { '/a': 'executions' } }, false],
  ])('serve Union where one of their routes %s', (_, props, expected) => expect(server(ingress('i', props)).servesUnion).toBe(expected));

  test('serve Union where one of their backends is flyteadmin', () => {
    const services = [{ name: 'docs' }, { name: 'flyteadmin' }];
    expect(server(object('traefik.io/v1alpha1', 'IngressRoute', 'r', { spec: { routes: [{ match: 'Host(`a`)', services }] } })).servesUnion).toBe(true);
  });
});

test('ingress-nginx takes the longest path first, and of equally long ones the last in the alphabet', () => {
  const annotations = { 'use-regex': 'true' };
  const edge = server(ingress('i', { host, annotations, paths: { '/a.': 'dot', '/ab': 'b', '/a[b]': 'long', '/aa': 'a' } }));
  expect(['/ab', '/aa', '/ac'].map((path) => served(edge, path))).toEqual(['long', 'a', 'dot']);
  const equal = server(ingress('i', { host, annotations, paths: { '/a.': 'dot', '/.b': 'b' } }));
  expect(served(equal, '/ab')).toBe('dot');
});

test('exact paths come before prefixes, and expressions last', () => {
  const rule = (type: string, value: string) => ({ matches: [{ path: { type, value } }], backendRefs: [{ name: type }] });
  const edge = server(object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', {
    spec: { rules: [rule('RegularExpression', '/a/long/expression|/a.*'), rule('PathPrefix', '/a/'), rule('Exact', '/a')] },
  }));
  expect(['/a', '/a/b', '/ab'].map((path) => served(edge, path))).toEqual(['Exact', 'PathPrefix', 'RegularExpression']);
  expect(edge.match('/b')).toBeUndefined();
});
