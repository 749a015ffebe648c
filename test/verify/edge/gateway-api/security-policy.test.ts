import { ENVOY_GATEWAY } from '../../../../src/contract/edges/known-edges';
import { Guard } from '../../../../src/verify/edge/route';
import { Json, object } from '../../_manifests';
import { gateway, httpRoute, ownGate, routesOf } from '../_routes';

const BASIC = { basicAuth: { users: { name: 'users' } } };
const OF_ROUTE = { kind: 'HTTPRoute', name: 'route' };
const OF_GATEWAY = { kind: 'Gateway', name: 'edge' };

const policy = (name: string, spec: Json, namespace = 'union-cp') => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', name, { spec }, namespace);
const aimed = (name: string, target: Json, spec: Json = BASIC) => policy(name, { targetRefs: [target], ...spec });

/** The guards of a route with two rules, the first of which has a name, at one listener of a gateway. */
function guards(...objects: Json[]): Guard[] {
  const rules = [{ name: 'one', backendRefs: [{ name: 'a' }] }, { backendRefs: [{ name: 'b' }] }];
  const route = httpRoute({ parentRefs: [{ name: 'edge', sectionName: 'https' }], rules }, { metadata: { labels: { app: 'union', tier: 'web' } } });
  return routesOf(gateway('edge', [{ name: 'https' }, { name: 'http' }], 'union-cp', { labels: { app: 'edge' } }), route, ...objects).map(({ guard }) => guard);
}

/** Which policy guards each of the rules. */
const guarding = (...objects: Json[]) => guards(...objects).map((guard) => (guard.kind === 'none' ? 'none' : `${guard.kind} by ${guard.field.object.name}`));

describe('a policy', () => {
  test.each<[string, Json, string[]]>([
    ['at the route', aimed('p', OF_ROUTE), ['other by p', 'other by p']],
    ['at the route of the group', aimed('p', { ...OF_ROUTE, group: 'gateway.networking.k8s.io' }), ['other by p', 'other by p']],
    ['at a rule', aimed('p', { ...OF_ROUTE, sectionName: 'one' }), ['other by p', 'none']],
    ['at the gateway', aimed('p', OF_GATEWAY), ['other by p', 'other by p']],
    ['at the listener', aimed('p', { ...OF_GATEWAY, sectionName: 'https' }), ['other by p', 'other by p']],
    ['at the one target', policy('p', { targetRef: OF_ROUTE, ...BASIC }), ['other by p', 'other by p']],
    ['at another listener', aimed('p', { ...OF_GATEWAY, sectionName: 'http' }), ['none', 'none']],
    ['at another rule', aimed('p', { ...OF_ROUTE, sectionName: 'two' }), ['none', 'none']],
    ['at another route', aimed('p', { ...OF_ROUTE, name: 'other' }), ['none', 'none']],
    ['at a route of another kind', aimed('p', { ...OF_ROUTE, kind: 'GRPCRoute' }), ['none', 'none']],
    ['at a route of another group', aimed('p', { ...OF_ROUTE, group: 'example.com' }), ['none', 'none']],
    ['in another namespace', policy('p', { targetRefs: [OF_ROUTE], ...BASIC }, 'acme'), ['none', 'none']],
  ])('aims %s', (_, object_, expected) => expect(guarding(object_)).toEqual(expected));

  test.each<[Json, boolean]>([
    [{ kind: 'HTTPRoute' }, true],
    [{ kind: 'HTTPRoute', matchLabels: { app: 'union', tier: 'web' } }, true],
    [{ kind: 'HTTPRoute', matchLabels: { app: 'union', tier: 'api' } }, false],
    [{ kind: 'GRPCRoute', matchLabels: { app: 'union' } }, false],
    [{ kind: 'Gateway', matchLabels: { app: 'edge' } }, true],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'In', values: ['union', 'acme'] }] }, true],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'In', values: ['acme'] }] }, false],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }, false],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['acme'] }] }, true],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['union'] }] }, false],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    [{ kind: 'HTTPRoute', matchExpressions: [{ key: 'app', operator: 'Exists' }, { key: 'zone', operator: 'Exists' }] }, false],
  ])('selects by %j: %s', (selector, selected) => {
    expect(guarding(policy('p', { targetSelectors: [{ kind: 'Other' }, selector], ...BASIC }))).toEqual(Array(2).fill(selected ? 'other by p' : 'none'));
  });
});

describe('of several policies', () => {
  const selecting = policy('s', { targetSelectors: [{ kind: 'HTTPRoute' }], ...BASIC });
  const asking = { extAuth: { http: { backendRefs: [{ name: 'gate', port: 80 }] } } };

  test.each<[string, Json[], string[]]>([
    ['the rule’s before the route’s', [aimed('r', OF_ROUTE), aimed('p', { ...OF_ROUTE, sectionName: 'one' })], ['other by p', 'other by r']],
    ['the rule’s before one that selects the route', [selecting, aimed('p', { ...OF_ROUTE, sectionName: 'one' })], ['other by p', 'other by s']],
    ['the route’s before the gateway’s', [aimed('g', OF_GATEWAY), aimed('r', OF_ROUTE)], ['other by r', 'other by r']],
    ['the listener’s before the gateway’s', [aimed('g', OF_GATEWAY), aimed('l', { ...OF_GATEWAY, sectionName: 'https' })], ['other by l', 'other by l']],
    ['the route’s without a guard before the gateway’s', [aimed('g', OF_GATEWAY), aimed('r', OF_ROUTE, { cors: {} })], ['none', 'none']],
    ['the gateway’s where the route’s is merged into it', [aimed('g', OF_GATEWAY), aimed('r', OF_ROUTE, { cors: {}, mergeType: 'StrategicMerge' })], ['other by g', 'other by g']],
    ['the route’s own, merged or not', [aimed('g', OF_GATEWAY), aimed('r', OF_ROUTE, { ...BASIC, mergeType: 'StrategicMerge' })], ['other by r', 'other by r']],
    ['the one that lets everybody in', [aimed('a', OF_ROUTE), aimed('b', OF_ROUTE, { cors: {} })], ['none', 'none']],
    ['the one that asks nothing', [aimed('a', OF_ROUTE, asking), aimed('b', OF_ROUTE)], ['other by b', 'other by b']],
    ['the first', [aimed('a', OF_ROUTE, asking), aimed('b', OF_ROUTE, asking)], ['subrequest by a', 'subrequest by a']],
  ])('the one that counts is %s', (_, policies, expected) => expect(guarding(...policies)).toEqual(expected));
});

