import { ADMIN_AUTH_TYPES, enumValue } from '../../../src/contract/union/flyteadmin';
import { LOCAL_HOST, rendersGateway, rendersIngresses } from '../../../src/contract/union/gateway-routes';
import { bindRule, rule } from '../../../src/contract/union/kubernetes-access';
import {
  bareVersion, compareVersions, isWithin, lastBefore, numbersOf, spanOf,
} from '../../../src/contract/union/release-contract';
import { isClientSecretKey, podAnnotationKeys } from '../../../src/contract/union/secrets';
import { GENERATE_SECRETS } from '../../../src/contract/union/services/flyteadmin';
import { resources } from '../../../src/contract/union/workloads';
import { testFacts } from '../_facts';

// Keys of values and routes are in the lines of releases; `caller-headers` has tests of its own.
testFacts('union', 'values-places', 'release-contract', 'caller-headers');

test.each([['0', 'ClientSecret'], ['3', 'DeviceFlow'], ['4', '4'], ['Pkce', 'Pkce'], ['1a', '1a'], ['', '']])('the authentication type %j is %j', (text, value) =>
  expect(enumValue(ADMIN_AUTH_TYPES, text)).toBe(value));

test.each([
  ['client_secret', true], ['app_secret', true], ['union_client_secret', true], ['my_app_secret', true], ['myclient_secret', false], ['client_secret_old', false],
  ['secret', false], ['', false],
])('the key %j is of a client secret: %s', (key, expected) => expect(isClientSecretKey(key)).toBe(expected));

test('flyteadmin makes its keys, and keeps them in its Secret', () => expect(GENERATE_SECRETS.script).toBe(
  'flyteadmin --config=/etc/flyte/config/*.yaml secrets init --localPath /etc/scratch/secrets'
  + ' && flyteadmin --config=/etc/flyte/config/*.yaml secrets create --name flyte-admin-secrets --fromPath /etc/scratch/secrets',
));

describe('what a chart renders', () => {
  const release = { gatewayRoutes: [{ kind: 'HTTPRoute', name: 'a', guarded: true, rules: [] }] } as const;

  test.each([
    [undefined, true, false], [null, true, false], ['', true, false], ['nginx', true, false], ['both', true, true], ['envoy', false, true], ['none', false, false],
    ['Nginx', false, false],
  ])('with the provider %j: Ingresses %s, a Gateway %s', (provider, ingresses, gateway) => {
    expect([rendersIngresses(release, provider), rendersGateway(release, provider)]).toEqual([ingresses, gateway]);
    expect([rendersIngresses({ gatewayRoutes: [] }, provider), rendersGateway({ gatewayRoutes: [] }, provider)]).toEqual([true, false]);
  });

  test('without a Gateway the control plane calls itself at its controller', () =>
    expect(LOCAL_HOST.nginx('union-cp')).toBe('controlplane-nginx-controller.union-cp.svc.cluster.local'));
});

test('a rule is of one group, and the right to bind is for the named roles alone', () => {
  expect(rule('apps', ['deployments'], ['get'], 'why')).toEqual({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'], why: 'why' });
  expect(bindRule(['a'])).toEqual({
    apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'], resourceNames: ['a'], why: expect.any(String) as string,
  });
});

test('resources are requests and limits; services without storage of their own write logs alone', () => expect(resources(['1', '2'], ['3Mi', '4Mi'])).toEqual({
  requests: { cpu: '1', memory: '3Mi', ephemeralStorage: '100Mi' }, limits: { cpu: '2', memory: '4Mi', ephemeralStorage: '500Mi' },
}));

test('each annotation is one key, with its pods', () => expect(podAnnotationKeys([
  { workload: 'a', secrets: [], podAnnotations: 'podAnnotations', ownPodAnnotations: 'services.a.podAnnotations' },
  { workload: 'b', secrets: [], podAnnotations: 'podAnnotations' },
  { workload: 'c', secrets: [], podAnnotations: 'c.podAnnotations' },
  { workload: 'd', secrets: [] },
])).toEqual([
  { path: 'podAnnotations', type: 'map', description: 'Annotations of the pods of every union service' },
  { path: 'services.a.podAnnotations', type: 'map', description: 'Annotations of the pods of a, instead of podAnnotations' },
  { path: 'c.podAnnotations', type: 'map', description: 'Annotations of the pods of c' },
]));

describe('versions of charts', () => {
  test.each([
    ['2026.8.3', '2026.8.3', [2026, 8, 3]], ['2026.8', '2026.8', [2026, 8, 0]], ['v2026.10.12', '2026.10.12', [2026, 10, 12]],
    ['controlplane-2026.8.3', '2026.8.3', [2026, 8, 3]], ['dataplane-v2026.8', '2026.8', [2026, 8, 0]],
    ['2026', undefined, undefined], ['2026.8.3-rc1', undefined, undefined], ['sandbox-2026.8', undefined, undefined], ['2026.8.3.1', undefined, undefined],
  ])('%s is %s', (text, bare, numbers) => expect([bareVersion(text), numbersOf(text)]).toEqual([bare, numbers]));

  test.each([['2026.8', '2026.8.0', 0], ['2026.8.3', '2026.8.10', -1], ['2026.10', '2026.9.9', 1], ['2027.1', '2026.12', 1]])('%s and %s', (a, b, sign) =>
    expect(Math.sign(compareVersions(a, b))).toBe(sign));

  test.each([['2026.8.0', true], ['2026.8.9', true], ['2026.9.0', false], ['2026.7.9', false], ['latest', false]])('%s is in 2026.8: %s', (version, expected) =>
    expect(isWithin(version, { from: '2026.8.0', before: '2026.9.0' })).toBe(expected));

  test.each([['2026.8.1', '2026.8.0'], ['2026.8.0', '2026.7.x'], ['2026.6.9', '2026.6.8']])('before %s is %s', (version, before) => expect(lastBefore(version)).toBe(before));

  test.each([['2026.9.1', '2026.9.1', '2026.9.2'], ['2026.9', '2026.9.0', '2026.10.0']])('%s spans %s to %s', (version, from, before) =>
    expect(spanOf(version)).toEqual({ from, before }));
});
