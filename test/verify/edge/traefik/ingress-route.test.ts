import { rawRoutes, refusedRoutes } from '../../../../src/verify/edge/edges';
import { TraefikReader } from '../../../../src/verify/edge/traefik/traefik-reader';
import { deployment, object } from '../../_manifests';
import { changeText, ingressRoute, middleware, modelOf, routesOf } from '../_routes';

type Json = Record<string, unknown>;

const routes = (spec: Json, ...more: Json[]) => routesOf(ingressRoute({ services: [{ name: 'executions' }], ...spec }), ...more);
const ofRule = (match: string) => routes({ match });

test.each<[string, string[]]>([
  ['Host(`a`) && PathPrefix(`/x`)', ['a start /x']],
  ['(Host(`a`) || Host(`b`)) && (Path(`/x`) || PathRegexp(`^/y/.*`))', ['a exact /x', 'a regex /y/.*', 'b exact /x', 'b regex /y/.*']],
  ['Host(`a`, `a`) && PathPrefix(`/x`, `/x`)', ['a start /x']],
  ['HostRegexp(`^.+\\.example\\.com$`) && PathRegexp(`/a^b`)', ['^.+\\.example\\.com$ regex .*/a^b']],
  ['PathRegexp(`/a|/b`)', ['undefined regex .*(?:/a|/b)']],
  ['Host(`a`)', ['a start /']],
  ['PathPrefix(`/x`)', ['undefined start /x']],
  ['Host(`a`) && Path(`/x`) && !Path(`/y`) && !Host(`b`)', ['a exact /x']],
  ['Method(`GET`)', ['undefined start /']],
])('%s serves %j', (match, expected) => expect(ofRule(match).map(({ host, match: how, path }) => `${host} ${how} ${path}`)).toEqual(expected));

describe('a rule', () => {
  test.each<[string, string[] | undefined, boolean]>([
    ['Host(`a`)', undefined, false],
    ['Host(`a`) && !PathPrefix(`/x`) && !Path(`/y`)', ['start /x', 'exact /y'], false],
    ['Host(`a`) && !PathRegexp(`(?i)%2[ef5]|%5c|\\\\|/\\.{1,2}(;|/|$)`)', undefined, false],
    ['Host(`a`) && (PathPrefix(`/x`) && !PathPrefix(`/x/y`))', undefined, true],
    ['Host(`a`) && !PathPrefix(`/x`) && (Path(`/y`) && !Path(`/z`))', ['start /x'], true],
    ['Host(`a`) && !PathPrefix(`/x`) || Host(`b`)', undefined, true],
    ['Host(`a`) && !(PathPrefix(`/x`))', undefined, true],
    ['Host(`a`) && Headerless(`x`)', undefined, true],
  ])('%s refuses %j, at times: %s', (match, except, conditional) => {
    const [route] = ofRule(match);
    expect([route.except?.map(({ match: how, path }) => `${how} ${path}`), route.conditional ?? false]).toEqual([except, conditional]);
    expect(Object.keys(route).includes('conditional')).toBe(conditional);
  });

  const PLACES = ['Host', 'HostRegexp', 'Path', 'PathPrefix', 'PathRegexp'];
  const CONDITIONS = ['Header', 'Headers', 'HeadersRegexp', 'HeaderRegexp', 'Query', 'QueryRegexp', 'Method', 'ClientIP'];

  test.each([...PLACES.map((name) => [name, false] as const), ...CONDITIONS.map((name) => [name, true] as const)])('with %s is read, and matches at times: %s', (name, conditional) => {
    const [route] = ofRule(`PathPrefix(\`/x\`) && ${name}(\`/y\`)`);
    expect([route.unread, route.conditional ?? false]).toEqual([[], conditional]);
  });

  test('with another matcher is listed', () => expect(ofRule('Host(`a`) && Country(`CH`)')[0].unread).toEqual(['the matcher Country of IngressRoute router, which is not read']));

  test('has the priority of its length, unless it sets one', () => {
    const match = 'Host(`a`) && !PathRegexp(`(?i)%2[ef5]|%5c|\\\\|/\\.{1,2}(;|/|$)`)';
    expect(ofRule(match)[0].priority).toBe(match.length);
    expect(routes({ match, priority: 7 })[0].priority).toBe(7);
    expect(routes({ match, priority: 0 })[0].priority).toBe(match.length);
    expect(routes({})[0].priority).toBe(0);
  });

  test('has its place', () => {
    const [first, second] = routesOf(ingressRoute({ match: 'Host(`a`)' }, { match: 'Host(`b`)' }));
    expect([`${first.field}`, `${second.field}`]).toEqual(['spec.routes[0].match', 'spec.routes[1].match']);
  });
});