describe('a guard', () => {
  const of = (spec: Json, ...more: Json[]) => guards(aimed('p', OF_ROUTE, spec), ...more)[0];
  const asking = (http: Json, extAuth: Json = {}, ...more: Json[]) => {
    const found = of({ extAuth: { http, ...extAuth } }, ...more);
    expect(found.kind).toBe('subrequest');
    return found as Extract<Guard, { kind: 'subrequest' }>;
  };

  test.each(['oidc', 'jwt', 'basicAuth', 'apiKeyAuth', 'authorization'])('of another kind: %s', (key) => {
    const guard = of({ [key]: {} });
    expect(guard).toMatchObject({ kind: 'other', failsOpen: undefined });
    expect(guard.kind === 'other' && `${guard.field}`).toBe(`spec.${key}`);
  });

  test('that asks over gRPC, and fails open', () => {
    const guard = of({ extAuth: { grpc: {}, failOpen: true } });
    expect(guard.kind === 'other' && [`${guard.field}`, `${guard.failsOpen}`]).toEqual(['spec.extAuth', 'spec.extAuth.failOpen']);
  });

  test('that asks flyteadmin itself', () => {
    const backend = { name: 'flyteadmin', namespace: 'acme', port: 80 };
    const guard = asking({ backendRefs: [backend], pathOverride: '/me', headersToBackend: ['X-User-Subject'] }, { headersToExtAuth: ['Cookie'], failOpen: false });
    expect({ ...guard, field: `${guard.field}`, backendHeadersAt: `${guard.backendHeadersAt}`, forwardedHeadersAt: `${guard.forwardedHeadersAt}` }).toEqual({
      kind: 'subrequest',
      url: 'http://flyteadmin.acme:80/me',
      flaw: 'the caller\'s method instead of GET, the only one that /me answers',
      field: 'spec.extAuth.http',
      backendHeaders: ['x-user-subject'],
      backendHeadersAt: 'spec.extAuth.http.headersToBackend',
      forwardedHeaders: ['authorization', 'cookie'],
      forwardedHeadersAt: 'spec.extAuth.headersToExtAuth',
    });
  });

  test('that fails open', () => expect(`${asking({ backendRefs: [] }, { failOpen: true }).failsOpen}`).toBe('spec.extAuth.failOpen'));

  test.each<[Json, string, string]>([
    [{ backendRefs: [{ name: 'a', port: 80 }], path: '/me' }, 'http://a:80/me', '/me with the path of the request behind it'],
    [{ backendRef: { name: 'a', port: 81 } }, 'http://a:81/', '/ with the path of the request behind it'],
    [{ backendRefs: [{ name: 'a' }], pathOverride: '/me' }, 'http://a/me', 'a backend without a port, for which the gateway refuses the policy'],
  ])('that asks %j', (http, url, flaw) => expect(asking(http)).toMatchObject({ url, flaw }));

  describe('that asks a gate', () => {
    const backendRefs = [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }];

    test('asks flyteadmin, and sends browsers to sign in', () => {
      const guard = asking({ backendRefs }, { headersToExtAuth: ['Accept'] }, ...ownGate(ENVOY_GATEWAY.dialect));
      expect(guard).toMatchObject({ url: 'http://union-auth-gate:80/', asks: 'http://flyteadmin.union-cp.svc:80/me', flaw: undefined, signIn: { url: '/login' } });
      expect(`${guard.signIn?.field}`).toBe('spec.extAuth.http.backendRefs');
      expect(['host', 'authorization'].map((header) => guard.gateForwards?.(header))).toEqual([false, true]);
      expect(['x-user-subject', 'x-other'].map((header) => guard.keepsUnanswered?.(header))).toEqual([false, true]);
    });

    test('says nothing about headers where the gate is not as this library writes it', () => {
      const guard = asking({ backendRefs }, {}, ...ownGate(ENVOY_GATEWAY.dialect, (text) => text.replace(/add_header [^;]*;/g, '')));
      expect(guard).toMatchObject({ flaw: expect.stringContaining('where this library writes "add_header'), keepsUnanswered: undefined });
    });

    test('tells it only the headers that are passed on', () => {
      expect(asking({ backendRefs }, {}, ...ownGate(ENVOY_GATEWAY.dialect)).signIn).toBeUndefined();
    });
  });
});

test.each([[{ uid: '1' }, 'opaque'], [{}, 'none']])('of a route with metadata %j and no policy, the guard is %s', (metadata, kind) => {
  const [{ guard }] = routesOf(httpRoute({ rules: [{ backendRefs: [{ name: 'executions' }] }] }, { metadata }));
  expect(guard).toEqual(kind === 'none' ? { kind } : expect.objectContaining({
    kind, reason: 'no SecurityPolicy of namespace union-cp is in the input; if the cluster has none, HTTPRoute route is open to everyone',
  }));
});
