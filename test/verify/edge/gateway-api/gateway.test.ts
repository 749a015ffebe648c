import { GUARDED_HEADERS, GUARDED_PREFIXES, TAKES_ALL, TAKES_UNLISTED } from '../../../../src/contract/union/caller-headers';
import { rawRoutes } from '../../../../src/verify/edge/edges';
import { GatewayApiReader } from '../../../../src/verify/edge/gateway-api/gateway-api-reader';
import { EdgeRoute } from '../../../../src/verify/edge/route';
import { Json, object } from '../../_manifests';
import { changeText, gateway, httpRoute, middleware, modelOf, routesOf } from '../_routes';

const ENVOY = 'gateway.envoyproxy.io/v1alpha1';
const BACKEND = { backendRefs: [{ name: 'executions', port: 80 }] };
const inOneRule = (rule: Json, ...more: Json[]): EdgeRoute => routesOf(httpRoute({ hostnames: ['union.example.com'], rules: [rule] }), ...more)[0];

const LISTENERS = [{ name: 'a', hostname: 'a.example.com' }, { name: 'b', hostname: 'b.example.com' }, { name: 'c', hostname: 'a.example.com' }];
const at = (ref: Json = {}) => ({ parentRefs: [{ name: 'edge', ...ref }] });

test.each<[string, Json, Json[], (string | undefined)[]]>([
  ['its own', { hostnames: ['x.example.com', 'y.example.com'], ...at() }, [gateway('edge', LISTENERS)], ['x.example.com', 'y.example.com']],
  ['those of the listeners', at(), [gateway('edge', LISTENERS)], ['a.example.com', 'b.example.com']],
  ['that of its listener', at({ sectionName: 'b' }), [gateway('other', LISTENERS), gateway('edge', LISTENERS)], ['b.example.com']],
  ['every host at a listener without a host name', at(), [gateway('edge', [{ name: 'a' }])], [undefined]],
  ['every host without a gateway', at(), [gateway('other', LISTENERS)], [undefined]],
  ['every host at a gateway of another namespace', at(), [gateway('edge', LISTENERS, 'gateways')], [undefined]],
  ['those of the gateway that it names with a namespace', at({ namespace: 'gateways' }), [gateway('edge', LISTENERS, 'gateways')], ['a.example.com', 'b.example.com']],
])('the hosts of a route are %s', (_, spec, gateways, expected) => {
  expect(routesOf(httpRoute({ ...spec, rules: [BACKEND] }), ...gateways).map(({ host }) => host)).toEqual(expected);
});

test.each<[string, Json[] | undefined, string[]]>([
  ['HTTPRoute', undefined, ['tree / at spec.rules[0]']],
  ['HTTPRoute', [{ path: { type: 'PathPrefix', value: '/a' } }, { path: { value: '/b' } }], ['tree /a at spec.rules[0].matches[0]', 'tree /b at spec.rules[0].matches[1]']],
  ['HTTPRoute', [{ path: { type: 'Exact', value: '/a' } }], ['exact /a at spec.rules[0].matches[0]']],
  ['HTTPRoute', [{ path: { type: 'RegularExpression', value: '/a.*' } }], ['regex /a.* at spec.rules[0].matches[0]']],
  ['HTTPRoute', [{ headers: [{ name: 'a', value: 'b' }] }], ['tree / at spec.rules[0].matches[0] at times']],
  ['HTTPRoute', [{ queryParams: [{ name: 'a', value: 'b' }] }], ['tree / at spec.rules[0].matches[0] at times']],
  ['HTTPRoute', [{ method: 'GET' }], ['tree / at spec.rules[0].matches[0] at times']],
  ['HTTPRoute', [{ headers: [], queryParams: [] }], ['tree / at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{ method: { service: 'a.B' } }], ['tree /a.B at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{ method: { service: 'a.B', method: 'Get' } }], ['exact /a.B/Get at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{ method: { service: 'a.*', method: 'Get', type: 'RegularExpression' } }], ['regex /a.*/Get at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{}], ['tree / at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{ method: { method: 'Get' } }], ['regex /[^/]+/Get$ at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{ method: { method: 'Get.*', type: 'RegularExpression' } }], ['regex /[^/]+/Get.* at spec.rules[0].matches[0]']],
  ['GRPCRoute', [{ headers: [{ name: 'a', value: 'b' }] }], ['tree / at spec.rules[0].matches[0] at times']],
])('the paths of a %s with %j, in the protocol of its kind', (kind, matches, expected) => {
  const routes = routesOf(httpRoute({ rules: [{ ...BACKEND, matches }] }, { kind }));
  expect(routes.map(({ path, match: how, field, conditional }) => `${how} ${path} at ${field}${conditional ? ' at times' : ''}`)).toEqual(expected);
  expect(new Set(routes.map(({ protocol }) => protocol))).toEqual(new Set([kind === 'HTTPRoute' ? 'HTTP' : 'GRPC']));
});

