import { EdgeRoute } from '../../../../src/verify/edge/route';
import { Json, object } from '../../_manifests';
import { changeText, gateway, httpRoute, middleware, routesOf } from '../_routes';

const BACKEND = { backendRefs: [{ name: 'executions', port: 80 }] };
const inOneRule = (rule: Json, ...more: Json[]): EdgeRoute => routesOf(httpRoute({ rules: [rule] }), ...more)[0];

describe('hosts', () => {
  const listeners = [{ name: 'a', hostname: 'a.example.com' }, { name: 'b', hostname: 'b.example.com' }, { name: 'c', hostname: 'a.example.com' }];
  const hosts = (spec: Json, ...gateways: Json[]) => routesOf(httpRoute({ ...spec, rules: [BACKEND] }), ...gateways).map(({ host }) => host);
  const at = (ref: Json = {}) => ({ parentRefs: [{ name: 'edge', ...ref }] });

  test.each<[string, Json, Json[], (string | undefined)[]]>([
    ['its own', { hostnames: ['x.example.com', 'y.example.com'], ...at() }, [gateway('edge', listeners)], ['x.example.com', 'y.example.com']],
    ['those of the listeners', at(), [gateway('edge', listeners)], ['a.example.com', 'b.example.com']],
    ['that of its listener', at({ sectionName: 'b' }), [gateway('other', listeners), gateway('edge', listeners)], ['b.example.com']],
    ['every host at a listener of none', at(), [gateway('edge', [{ name: 'a' }])], [undefined]],
    ['every host without a gateway', at(), [gateway('other', listeners)], [undefined]],
    ['every host at a gateway of another namespace', at(), [gateway('edge', listeners, 'gateways')], [undefined]],
    ['those of the gateway that it names with a namespace', at({ namespace: 'gateways' }), [gateway('edge', listeners, 'gateways')], ['a.example.com', 'b.example.com']],
  ])('of a route are %s', (_, spec, gateways, expected) => expect(hosts(spec, ...gateways)).toEqual(expected));
});

describe('paths', () => {
  const match = (matches: Json[] | undefined, kind: string) => routesOf(httpRoute({ rules: [{ ...BACKEND, matches }] }, { kind }))
    .map(({ path, match: how, field, conditional }) => `${how} ${path} at ${field}${conditional ? ' at times' : ''}`);

  test.each<[Json[] | undefined, string[]]>([
    [undefined, ['tree / at spec.rules[0]']],
    [[{ path: { type: 'PathPrefix', value: '/a' } }, { path: { value: '/b' } }], ['tree /a at spec.rules[0].matches[0]', 'tree /b at spec.rules[0].matches[1]']],
    [[{ path: { type: 'Exact', value: '/a' } }], ['exact /a at spec.rules[0].matches[0]']],
    [[{ path: { type: 'RegularExpression', value: '/a.*' } }], ['regex /a.* at spec.rules[0].matches[0]']],
    [[{ headers: [{ name: 'a', value: 'b' }] }], ['tree / at spec.rules[0].matches[0] at times']],
    [[{ queryParams: [{ name: 'a', value: 'b' }] }], ['tree / at spec.rules[0].matches[0] at times']],
    [[{ method: 'GET' }], ['tree / at spec.rules[0].matches[0] at times']],
    [[{ headers: [], queryParams: [] }], ['tree / at spec.rules[0].matches[0]']],
  ])('of an HTTPRoute with %j', (matches, expected) => expect(match(matches, 'HTTPRoute')).toEqual(expected));

  test.each<[Json, string]>([
    [{ method: { service: 'a.B' } }, 'tree /a.B at spec.rules[0].matches[0]'],
    [{ method: { service: 'a.B', method: 'Get' } }, 'exact /a.B/Get at spec.rules[0].matches[0]'],
    [{ method: { service: 'a.*', method: 'Get', type: 'RegularExpression' } }, 'regex /a.*/Get at spec.rules[0].matches[0]'],
    [{}, 'tree / at spec.rules[0].matches[0]'],
    [{ method: { method: 'Get' } }, 'regex /[^/]+/Get$ at spec.rules[0].matches[0]'],
    [{ method: { method: 'Get.*', type: 'RegularExpression' } }, 'regex /[^/]+/Get.* at spec.rules[0].matches[0]'],
    [{ headers: [{ name: 'a', value: 'b' }] }, 'tree / at spec.rules[0].matches[0] at times'],
  ])('of a GRPCRoute with %j', (entry, expected) => expect(match([entry], 'GRPCRoute')).toEqual([expected]));
});

