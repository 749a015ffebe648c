import { withoutOwned } from '../../../src/verify/kube/owned';
import { Workload } from '../../../src/verify/kube/workload';
import { Json, object } from '../_manifests';
import { container, read, workload } from './_views';

test('what runs pods is a workload, in its own API group only', () => {
  const kinds = read(object('apps/v1', 'Deployment', 'a'), object('example.com/v1', 'Deployment', 'a'), object('batch/v1', 'CronJob', 'a'), object('v1', 'Pod', 'a'), object('v1', 'ConfigMap', 'a'));
  expect(kinds.map((each) => Workload.of(each) !== undefined)).toEqual([true, false, true, true, false]);
});

test('main containers come first, then init containers', () => {
  const { containers } = workload({ initContainers: [{ name: 'first' }], containers: [{ name: 'app' }, {}] });
  expect(containers.map(({ name, init, field }) => [name, init, `${field}`])).toEqual([
    ['app', false, 'spec.template.spec.containers[0]'], ['', false, 'spec.template.spec.containers[1]'], ['first', true, 'spec.template.spec.initContainers[0]'],
  ]);
  expect(containers.map(String)).toEqual([
    'apps/v1/Deployment union-cp/app, container app', 'apps/v1/Deployment union-cp/app, container ', 'apps/v1/Deployment union-cp/app, init container first',
  ]);
  expect(workload({}).containers).toEqual([]);
});

test('a container has an image, words with their places, and ports', () => {
  const app = container({
    image: 'flyteadmin:1', command: ['flyteadmin', 1], args: ['serve', {}], ports: [{ name: 'http', containerPort: 8088 }, { containerPort: 8089, hostPort: 80 }],
  });
  expect(app.image).toBe('flyteadmin:1');
  expect(container({}).image).toBe('');
  expect(app.commandLine).toEqual(['flyteadmin', '1', 'serve']);
  expect(app.words.map(({ text, field }) => [text, `${field}`])).toEqual([
    ['flyteadmin', 'spec.template.spec.containers[0].command[0]'], ['1', 'spec.template.spec.containers[0].command[1]'],
    ['serve', 'spec.template.spec.containers[0].args[0]'], ['', 'spec.template.spec.containers[0].args[1]'],
  ]);
  expect(app.ports.map(({ name, number, field }) => [name, number, String(field)])).toEqual([
    ['http', '8088', 'spec.template.spec.containers[0].ports[0].containerPort'],
    [undefined, '8089', 'spec.template.spec.containers[0].ports[1].containerPort'],
  ]);
  expect(app.hostPorts.map(String)).toEqual(['spec.template.spec.containers[0].ports[1].hostPort']);
});

test('its security context lies over that of its pod', () => {
  const { security } = container({ securityContext: { runAsUser: 1 } }, { securityContext: { runAsUser: 2, fsGroup: 3 } });
  expect(security).toEqual({ runAsUser: 1, fsGroup: 3 });
});

test('a container mounts at the paths that it names', () => {
  const app = container({ volumeMounts: [{ mountPath: '/etc/a' }, {}] });
  expect([app.mountsAt(new Set(['/etc/a'])), app.mountsAt(new Set(['/etc/b'])), container({}).mountsAt(new Set(['']))]).toEqual([true, false, false]);
});

test('a mount has a volume of its pod, and may be of one path in it', () => {
  const { mounts } = container(
    { volumeMounts: [{ name: 'v', mountPath: '/etc//a/', subPath: '/x/' }, { name: 'w', mountPath: '/b', subPathExpr: '$(NAME)' }, {}] },
    { volumes: [{ name: 'v', emptyDir: {} }] },
  );
  expect(mounts.map(({ directory, inVolume, volume, volumeName, field }) => [directory, inVolume, volume?.name, volumeName, `${field}`])).toEqual([
    ['etc/a', 'x', 'v', 'v', 'spec.template.spec.containers[0].volumeMounts[0]'],
    ['b', '$(NAME)', undefined, 'w', 'spec.template.spec.containers[0].volumeMounts[1]'],
    ['', '', undefined, '', 'spec.template.spec.containers[0].volumeMounts[2]'],
  ]);
});