test('backends are those of the rule, and those that get copies', () => {
  const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'copies', port: 1 } } };
  const rule = { filters: [mirror, { type: 'URLRewrite' }], backendRefs: [{ name: 'a', namespace: 'acme', port: 80 }, { kind: 'Backend', name: 'b' }, { kind: 'Service' }] };
  expect(inOneRule(rule).backends).toEqual([
    { service: 'a', namespace: 'acme', port: '80' }, { service: 'b', kind: 'Backend' }, { service: '' }, { service: 'copies', port: '1' },
  ]);
  expect(inOneRule(rule).backends[2]).not.toHaveProperty('kind');
});

test.each([['TCPRoute', ['executions']], ['TLSRoute', ['executions']], ['UDPRoute', ['executions']], ['HTTPRoute', []]])('%s leads below HTTP to %j', (kind, expected) => {
  const found = rawRoutes(modelOf(httpRoute({ rules: [{}, BACKEND] }, { kind })));
  expect(found.flatMap(({ backends, field }) => backends.map(({ service }) => (`${field}` === 'spec.rules[1]' ? service : field)))).toEqual(expected);
});

test('filters redirect and rewrite', () => {
  const redirect = (requestRedirect: Json) => ({ type: 'RequestRedirect', requestRedirect });
  const toHttps = redirect({ scheme: 'https' });
  const rules = [{ filters: [toHttps] }, { filters: [{ type: 'ResponseHeaderModifier' }, toHttps] }, { filters: [toHttps], ...BACKEND }, { filters: [{ type: 'URLRewrite' }] }];
  // A rule that only redirects to https gets nothing through.
  expect(rules.map((rule) => inOneRule(rule) !== undefined)).toEqual([false, false, true, true]);
  expect(inOneRule({ filters: [redirect({ hostname: 'other.example.com' })] }).ownAnswer?.('/x')).toBe('a redirect to other.example.com');
  const filters = [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }];
  expect(inOneRule({ ...BACKEND, filters, matches: [{ path: { value: '/config' } }] }).rewritten?.('/config/x')).toBe('/x');
  expect(inOneRule(BACKEND).ownAnswer).toBeUndefined();
  expect(inOneRule(BACKEND)).not.toHaveProperty('rewritten');
});

describe('headers', () => {
  const clients = (name: string, target: Json, spec: Json, namespace = 'union-cp') => object(ENVOY, 'ClientTrafficPolicy', name, { spec: { targetRefs: [target], ...spec } }, namespace);
  const USER = { earlyRequestHeaders: { remove: ['X-User'] } };
  const policy = (target: Json, namespace?: string) => clients('clients', target, { headers: { ...USER, lateResponseHeaders: { remove: ['Set-Cookie'], add: [{ name: 'A' }] } } }, namespace);
  const other = (spec: Json) => clients('other', { name: 'edge' }, spec);
  const changes = (ref: Json, ...objects: Json[]) => routesOf(httpRoute({ parentRefs: [{ name: 'edge', ...ref }, { name: 'second' }], rules: [BACKEND] }), ...objects)[0].headerChanges;
  const CHANGED = ['before x-user= at spec.headers.earlyRequestHeaders.remove', 'response set-cookie= at spec.headers.lateResponseHeaders.remove'];

  test.each<[string, Json, Json, string[]]>([
    ['the gateway', {}, policy({ name: 'edge' }), CHANGED],
    ['the listener', { sectionName: 'https' }, policy({ name: 'edge', sectionName: 'https' }), CHANGED],
    ['the gateway of a listener', { sectionName: 'https' }, policy({ name: 'edge' }), CHANGED],
    ['one of its listeners', {}, policy({ name: 'edge', sectionName: 'https' }), CHANGED],
    ['a gateway in its namespace', { namespace: 'gateways' }, policy({ name: 'edge' }, 'gateways'), CHANGED],
    ['one of its gateways', {}, policy({ name: 'second' }), CHANGED],
    ['another listener', { sectionName: 'https' }, policy({ name: 'edge', sectionName: 'http' }), []],
    ['another gateway', {}, policy({ name: 'other' }), []],
    ['a gateway of another namespace', {}, policy({ name: 'edge' }, 'gateways'), []],
  ])('change by a policy for %s', (_, ref, object_, expected) => expect(changes(ref, object_).map(changeText)).toEqual(expected));

  test.each<[string, Json[], string[]]>([
    ['one', [policy({ name: 'edge' })], ['x-user always', 'set-cookie always']],
    // The later is refused, so that what not both change may stay.
    ['two for one target', [policy({ name: 'edge' }), other({})], ['x-user partly', 'set-cookie partly']],
    ['two for one target, for what both change', [policy({ name: 'edge' }), other({ headers: USER })], ['x-user always', 'set-cookie partly', 'x-user always']],
    ['one for a listener, which replaces both', [policy({ name: 'edge', sectionName: 'https' }), other({})], ['x-user always', 'set-cookie always']],
  ])('change by %s', (_, policies, expected) => {
    const [{ headerChanges }] = routesOf(httpRoute({ ...at({ sectionName: 'https' }), rules: [BACKEND] }), ...policies);
    expect(headerChanges.map(({ header, partly = false }) => `${header} ${partly ? 'partly' : 'always'}`)).toEqual(expected);
  });

  test('change by policies first, then by filters and by middlewares', () => {
    const filters = [{ requestHeaderModifier: { remove: ['A'] } }, { extensionRef: { kind: 'Middleware', name: 'headers' } }, { extensionRef: { kind: 'Other', name: 'others' } }];
    const route = httpRoute({ parentRefs: [{ name: 'edge' }], rules: [{ ...BACKEND, filters }] });
    const headers = (name: string, namespace: string) => middleware(name, { headers: { customRequestHeaders: { [`Of-${name}`]: '' } } }, namespace);
    const found = routesOf(route, policy({ name: 'edge' }), headers('headers', 'acme'), headers('headers', 'union-cp'), headers('others', 'union-cp'))[0].headerChanges;
    expect(found.map(({ header, field }) => `${header} of ${field.object}`)).toEqual([
      ...['x-user', 'set-cookie'].map((header) => `${header} of ${ENVOY}/ClientTrafficPolicy union-cp/clients`),
      'a of gateway.networking.k8s.io/v1/HTTPRoute union-cp/route', 'of-headers of traefik.io/v1alpha1/Middleware union-cp/headers',
    ]);
  });
});

