import { isPartOfUnion, planeOf } from '../../../src/verify/credentials/plane';
import { Scope } from '../../../src/verify/credentials/scope';
import { Json, object, secret } from '../_manifests';
import { modelOf, read } from '../_model';
import { workload } from '../kube/_views';

const APP = 'registry.example.com/acme/app:1';
const mounting = (...paths: string[]) => ({ containers: [{ image: APP, volumeMounts: paths.map((mountPath, i) => ({ name: `v${i}`, mountPath })) }] });

test.each<[string, Json, boolean]>([
  ['of Union', { image: 'ghcr.io/unionai/services:1' }, true],
  ['of Flyte', { image: 'cr.flyte.org/flyteorg/flyteadmin:1' }, true],
  ['of a propeller', { image: 'registry.example.com/cloudpropeller:1' }, true],
  ['of a cluster', { image: 'registry.example.com/cloudcluster:1' }, true],
  ['of others', { image: 'registry.example.com/reunion:1' }, false],
  ['of others, with a binary of Union', { image: APP, command: ['/usr/bin/flytepropeller'] }, true],
  ['of others, with a flag that names one', { image: APP, args: ['--config=/etc/union/a.yaml'] }, false],
])('an image %s is part of Union: %s', (_, spec, expected) => expect(isPartOfUnion(workload({ containers: [spec] }))).toBe(expected));

test.each<[string[], ReturnType<typeof planeOf>]>([
  [['/etc/secrets'], 'control'], [['/etc/secrets/'], 'control'], [['/etc/secrets/union'], 'control'], [['/etc/union/secret'], 'data'], [['/etc/union/secret/', '/etc/secrets'], 'data'],
  [['/etc/union/secrets'], undefined], [[], undefined],
])('other workloads with mounts at %j are of the plane %s', (paths, plane) => expect(planeOf(workload(mounting(...paths)))).toBe(plane));

test.each<[string, Json, string | null, boolean]>([
  ['its image', { image: 'ghcr.io/unionai/services:1' }, 'acme', true],
  ['its namespace', { image: APP }, 'union-cp', true],
  ['an unknown namespace', { image: APP }, null, true],
  ['its mounts', { image: APP, volumeMounts: [{ name: 'c', mountPath: '/etc/flyte/config' }] }, 'acme', true],
  ['its name, whatever it mounts', { image: 'ghcr.io/unionai/services:1', volumeMounts: [{ name: 'c', mountPath: '/etc/union/secret' }] }, 'acme', true],
  ['a config folder', { image: APP, volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] }, 'acme', true],
  ['nothing else', { image: APP, volumeMounts: [{ name: 'c', mountPath: '/etc/unions' }] }, 'acme', false],
])('whether a Deployment named usage is of Union, by %s', (_, spec, namespace, expected) => {
  const [each] = read(object('apps/v1', 'Deployment', 'usage', { spec: { template: { spec: { containers: [spec] } } } }, namespace));
  const found = modelOf(each.raw).workloads[0];
  expect(planeOf(found)).toBe(expected ? 'control' : undefined);
});

test('beside the container of Union, others of its image and those without one count', () => {
  const containers = [
    { name: 'proxy', image: 'envoy:1' }, { name: 'app', image: APP }, { name: 'same', image: APP }, { name: 'none' }, { name: 'flyte', image: 'flyteorg/flytescheduler:1' },
  ];
  const { scope } = modelOf(object('apps/v1', 'Deployment', 'app', { spec: { template: { spec: { containers } } } }));
  expect(scope.containers.map(({ name }) => name)).toEqual(['app', 'same', 'none', 'flyte']);
});

test('a Deployment named usage is of Union by the labels of its pods', () => {
  const ofLabels = (labels: Json) => modelOf(object('apps/v1', 'Deployment', 'usage', { spec: { template: { metadata: { labels }, spec: { containers: [{ image: APP }] } } } }, 'acme')).workloads[0];
  expect([{ 'helm.sh/chart': 'union-1' }, { 'unionai/x': 'y' }, { app: 'usage' }].map((labels) => planeOf(ofLabels(labels)))).toEqual(['control', 'control', undefined]);
});

test('an init container of Union leaves the main container what it is', () => {
  const spec = { containers: [{ name: 'a', image: APP }], initContainers: [{ name: 'i', image: 'ghcr.io/unionai/services:1' }] };
  expect(modelOf(object('apps/v1', 'Deployment', 'app', { spec: { template: { spec } } })).scope.containers.map(({ name }) => name)).toEqual(['a', 'i']);
});

test('values show the namespaces of Union, too', () => {
  const scope = new Scope([], [{ cluster: undefined, namespace: 'acme' }], []);
  expect(read(secret('any', {}, 'acme'), secret('any', {}, 'other')).map((each) => scope.includes(each))).toEqual([true, false]);
});

test.each<[string, string, Json, boolean]>([
  ['of the control plane', 'union-cp', {}, true],
  ['of the data plane', 'union', {}, true],
  ['with a Secret that upstream names', 'acme', {}, true],
  ['that the library writes', 'other', { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-union-auth' } }, true],
  ['of others', 'other', {}, false],
])('something of Union is in the namespace of an object %s', (_, namespace, metadata, expected) => {
  const { scope, secrets } = modelOf(secret('union-controlplane-secrets', {}, 'acme'), secret('any', {}, namespace, metadata));
  expect([scope.includes(secrets[1].object), scope.concerns(secrets[1].object)]).toEqual([expected, expected]);
});

test('an object without a namespace may concern Union, and any object if the input does not show where Union is', () => {
  const [shown, others] = [modelOf(secret('union-controlplane-secrets', {}, 'acme'), secret('any', {}, null)), modelOf(secret('any', {}, 'other'))];
  expect([shown.scope.concerns(shown.secrets[1].object), others.scope.concerns(others.secrets[0].object)]).toEqual([true, true]);
});