test('pods have labels and annotations of their own', () => {
  const app = workload({ hostNetwork: true }, { podMetadata: { labels: { a: 'b' }, annotations: { c: 'd' } } });
  expect([app.podLabels, app.podAnnotations, app.onHostNetwork]).toEqual([{ a: 'b' }, { c: 'd' }, true]);
  expect([workload({}).podLabels, workload({}).onHostNetwork, workload({ hostNetwork: 'true' }).onHostNetwork]).toEqual([{}, false, false]);
});

test('a bare pod has those of the object', () => {
  const [pod] = read(object('v1', 'Pod', 'a', { spec: {} }, 'union-cp', { labels: { a: 'b' } }));
  expect(Workload.of(pod)?.podLabels).toEqual({ a: 'b' });
});

test.each([
  [{ 'vault.hashicorp.com/agent-inject': 'true' }, true],
  [{ 'vault.hashicorp.com/agent-inject': true }, true],
  [{ 'vault.hashicorp.com/agent-inject': 'false' }, false],
  [{ 'vault.hashicorp.com/agent-inject-secret-x': 'true' }, false],
  [{}, false],
])('with annotations %j, an agent adds files: %j', (annotations, injected) => {
  expect(workload({}, { podMetadata: { annotations } }).filesAreInjected).toBe(injected);
});

test('a container works in the directory of its image, unless it has its own', () => {
  expect([{}, { workingDir: '/etc' }].map((spec) => container(spec).workingDirectory)).toEqual([undefined, '/etc']);
});

test('every place that names a Secret is found', () => {
  const { secretNames } = workload({
    volumes: [{ name: 'v', secret: { secretName: 'a', optional: true } }, { name: 'w', projected: { sources: [{ secret: { name: 'b' } }, { configMap: { name: 'c' } }] } }, { name: 'x', secret: {} }, { name: 'y', secret: null }],
    containers: [{ env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'd', key: 'k', optional: true } } }, { name: 'F', value: 'f' }], envFrom: [{ secretRef: { name: 'e' } }] }],
    initContainers: [{ envFrom: [{ configMapRef: { name: 'f' } }, { secretRef: { name: 'g' } }] }],
  });
  expect(secretNames.map(({ text, optional, field }) => [text, optional, `${field}`.replace('spec.template.spec.', '')])).toEqual([
    ['a', true, 'volumes[0].secret.secretName'],
    ['b', false, 'volumes[1].projected.sources[0].secret.name'],
    ['', false, 'volumes[2].secret.secretName'],
    ['d', true, 'containers[0].env[0].valueFrom.secretKeyRef.name'],
    ['e', false, 'containers[0].envFrom[0].secretRef.name'],
    ['g', false, 'initContainers[0].envFrom[1].secretRef.name'],
  ]);
});