describe('guards', () => {
  const patch = (spec: Json, { kind = 'EnvoyPatchPolicy', group = ENVOY, namespace = 'union-cp' } = {}) => object(group, kind, 'patch', { spec }, namespace);
  const jsonPatches = (text: string) => ({ jsonPatches: [{ operation: { op: 'add', path: '/x', value: { name: text } } }] });
  const istio = (action: string) => patch({ action }, { kind: 'AuthorizationPolicy', group: 'security.istio.io/v1' });
  const LUA = patch(jsonPatches('lua'), { namespace: 'gateways' });
  const inGateways = at({ namespace: 'gateways' });
  const policy = object(ENVOY, 'SecurityPolicy', 'policy', { spec: { targetRefs: [{ kind: 'HTTPRoute', name: 'route' }], cors: {} } });
  const naming = { filters: [{ extensionRef: { kind: 'Middleware', name: 'guard' } }] };
  const MAY = `spec: ${ENVOY}/EnvoyPatchPolicy`;

  test.each<[string, { spec?: Json; rule?: Json }, Json[], string]>([
    ['a middleware that a filter names', { rule: naming }, [middleware('guard', { forwardAuth: { address: 'http://flyteadmin/me' } })], 'http://flyteadmin/me'],
    ['a middleware that is missing', { rule: naming }, [], 'spec.rules[0].filters: Middleware guard is not in the input'],
    ...['ext_authz', 'ExtAuthz', 'jwt_authn', 'oauth2', 'rbac', 'lua', 'wasm', 'ext_proc', 'extproc', 'golang', 'basic_auth', 'basicauth'].map((name): [string, object, Json[], string] =>
      [`a patch with ${name}`, {}, [patch(jsonPatches(name))], `${MAY} union-cp/patch may guard it, which the verifier does not follow`]),
    ['a patch that names nothing', {}, [patch({ jsonPatches: [] })], `${MAY} union-cp/patch may guard it, which the verifier does not follow`],
    ['a patch of something else', {}, [patch(jsonPatches('buffer'))], 'none'],
    ['a patch in another namespace', {}, [patch(jsonPatches('lua'), { namespace: 'acme' })], 'none'],
    ['a policy of Istio that asks another service', {}, [istio('CUSTOM')], 'spec: security.istio.io/v1/AuthorizationPolicy union-cp/patch may guard it, which the verifier does not follow'],
    ['a policy of Istio that decides by itself', {}, [istio('DENY')], 'none'],
    ['a patch beside the gateway', { spec: inGateways }, [gateway('edge', [], 'gateways'), LUA], `${MAY} gateways/patch may guard it, which the verifier does not follow`],
    ['a patch beside another gateway', { spec: inGateways }, [gateway('other', [], 'gateways'), LUA], 'none'],
    ['a policy rather than a patch', {}, [patch(jsonPatches('lua')), policy], 'none'],
  ])('are known by %s', (_, { spec, rule }, objects, expected) => {
    const [{ guard }] = routesOf(httpRoute({ ...spec, rules: [{ ...BACKEND, ...rule }] }), ...objects);
    expect(guard.kind === 'opaque' ? `${guard.field}: ${guard.reason}` : guard.kind === 'subrequest' ? guard.url : guard.kind).toBe(expected);
  });
});

