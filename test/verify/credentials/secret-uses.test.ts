import { credentialKeys } from '../../../src/verify/model/union-secrets';
import { configMap, deployment, secret } from '../_manifests';
import { modelOf } from '../_model';

const model = modelOf;
const usesOf = (pod: Record<string, unknown>) =>
  model(deployment('usage', { pod })).secretUses.of('auth', { cluster: undefined, namespace: 'union-cp' }).map(({ required }) => required);
const withContainer = (container: Record<string, unknown>) => ({ containers: [{ name: 'usage', ...container }] });

test.each([
  ['a volume, mounted or not', { volumes: [{ name: 'auth', secret: { secretName: 'auth' } }] }, true],
  ['an optional volume', { volumes: [{ name: 'auth', secret: { secretName: 'auth', optional: true } }] }, false],
  ['a projection', { volumes: [{ name: 'all', projected: { sources: [{ secret: { name: 'auth' } }] } }] }, true],
  ['envFrom', withContainer({ envFrom: [{ secretRef: { name: 'auth' } }] }), true],
  ['a variable', withContainer({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'auth', key: 'a' } } }] }), true],
  ['an optional variable', withContainer({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'auth', key: 'a', optional: true } } }] }), false],
  ['an init container', { initContainers: [{ name: 'migrate', envFrom: [{ secretRef: { name: 'auth' } }] }] }, true],
])('%s uses the Secret', (_, pod, required) => expect(usesOf(pod)).toEqual([required]));

test('one required use makes the workload wait, whatever the others say', () => expect(usesOf({
  volumes: [{ name: 'a', secret: { secretName: 'auth', optional: true } }],
  ...withContainer({ envFrom: [{ secretRef: { name: 'auth' } }] }),
})).toEqual([true]));

test('a ConfigMap of that name is no Secret', () => expect(usesOf({ volumes: [{ name: 'auth', configMap: { name: 'auth' } }] })).toEqual([]));

test('only workloads of the planes count as Union\'s', () => {
  const input = model(deployment('usage', { secrets: { auth: '/a' } }), deployment('grafana', { secrets: { auth: '/a' } }));
  expect(input.secretUses.byPlanes('auth', { cluster: undefined, namespace: 'union-cp' }).map(({ workload }) => workload.name)).toEqual(['usage']);
});

test('a Secret is unused only where the input shows workloads of the planes', () => {
  expect(model(deployment('usage')).secretUses.isUnused('auth', { cluster: undefined, namespace: 'union-cp' })).toBe(true);
  expect(model(deployment('usage')).secretUses.isUnused('auth', { cluster: undefined, namespace: 'union' })).toBe(false);
  expect(model(deployment('grafana')).secretUses.isUnused('auth', { cluster: undefined, namespace: 'union-cp' })).toBe(false);
});

test('every key of a Secret that upstream names is a credential, else those that a service reads', () => {
  const reader = [
    configMap('usage', { 'a.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/auth/client_secret' } } }),
    deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/auth' } }),
  ];
  const [named, own] = model(secret('union-controlplane-secrets', { 'pass.txt': 'x', 'other': 'x' }), secret('auth', { client_secret: 'x', other: 'x' })).secrets;
  expect(credentialKeys(model(...reader), named)).toEqual(['pass.txt', 'other']);
  expect(credentialKeys(model(...reader), own)).toEqual(['client_secret']);
  expect(credentialKeys(model(), own)).toEqual([]);
});