test('a variable has a value, or a key of a Secret or ConfigMap, which may be optional', () => {
  const fromSecret = (ref: object) => ({ name: 'PASSWORD', valueFrom: { secretKeyRef: ref } });
  const { env } = container({
    env: [
      { name: 'A', value: 'a' }, { name: 'N', value: 1 }, {}, fromSecret({ name: 'auth', key: 'k' }), fromSecret({ name: 'auth', key: 'k', optional: true }),
      fromSecret({ name: 'auth', key: 'k', optional: 'true' }), fromSecret({ key: 'k' }), fromSecret({ name: 'auth' }),
      { name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
    ],
  });
  expect(env.map(({ name, value, secretKey, field }) => [name, value, secretKey, `${field}`])).toEqual([
    ['A', 'a', undefined, 'spec.template.spec.containers[0].env[0]'],
    ['N', '1', undefined, 'spec.template.spec.containers[0].env[1]'],
    ['', undefined, undefined, 'spec.template.spec.containers[0].env[2]'],
    ['PASSWORD', undefined, { name: 'auth', key: 'k', optional: false }, 'spec.template.spec.containers[0].env[3]'],
    ['PASSWORD', undefined, { name: 'auth', key: 'k', optional: true }, 'spec.template.spec.containers[0].env[4]'],
    ['PASSWORD', undefined, { name: 'auth', key: 'k', optional: false }, 'spec.template.spec.containers[0].env[5]'],
    ['PASSWORD', undefined, undefined, 'spec.template.spec.containers[0].env[6]'],
    ['PASSWORD', undefined, undefined, 'spec.template.spec.containers[0].env[7]'],
    ['C', undefined, undefined, 'spec.template.spec.containers[0].env[8]'],
  ]);
  expect(env.map(({ configMapKey }) => configMapKey).filter(Boolean)).toEqual([{ name: 'c', key: 'k', optional: false }]);
});

test('whole Secrets and ConfigMaps are read, with or without a prefix', () => {
  const { envFrom } = container({
    envFrom: [{ secretRef: { name: 'auth' } }, { prefix: 'P_', configMapRef: { name: 'config', optional: true } }, { secretRef: {} }, { prefix: 'P_' }],
  });
  expect(envFrom.map(({ field, ...rest }) => ({ ...rest, at: `${field}` }))).toEqual([
    { source: 'Secret', name: 'auth', prefix: '', optional: false, at: 'spec.template.spec.containers[0].envFrom[0]' },
    { source: 'ConfigMap', name: 'config', prefix: 'P_', optional: true, at: 'spec.template.spec.containers[0].envFrom[1]' },
  ]);
});

test('a container without them has an empty list', () => {
  expect(container({}).env).toEqual([]);
  expect(container({}).envFrom).toEqual([]);
});

const owned = (kind: string, name: string, owner?: [kind: string, name: string], spec: object = {}, controller = true) => object(kind === 'Pod' ? 'v1' : kind === 'CronJob' || kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name, { spec },
  'union-cp', owner && { ownerReferences: [{ kind: 'Other', name: 'x' }, { kind: owner[0], name: owner[1], controller }] });
const workloadsOf = (...objects: Json[]) => read(...objects).map((each) => Workload.of(each)!);

test.each<[string, Json, string]>([
  ['a Deployment', owned('Pod', 'app-1a2b-x', ['ReplicaSet', 'app-1a2b']), 'app'], ['a CronJob', owned('Pod', 'sync-99-x', ['Job', 'sync-99']), 'sync'],
  ['a StatefulSet', owned('Pod', 'db-0', ['StatefulSet', 'db']), 'db'], ['a ReplicaSet of people', owned('Pod', 'app-x', ['ReplicaSet', 'app']), 'app'],
  ['a Pod of people', owned('Pod', 'app-1'), 'app-1'], ['a Pod with another owner', owned('Pod', 'app-1', ['Node', 'n'], {}, false), 'app-1'],
])('the pods of %s have its name', (_, raw, name) => expect(workloadsOf(raw)[0].name).toBe(name));

test.each<[string, Json[], string[]]>([
  ['what a controller of the input made', [owned('Deployment', 'app'), owned('ReplicaSet', 'app-1a', ['Deployment', 'app']), owned('Pod', 'app-1a-x', ['ReplicaSet', 'app-1a'])], ['Deployment app']],
  ['all but one pod of a missing Deployment', [owned('Pod', 'app-1a-x', ['ReplicaSet', 'app-1a']), owned('Pod', 'app-2b-y', ['ReplicaSet', 'app-2b'])], ['Pod app-1a-x']],
  ['the pods of a CronJob whose Job is gone', [owned('CronJob', 'sync'), owned('Pod', 'sync-99-x', ['Job', 'sync-99'])], ['CronJob sync']],
  ['an old ReplicaSet', [owned('ReplicaSet', 'app-1a', ['Deployment', 'app'], { replicas: 0 }), owned('ReplicaSet', 'app-2b', ['Deployment', 'app'], { replicas: 1 })], ['ReplicaSet app-2b']],
  ['nothing that people made', [owned('Deployment', 'app'), owned('Pod', 'app')], ['Deployment app', 'Pod app']],
])('owned objects are left out: %s', (_, objects, left) => expect(withoutOwned(workloadsOf(...objects)).map(({ object: { kind, name } }) => `${kind} ${name}`)).toEqual(left));

test('probes ask a port, over HTTP at a path', () => {
  const { probes } = container({
    startupProbe: { httpGet: { port: 'http', path: '/a' } }, readinessProbe: { grpc: { port: 81 }, periodSeconds: 3 }, livenessProbe: { exec: { command: ['x'] } },
  });
  expect(probes.map(({ port, path, field }) => [port, path, `${field}`.replace('spec.template.spec.containers[0].', '')])).toEqual([
    ['http', '/a', 'startupProbe.httpGet.port'], ['81', undefined, 'readinessProbe.grpc.port'],
  ]);
  expect(container({ livenessProbe: { tcpSocket: { port: 1 } } }).probes.map(({ port }) => port)).toEqual(['1']);
});