test('routes speak as their kind says', () => {
  expect(routesOf(httpRoute({ rules: [BACKEND] }), httpRoute({ rules: [BACKEND] }, { kind: 'GRPCRoute' })).map(({ protocol }) => protocol)).toEqual(['HTTP', 'GRPC']);
});

test('backends are those of the rule, and those that get copies', () => {
  const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'copies', port: 1 } } };
  const rule = { filters: [mirror, { type: 'URLRewrite' }], backendRefs: [{ name: 'a', namespace: 'acme', port: 80 }, { kind: 'Backend', name: 'b' }, { kind: 'Service' }] };
  expect(inOneRule(rule).backends).toEqual([
    { service: 'a', namespace: 'acme', port: '80' }, { service: 'b', kind: 'Backend' }, { service: '' }, { service: 'copies', port: '1' },
  ]);
  expect(inOneRule(rule).backends[2]).not.toHaveProperty('kind');
});

describe('filters', () => {
  const redirect = (requestRedirect: Json) => ({ type: 'RequestRedirect', requestRedirect });
  const routes = (...rules: Json[]) => routesOf(httpRoute({ hostnames: ['union.example.com'], rules }));

  test('a rule that only redirects to https gets nobody through', () => {
    expect(routes({ filters: [redirect({ scheme: 'https' })] })).toEqual([]);
    expect(routes({ filters: [{ type: 'ResponseHeaderModifier' }, redirect({ scheme: 'https' })] })).toEqual([]);
    expect(routes({ filters: [redirect({ scheme: 'https' })], ...BACKEND })).toHaveLength(1);
    expect(routes({ filters: [{ type: 'URLRewrite' }] })).toHaveLength(1);
  });

  test('a redirect elsewhere is an answer', () => {
    const [route] = routes({ filters: [redirect({ hostname: 'other.example.com' })] });
    expect(route.ownAnswer?.('/x')).toBe('a redirect to other.example.com');
    expect(routes(BACKEND)[0].ownAnswer).toBeUndefined();
  });

  test('a prefix is rewritten below the path of the match', () => {
    const filters = [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }];
    const [route] = routes({ ...BACKEND, filters, matches: [{ path: { value: '/config' } }] });
    expect(route.rewritten?.('/config/x')).toBe('/x');
    expect(routes(BACKEND)[0]).not.toHaveProperty('rewritten');
  });
});

describe('headers', () => {
  const policy = (target: Json, namespace = 'union-cp') => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'clients', {
    spec: { targetRefs: [target], headers: { earlyRequestHeaders: { remove: ['X-User'] }, lateResponseHeaders: { remove: ['Set-Cookie'], add: [{ name: 'A' }] } } },
  }, namespace);
  const changes = (ref: Json, ...objects: Json[]) => routesOf(httpRoute({ parentRefs: [{ name: 'edge', ...ref }, { name: 'second' }], rules: [BACKEND] }), ...objects)[0].headerChanges.map(changeText);
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
  ])('change by a policy for %s', (_, ref, object_, expected) => expect(changes(ref, object_)).toEqual(expected));

  test('of two policies for one target the later is refused, so that what not both change may stay; one for a listener stands in for both', () => {
    const other = (spec: Json) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'other', { spec: { targetRefs: [{ name: 'edge' }], ...spec } });
    const found = (...objects: Json[]) => routesOf(httpRoute({ parentRefs: [{ name: 'edge', sectionName: 'https' }], rules: [BACKEND] }), ...objects)[0]
      .headerChanges.map(({ header, partly = false }) => `${header} ${partly ? 'partly' : 'always'}`);
    const own = policy({ name: 'edge' });
    expect(found(own)).toEqual(['x-user always', 'set-cookie always']);
    expect(found(own, other({}))).toEqual(['x-user partly', 'set-cookie partly']);
    expect(found(own, other({ headers: { earlyRequestHeaders: { remove: ['X-User'] } } }))).toEqual(['x-user always', 'set-cookie partly', 'x-user always']);
    expect(found(policy({ name: 'edge', sectionName: 'https' }), other({}))).toEqual(['x-user always', 'set-cookie always']);
  });

  test('change by policies first, then by filters and by middlewares', () => {
    const filters = [{ requestHeaderModifier: { remove: ['A'] } }, { extensionRef: { kind: 'Middleware', name: 'headers' } }, { extensionRef: { kind: 'Other', name: 'others' } }];
    const route = httpRoute({ parentRefs: [{ name: 'edge' }], rules: [{ ...BACKEND, filters }] });
    const headers = (name: string, namespace: string) => middleware(name, { headers: { customRequestHeaders: { [`Of-${name}`]: '' } } }, namespace);
    const found = routesOf(route, policy({ name: 'edge' }), headers('headers', 'acme'), headers('headers', 'union-cp'), headers('others', 'union-cp'))[0].headerChanges;
    expect(found.map(({ header, field }) => `${header} of ${field.object}`)).toEqual([
      'x-user of gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy union-cp/clients',
      'set-cookie of gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy union-cp/clients',
      'a of gateway.networking.k8s.io/v1/HTTPRoute union-cp/route',
      'of-headers of traefik.io/v1alpha1/Middleware union-cp/headers',
    ]);
  });
});