test.each([
  ['^/a|/b', ['/a/x', '/x/b'], ['/x/a']],
  ['/a|/b', ['/a/x', '/x/a', '/x/b'], ['/x']],
  ['\\.js$', ['/x/a.js'], ['/a.json']],
  ['(?i)^/a', ['/A/x'], ['/x/a']],
  ['(?i)/a$', ['/x/A'], ['/a/x']],
  ['(?i)/a$|/b$', ['/x/A', '/x/B'], ['/a/x']],
])('an expression matches anywhere unless it is anchored: %s', (expression, taken, others) => {
  const [server] = modelOf(ingressRoute({ match: `PathRegexp(\`${expression}\`)`, services: [{ name: 'executions' }] })).servers;
  expect([...taken, ...others].filter((path) => server.match(path) !== undefined)).toEqual(taken);
});

describe('services', () => {
  test('are where it leads', () => {
    const services = [{ name: 'a', namespace: 'acme', port: 80 }, { name: 'b', kind: 'TraefikService' }, { kind: 'Service' }];
    const [{ backends }] = routes({ services });
    expect(backends).toEqual([{ service: 'a', namespace: 'acme', port: '80' }, { service: 'b', kind: 'TraefikService' }, { service: '' }]);
    expect(backends[0]).not.toHaveProperty('kind');
  });

  test.each([[undefined, 'HTTP', undefined], ['http', 'HTTP', undefined], ['h2c', 'GRPC', undefined], ['https', 'HTTP', 'HTTPS']])('with scheme %s are spoken to in %s, and %s', (scheme, protocol, otherProtocol) => {
    expect(routes({ services: [{ name: 'a' }, { name: 'b', scheme }] })[0]).toMatchObject({ protocol, otherProtocol });
  });

  test('that do not exist are there for what a middleware answers', () => {
    const noop = { match: 'Host(`union.example.com`)', services: [{ name: 'noop@internal', kind: 'TraefikService' }], middlewares: [{ name: 'redirect' }] };
    const regex = middleware('redirect', { redirectRegex: { regex: '^https://union.example.com/old' } });
    expect(routes(noop, middleware('redirect', { redirectScheme: { scheme: 'https' } }))).toEqual([]);
    const [route] = routes(noop, regex);
    expect(route.backends).toEqual([]);
    expect([route.ownAnswer?.('/old'), route.ownAnswer?.('/new')]).toEqual(['a redirect of ^https://union.example.com/old', undefined]);
  });
});

describe('middlewares', () => {
  const auth = (namespace: string) => middleware('auth', { forwardAuth: { address: `http://flyteadmin.${namespace}/me` } }, namespace);

  test.each<[Json, string]>([
    [{ name: 'auth' }, 'http://flyteadmin.union-cp/me'],
    [{ name: 'auth', namespace: 'acme' }, 'http://flyteadmin.acme/me'],
    [{ name: 'acme-auth@kubernetescrd' }, 'http://flyteadmin.acme/me'],
  ])('%j guards by %s', (reference, url) => {
    expect(routes({ middlewares: [reference] }, auth('union-cp'), auth('acme'))[0].guard).toMatchObject({ kind: 'subrequest', url });
  });

  test('that are missing are reported at their place', () => {
    const { guard } = routes({ middlewares: [{ name: 'auth' }, {}] })[0];
    expect(guard.kind === 'opaque' && `${guard.field}: ${guard.reason}`).toBe('spec.routes[0].middlewares: Middleware auth,  is not in the input');
  });

  test('change headers and paths', () => {
    const changing = middleware('change', { headers: { customRequestHeaders: { A: '' } } });
    const [route] = routes({ middlewares: [{ name: 'change' }, { name: 'strip' }] }, changing, middleware('strip', { stripPrefix: { prefixes: ['/a'] } }));
    expect(route.headerChanges.map(changeText)).toEqual(['after a= at spec.headers.customRequestHeaders.A']);
    expect(route.rewritten?.('/a/x')).toBe('/x');
    expect(routes({})[0]).not.toHaveProperty('rewritten');
  });
});