describe('beside an entry with TLS', () => {
  const HTTPS = { name: 'https', protocol: 'HTTPS', port: 443 };
  const HTTP = { name: 'http', protocol: 'HTTP', port: 80 };
  const PLAIN = 'spec.parentRefs[0]: listener http of the Gateway edge, which is HTTP';

  test.each<[string, Json[], Json, string[]]>([
    ['another without it', [HTTPS, HTTP], {}, [PLAIN]],
    ['none, at the listener with TLS', [HTTPS, HTTP], { sectionName: 'https' }, ['TLS']],
    ['none, at the port with TLS', [HTTPS, HTTP], { port: 443 }, ['TLS']],
    ['another, at its port and section', [HTTPS, HTTP], { port: 80, sectionName: 'http' }, [PLAIN]],
    ['none', [HTTPS], {}, ['TLS']],
    ['nothing that counts, where TLS ends elsewhere', [HTTP], {}, []],
    ['nothing that counts, for another host', [{ ...HTTPS, hostname: 'a.example.com' }, { ...HTTP, hostname: 'b.example.com' }], {}, []],
    ['nothing that counts, for a host that only ends alike', [{ ...HTTPS, hostname: '*.example.com' }, { ...HTTP, hostname: 'b-example.com' }], {}, []],
    ['another for a host among all', [{ ...HTTPS, hostname: '*.example.com' }, { ...HTTP, hostname: 'b.example.com' }], {}, [PLAIN]],
    ['another for all hosts', [{ ...HTTPS, hostname: 'a.example.com' }, HTTP], {}, [PLAIN]],
  ])('there is %s', (_, listeners, ref, expected) => {
    const model = modelOf(httpRoute(at(ref)), gateway('edge', listeners));
    const doors = new GatewayApiReader().doors(model.objects.filter(({ kind }) => kind === 'HTTPRoute'), model);
    expect(doors.map(({ plain }) => (plain === undefined ? 'TLS' : `${plain.at}: ${plain.found}`))).toEqual(expected);
  });
});

describe('extensions of Envoy', () => {
  const extension = (spec: Json, target: Json = { kind: 'HTTPRoute', name: 'route' }) => object(ENVOY, 'EnvoyExtensionPolicy', 'e', { spec: { targetRefs: [target], ...spec } });
  const extended = (...policies: Json[]) => inOneRule({ ...BACKEND }, ...policies);
  const UNREAD = { lua: [{ inline: 'x' }], wasm: [{}], extProc: [{}], dynamicModule: [{}] };

  test('may guard and change requests, unless they are for another object', () => {
    const { guard, unread } = extended(extension(UNREAD));
    expect(unread).toEqual(Object.keys(UNREAD).map((kind) => `${kind} of EnvoyExtensionPolicy e, which is not read`));
    expect(guard).toMatchObject({ kind: 'opaque', reason: 'lua of EnvoyExtensionPolicy e, which is not read, may guard it' });
    expect([{ kind: 'GRPCRoute', name: 'route' }, { kind: 'HTTPRoute', name: 'other' }].map((target) => extended(extension(UNREAD, target)).unread)).toEqual([[], []]);
    expect(extended(object(ENVOY, 'EnvoyExtensionPolicy', 'e', { spec: { targetSelectors: [{}], wasm: [{}] } })).unread).toHaveLength(1);
  });

  test('that are ours remove headers', () => {
    const prefixes = GUARDED_PREFIXES.map((prefix) => `${prefix.toLowerCase()}*`);
    const headers = GUARDED_HEADERS.map((name) => name.toLowerCase());
    const changed = (inline: string) => extended(extension({ lua: [{ inline: `\n${inline} ` }] })).headerChanges;
    expect(changed(TAKES_ALL).map(changeText)).toEqual([...prefixes, ...headers].map((header) => `after ${header}= at spec.lua[0]`));
    expect(changed(TAKES_UNLISTED).map(({ hop, header, except }) => ({ hop, header, except }))).toEqual(prefixes.map((header) => ({ hop: 'after', header, except: headers })));
    expect(changed(TAKES_ALL).flatMap(({ except = [] }) => except)).toEqual([]);
  });
});
