import { credentialKeys } from '../../../src/verify/model/union-secrets';
import { configMap, deployment, Json, secret } from '../_manifests';
import { modelOf } from '../_model';

const near = (namespace = 'union-cp') => ({ cluster: undefined, namespace });
const withContainer = (container: Json) => ({ containers: [{ name: 'usage', ...container }] });
const FROM = { envFrom: [{ secretRef: { name: 'auth' } }] };

test.each<[string, Json, boolean[]]>([
  ['a volume, mounted or not', { volumes: [{ name: 'auth', secret: { secretName: 'auth' } }] }, [true]],
  ['an optional volume', { volumes: [{ name: 'auth', secret: { secretName: 'auth', optional: true } }] }, [false]],
  ['a projection', { volumes: [{ name: 'all', projected: { sources: [{ secret: { name: 'auth' } }] } }] }, [true]],
  ['envFrom', withContainer(FROM), [true]],
  ['a variable', withContainer({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'auth', key: 'a' } } }] }), [true]],
  ['an optional variable', withContainer({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'auth', key: 'a', optional: true } } }] }), [false]],
  ['an init container', { initContainers: [{ name: 'migrate', ...FROM }] }, [true]],
  // The workload waits.
  ['an optional volume and envFrom', { volumes: [{ name: 'a', secret: { secretName: 'auth', optional: true } }], ...withContainer(FROM) }, [true]],
  ['no ConfigMap of that name', { volumes: [{ name: 'auth', configMap: { name: 'auth' } }] }, []],
])('%s uses the Secret: whether it is required', (_, pod, required) => {
  expect(modelOf(deployment('usage', { pod })).secretUses.of('auth', near()).map((each) => each.required)).toEqual(required);
});

test('only workloads of the planes count as Union\'s', () => {
  const { secretUses } = modelOf(deployment('usage', { secrets: { auth: '/a' } }), deployment('grafana', { secrets: { auth: '/a' } }));
  expect(secretUses.byPlanes('auth', near()).map(({ workload }) => workload.name)).toEqual(['usage']);
});

test.each([['usage', 'union-cp', true], ['usage', 'union', false], ['grafana', 'union-cp', false]])('beside %s a Secret of %s is unused: %s', (name, namespace, expected) => {
  expect(modelOf(deployment(name)).secretUses.isUnused('auth', near(namespace))).toBe(expected);
});

test('every key of a Secret that upstream names is a credential, else those that a service reads', () => {
  const reader = [
    configMap('usage', { 'a.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/auth/client_secret' } } }),
    deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/auth' } }),
  ];
  const [named, own] = modelOf(secret('union-controlplane-secrets', { 'pass.txt': 'x', 'other': 'x' }), secret('auth', { client_secret: 'x', other: 'x' })).secrets;
  expect([credentialKeys(modelOf(...reader), named), credentialKeys(modelOf(...reader), own), credentialKeys(modelOf(), own)]).toEqual([['pass.txt', 'other'], ['client_secret'], []]);
});