describe('of an IngressRoute, Traefik refuses', () => {
  const traefik = (args: string[], container: Json = {}) => deployment('traefik', { container: { args: ['--providers.kubernetescrd', ...args], ...container } });
  const far = { match: 'Host(`a`)', services: [{ name: 'executions', namespace: 'acme' }], middlewares: [{ name: 'acme-m@kubernetescrd' }, { name: 'm@file' }, { name: 'm' }] };
  const refused = (...objects: Json[]) => refusedRoutes(modelOf(...objects)).map(({ field, found, expected }) => `${field}: ${found}, not ${expected}`);
  const FAR = [
    'spec.routes[0].middlewares[0]: acme-m@kubernetescrd, and Traefik without --providers.kubernetescrd.allowCrossNamespace, not one of namespace union-cp',
    'spec.routes[0].services[0]: executions of namespace acme, and Traefik without --providers.kubernetescrd.allowCrossNamespace, not one of namespace union-cp',
  ];

  test.each<[string, Json[], string[]]>([
    ['references to other namespaces', [traefik([])], FAR],
    ['them if the flag is false', [traefik(['--providers.kubernetescrd.allowCrossNamespace=false'])], FAR],
    ['none with the flag', [traefik(['--providers.kubernetescrd.allowcrossnamespace=true'])], []],
    ['none with the bare flag', [traefik(['--providers.kubernetescrd.allowCrossNamespace'])], []],
    ['none with a config file', [traefik(['--configFile=/a.yaml'])], []],
    ['none with a mounted configuration', [traefik([], { volumeMounts: [{ name: 'c', mountPath: '/etc/traefik/a' }] })], []],
    ['none without a Traefik in the input', [deployment('traefik', { container: { args: ['--providers.file'] } })], []],
  ])('%s', (_, objects, expected) => expect(refused(ingressRoute(far), ...objects)).toEqual(expected));

  test.each<[string[][], string[]]>([
    [[['web', 'websecure']], []],
    [[['websecrue']], ['spec.entryPoints[0]: websecrue, not websecure']],
    [[['internal'], ['internal'], ['interanl']], ['spec.entryPoints[0]: interanl, not internal']],
    [[['internal'], ['interanl']], []],
  ])('misspelt entry points of %j', (entryPoints, expected) => {
    expect(refused(...entryPoints.map((names, i) => object('traefik.io/v1alpha1', 'IngressRoute', `r${i}`, { spec: { entryPoints: names, routes: [] } })))).toEqual(expected);
  });

  test.each<[string | undefined, string, string[]]>([
    [undefined, 'union-cp', []], ['acme', 'acme', []], [undefined, 'acme', ['spec.tls.options.name: mtls, which is not there, but in namespace acme, not a TLSOption of the namespace: other']],
  ])('TLS options of namespace %s, which exist in %s', (namespace, there, expected) => {
    const route = object('traefik.io/v1alpha1', 'IngressRoute', 'r', { spec: { tls: { options: { name: 'mtls', namespace } }, routes: [] } });
    const others = ['union-cp', 'acme'].map((each) => object('traefik.io/v1alpha1', 'TLSOption', 'other', {}, each));
    expect(refused(route, ...others, object('traefik.io/v1alpha1', 'TLSOption', 'mtls', {}, there))).toEqual(expected);
  });

  test.each<[string | undefined, string[], string[]]>([
    ['mtls', ['mtls'], []], ['mtls', [], []], [undefined, ['other'], []], ['default', ['other'], []], ['mtls@file', ['other'], []],
    ['mtls', ['other'], ['spec.tls.options.name: mtls, which is not there, not a TLSOption of the namespace: other']],
  ])('the TLS options %s beside %j', (name, options, expected) => {
    const route = object('traefik.io/v1alpha1', 'IngressRoute', 'r', { spec: { tls: { options: { name } }, routes: [] } });
    expect(refused(route, ...options.map((each) => object('traefik.io/v1alpha1', 'TLSOption', each)))).toEqual(expected);
  });

  test('matchers with two letters exchanged', () => {
    const names = [
      'ClientIP', 'Header', 'HeaderRegexp', 'Headers', 'HeadersRegexp', 'Host', 'HostHeader', 'HostRegexp', 'Method', 'Path', 'PathPrefix', 'PathRegexp', 'Query', 'QueryRegexp',
    ];
    const misspelt = (name: string) => `${name[0]}${name[2]}${name[1]}${name.slice(3)}`;
    expect(refused(ingressRoute(...names.map((name) => ({ match: `${misspelt(name)}(\`a\`)` })))).map((text) => text.replace(/^.*, not /, ''))).toEqual(names.map((name) => `${name}(\`a\`)`));
  });

  test.each(['PathRegexp', 'HeaderRegexp', 'QueryRegexp', 'Header'])('rules of version 2 beside one of version 3, with %s', (name) => {
    const old = ['Host', 'HostRegexp', 'Path', 'PathPrefix'].map((matcher) => `${matcher}(\`/a\`, \`/b\`)`);
    const expected = ['Host', 'HostRegexp', 'Path', 'PathPrefix'].map((matcher) => `${matcher}(\`/a\`) || ${matcher}(\`/b\`)`);
    const rules = (first: string, syntax?: string) => refused(ingressRoute({ match: first }, ...old.map((match) => ({ match, syntax })))).map((text) => text.replace(/^.*, not /, ''));
    expect([rules(`${name}(\`/x\`)`), rules('Host(`a`)'), rules(`${name}(\`/x\`)`, 'v2')]).toEqual([expected, [], []]);
  });

  test('rules and objects of another version', () => {
    const old = { ...ingressRoute({ match: 'Host(`a`)' }), apiVersion: 'traefik.containo.us/v1alpha1' };
    const served = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'ingressroutes.traefik.containo.us', { spec: { group: 'traefik.containo.us' } }, null);
    expect(refused(old, middleware('m', {}), served)).toEqual([]);
    expect(refused(old, middleware('m', {}))).toEqual(['apiVersion: traefik.containo.us/v1alpha1, not traefik.io/v1alpha1, which the other objects have']);
    expect(refused(old)).toEqual([]);
    const rules = ['Header(`a`, `b`)', 'Host(`a`, `b`)', 'HostRegexp(`{x:a}`)', 'PathPrefix(`/{x:a}`)', "Host('a')", 'Hots(`a`)', 'Host(`a`'];
    expect(refused(ingressRoute(...rules.map((match) => ({ match })))).map((text) => text.replace(/^.*, not /, ''))).toEqual([
      'Host(`a`) || Host(`b`)', 'an expression without a name, in HostRegexp', 'an expression without a name, in PathRegexp', 'Host(`a`)', 'Host(`a`)', 'quotes and parentheses in pairs',
    ]);
  });
});