describe('guards', () => {
  const patch = (spec: Json, { kind = 'EnvoyPatchPolicy', group = 'gateway.envoyproxy.io/v1alpha1', namespace = 'union-cp' } = {}) => object(group, kind, 'patch', { spec }, namespace);
  const istio = (action: string) => patch({ action }, { kind: 'AuthorizationPolicy', group: 'security.istio.io/v1' });
  const jsonPatches = (text: string) => ({ jsonPatches: [{ operation: { op: 'add', path: '/x', value: { name: text } } }] });

  test('are middlewares that a filter names', () => {
    const rule = { ...BACKEND, filters: [{ extensionRef: { kind: 'Middleware', name: 'guard' } }] };
    expect(inOneRule(rule, middleware('guard', { forwardAuth: { address: 'http://flyteadmin/me' } })).guard).toMatchObject({ kind: 'subrequest', url: 'http://flyteadmin/me' });
    const { guard } = inOneRule(rule);
    expect(guard.kind === 'opaque' && `${guard.field}: ${guard.reason}`).toBe('spec.rules[0].filters: Middleware guard is not in the input');
  });

  test.each(['ext_authz', 'ExtAuthz', 'jwt_authn', 'oauth2', 'rbac', 'lua', 'wasm', 'ext_proc', 'extproc', 'golang', 'basic_auth', 'basicauth'])('may be a patch with %s', (name) => {
    const { guard } = inOneRule(BACKEND, patch(jsonPatches(name)));
    expect(guard.kind === 'opaque' && [`${guard.field}`, guard.reason]).toEqual([
      'spec', 'gateway.envoyproxy.io/v1alpha1/EnvoyPatchPolicy union-cp/patch may guard it, which the verifier does not follow',
    ]);
  });

  test.each<[string, Json, string]>([
    ['a patch that names nothing', patch({ jsonPatches: [] }), 'opaque'],
    ['a patch of something else', patch(jsonPatches('buffer')), 'none'],
    ['a patch in another namespace', patch(jsonPatches('lua'), { namespace: 'acme' }), 'none'],
    ['a policy of Istio that asks somebody', istio('CUSTOM'), 'opaque'],
    ['a policy of Istio that decides by itself', istio('DENY'), 'none'],
  ])('with %s: %s', (_, object_, kind) => expect(inOneRule(BACKEND, object_).guard.kind).toBe(kind));

  test('may be a patch beside the gateway', () => {
    const route = httpRoute({ parentRefs: [{ name: 'edge', namespace: 'gateways' }], rules: [BACKEND] });
    const beside = patch(jsonPatches('lua'), { namespace: 'gateways' });
    expect(routesOf(route, gateway('edge', [], 'gateways'), beside)[0].guard.kind).toBe('opaque');
    expect(routesOf(route, gateway('other', [], 'gateways'), beside)[0].guard.kind).toBe('none');
  });

  test('are told by a policy rather than by a patch', () => {
    const policy = object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'policy', { spec: { targetRefs: [{ kind: 'HTTPRoute', name: 'route' }], cors: {} } });
    expect(inOneRule(BACKEND, patch(jsonPatches('lua')), policy).guard.kind).toBe('none');
  });
});