test('routes for TCP lead to Services', () => {
  const tcp = object('traefik.io/v1alpha1', 'IngressRouteTCP', 'tcp', { spec: { routes: [{}, { services: [{ name: 'flyteadmin', port: 81 }] }] } });
  expect(rawRoutes(modelOf(tcp)).map(({ field, backends }) => [`${field}`, backends.map(({ service, port }) => `${service}:${port}`)])).toEqual([
    ['spec.routes[0]', []], ['spec.routes[1]', ['flyteadmin:81']],
  ]);
});

test.each<[string, string[][], string[]]>([
  ['one with and one without TLS', [['web', 'websecure']], ['entry point web at spec.entryPoints[0]']],
  ['TLS alone', [['websecure']], ['TLS']],
  ['some with TLS, some without', [['websecure'], ['websecure', 'web'], []], ['TLS', 'entry point web at spec.entryPoints[1]', 'TLS']],
  ['none with TLS, which ends elsewhere', [['web'], []], []],
])('the entries of routes: %s', (_, entryPoints, expected) => {
  const model = modelOf(...entryPoints.map((names, i) => object('traefik.io/v1alpha1', 'IngressRoute', `r${i}`, { spec: { entryPoints: names, routes: [] } })));
  expect(new TraefikReader().doors(model.objects, model).map(({ plain }) => (plain === undefined ? 'TLS' : `${plain.found} at ${plain.at}`))).toEqual(expected);
});

test('where HSTS is set without TLS, that ends elsewhere', () => {
  const model = modelOf(
    middleware('hsts', { headers: { forceSTSHeader: true } }),
    ...[['web'], ['websecure']].map((entryPoints, i) => object('traefik.io/v1alpha1', 'IngressRoute', `r${i}`, { spec: { entryPoints, routes: i === 0 ? [{ middlewares: [{ name: 'hsts' }] }] : [] } })),
  );
  expect(new TraefikReader().doors(model.objects, model).map(({ route }) => route.name)).toEqual(['r1']);
});
