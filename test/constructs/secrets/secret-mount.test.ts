import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Cron, Include, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { PlaneConfig, SecretDelivery, SecretMount, SecretMountProps, WorkloadClient } from '../../../src';
import { oktaAuth, synth } from '../../_tools/fixtures';
import { problemsOf } from '../../_tools/problems';
import { expectValid, Manifest } from '../../_tools/schemas';

const NAME = 'flyte-admin-secrets';
const MOUNT = { secretName: NAME, mountPath: '/etc/secrets' };
const VOLUME = { name: NAME, secret: { secretName: NAME } };
const VOLUME_MOUNT = { name: NAME, mountPath: '/etc/secrets', readOnly: true };

/** A mount of that Secret, and what is different about it. */
const mount = (props: Partial<SecretMountProps> = {}) => new SecretMount({ ...MOUNT, ...props });

const [MAIN, SIDECAR, INIT] = [{ name: 'main', image: 'x' }, { name: 'sidecar', image: 'y' }, { name: 'init', image: 'z' }];
const MOUNTED = [VOLUME_MOUNT];
const POD_SPEC = { containers: [MAIN, SIDECAR], initContainers: [INIT] };
const template = (spec: object) => ({ selector: {}, template: { spec } });

/** Every kind with pods: its version, where its pod spec is, and what else it requires. */
const KINDS: [string, string, (podSpec: object) => object][] = [
  ['Pod', 'v1', (podSpec) => podSpec],
  ['Deployment', 'apps/v1', template],
  ['StatefulSet', 'apps/v1', (spec) => ({ ...template(spec), serviceName: 's' })],
  ['DaemonSet', 'apps/v1', template],
  ['ReplicaSet', 'apps/v1', template],
  ['Job', 'batch/v1', (spec) => ({ template: { spec } })],
  ['CronJob', 'batch/v1', (spec) => ({ schedule: '@daily', jobTemplate: { spec: { template: { spec } } } })],
];

const CONTAINER = { name: 'main', image: 'x', resources: {}, securityContext: { user: 1, group: 1 } };

/** Every workload of cdk8s-plus, with two containers and an init container. */
const WORKLOADS: [string, (chart: Chart) => kplus.AbstractPod][] = [
  ['Pod', (chart) => new kplus.Pod(chart, 'it')],
  ['Deployment', (chart) => new kplus.Deployment(chart, 'it')],
  ['StatefulSet', (chart) => new kplus.StatefulSet(chart, 'it', { service: new kplus.Service(chart, 'service', { ports: [{ port: 80 }] }) })],
  ['DaemonSet', (chart) => new kplus.DaemonSet(chart, 'it')],
  ['Job', (chart) => new kplus.Job(chart, 'it')],
  ['CronJob', (chart) => new kplus.CronJob(chart, 'it', { schedule: Cron.daily() })],
];

interface PodSpec {
  volumes?: unknown[];
  containers: { name: string; volumeMounts?: unknown[] }[];
  initContainers?: { name: string; volumeMounts?: unknown[] }[];
}

function podSpecOf({ kind, spec }: Manifest): PodSpec {
  return kind === 'Pod' ? spec : kind === 'CronJob' ? spec.jobTemplate.spec.template.spec : spec.template.spec;
}

/** The pod spec of the only workload in a chart. */
function podSpecIn(build: (chart: Chart) => void): PodSpec {
  const manifest = synth(build).find(({ kind }) => kind !== 'Service')!;
  expectValid(manifest);
  return podSpecOf(manifest);
}

/** Volumes, and the mounts of each container by name. */
function summary({ volumes = [], containers, initContainers = [] }: PodSpec): Record<string, unknown> {
  return { volumes, ...Object.fromEntries([...containers, ...initContainers].map(({ name, volumeMounts = [] }) => [name, volumeMounts])) };
}

describe.each(KINDS)('an ApiObject %s', (kind, apiVersion, wrap) => {
  const other = { name: 'config', mountPath: '/etc/config' };
  const config = { name: 'config', emptyDir: {} };

  test.each<[string, object, string[], object]>([
    ['gets volume and mount on its first container only', POD_SPEC, [], { ...POD_SPEC, containers: [{ ...MAIN, volumeMounts: [VOLUME_MOUNT] }, SIDECAR], volumes: [VOLUME] }],
    ['gets it on the named containers, init containers included', POD_SPEC, ['sidecar', 'init'], {
      containers: [MAIN, { ...SIDECAR, volumeMounts: MOUNTED }], initContainers: [{ ...INIT, volumeMounts: MOUNTED }], volumes: [VOLUME],
    }],
    ['keeps the volumes and mounts that it has', { containers: [{ ...MAIN, volumeMounts: [other] }], volumes: [config] }, [], {
      containers: [{ ...MAIN, volumeMounts: [other, VOLUME_MOUNT] }], volumes: [config, VOLUME],
    }],
  ])('%s', (_, podSpec, containers, expected) => expect(podSpecIn((chart) =>
    mount().addTo(new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'it' }, spec: wrap(podSpec) }), ...containers))).toEqual(expected));
});

describe.each(WORKLOADS)('a cdk8s-plus %s', (_kind, create) => {
  test.each([
    ['gets volume and mount on its first container only', [], { main: [VOLUME_MOUNT], sidecar: [], init: [] }],
    ['gets it on the named containers, init containers included', ['sidecar', 'init'], { main: [], sidecar: [VOLUME_MOUNT], init: [VOLUME_MOUNT] }],
  ])('%s', (_, containers, expected) => expect(summary(podSpecIn((chart) => {
    const workload = create(chart);
    workload.addContainer(CONTAINER);
    workload.addContainer({ ...CONTAINER, name: 'sidecar' });
    workload.addInitContainer({ ...CONTAINER, name: 'init' });
    mount().addTo(workload, ...containers);
  }))).toEqual({ volumes: [VOLUME], ...expected }));
});

describe('an included Deployment', () => {
  const directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
  const url = join(directory, 'deployment.yaml');
  afterAll(() => rmSync(directory, { recursive: true }));

  test('gets volume and mount, in any form of its lists', () => {
    writeFileSync(url, 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: flyteadmin, namespace: union-cp }\n'
      + 'spec:\n  selector: {}\n  template:\n    spec:\n      volumes:\n      containers:\n        - { name: flyteadmin, image: x, volumeMounts: [] }\n');
    const podSpec = podSpecIn((chart) => new Include(chart, 'file', { url }).apiObjects.forEach((object) => mount().addTo(object)));
    expect(summary(podSpec)).toEqual({ volumes: [VOLUME], flyteadmin: [VOLUME_MOUNT] });
  });

  test('the Include itself is not a workload', () => {
    writeFileSync(url, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n');
    const included = new Include(Testing.chart(), 'file', { url });
    expect(problemsOf(() => mount().addTo(included))).toEqual(['workload: "test/file" has no pods; pass a cdk8s-plus workload or the ApiObject of a workload']);
  });
});

const apiDeployment = (chart: Chart, spec: object = POD_SPEC) =>
  new ApiObject(chart, 'it', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'it' }, spec: { template: { spec } } });
const plusDeployment = (chart: Chart) =>
  new kplus.Deployment(chart, 'it', { containers: [CONTAINER, { ...CONTAINER, name: 'sidecar' }], initContainers: [{ ...CONTAINER, name: 'init' }] });

/** Both ways into a pod: by patching an ApiObject, and through cdk8s-plus. */
describe.each<[string, (chart: Chart) => IConstruct]>([['an ApiObject', (chart) => apiDeployment(chart)], ['a cdk8s-plus workload', plusDeployment]])('%s', (_way, build) => {
  const after = (change: (workload: IConstruct) => void) => summary(podSpecOf(synth((chart) => change(build(chart)))[0]));
  const once = { volumes: [VOLUME], main: [VOLUME_MOUNT], sidecar: [], init: [] };
  const nested = { name: 'union-controlplane-secrets', mountPath: '/etc/secrets/union', readOnly: true };

  test.each<[string, [Partial<SecretMountProps>, ...string[]][], object]>([
    ['adding the same mount again changes nothing', [[{}], [{}], [{ mountPath: '/etc/secrets//' }, 'main', 'main']], once],
    ['a second container shares the volume', [[{}], [{}, 'sidecar']], { ...once, sidecar: [VOLUME_MOUNT] }],
    ['one Secret at two paths shares the volume', [[{}], [{ mountPath: '/etc/more' }]], { ...once, main: [VOLUME_MOUNT, { ...VOLUME_MOUNT, mountPath: '/etc/more' }] }],
    ['a path inside another mount is a separate path', [[{ mountPath: '/etc/secrets/' }], [{ secretName: nested.name, mountPath: '/etc/secrets/union/' }]],
      { ...once, volumes: [VOLUME, { name: nested.name, secret: { secretName: nested.name } }], main: [VOLUME_MOUNT, nested] }],
  ])('%s', (_, mounts, expected) => expect(after((workload) => mounts.forEach(([props, ...containers]) => mount(props).addTo(workload, ...containers)))).toEqual(expected));

  const VOLUME_TAKEN = 'volumeName: "first" is the name of another volume; choose a different one';

  test.each<[string, Partial<SecretMountProps>, string[], string[]]>([
    ['a container that does not exist', {}, ['unknown'], ['containers: "unknown" is unknown; it has main, sidecar, init']],
    ['a path taken by another Secret', { secretName: 'other', mountPath: '/etc/taken' }, [],
      ['mountPath: "/etc/taken" is the mount path of volume first in container main; remove one of the two']],
    ['a volume name taken by another Secret', { secretName: 'other', mountPath: '/etc/other', volumeName: 'first' }, ['sidecar'], [VOLUME_TAKEN]],
    ['all of it at once', { secretName: 'other', mountPath: '/etc/taken/', volumeName: 'first' }, ['main', 'unknown', 'missing'],
      [...['unknown', 'missing'].map((name) => `containers: "${name}" is unknown; it has main, sidecar, init`), VOLUME_TAKEN]],
  ])('%s throws and changes nothing', (_what, props, containers, problems) => {
    const first = (workload: IConstruct) => new SecretMount({ secretName: 'first', mountPath: '/etc/taken' }).addTo(workload);
    const rejected = (workload: IConstruct) => {
      first(workload);
      expect(problemsOf(() => mount(props).addTo(workload, ...containers))).toEqual(problems);
      expect(() => mount(props).addTo(workload, ...containers)).toThrow(/^SecretMount on .+ has /);
    };
    expect(after(rejected)).toEqual(after(first));
  });

  test('any kind of volume under the name is a clash', () => {
    const workload = build(Testing.chart());
    if (workload instanceof kplus.Deployment) {
      workload.addVolume(kplus.Volume.fromEmptyDir(workload, 'scratch', NAME));
    } else {
      (workload as ApiObject).addJsonPatch(JsonPatch.add('/spec/template/spec/volumes', [{ name: NAME, emptyDir: {} }]));
    }
    expect(() => mount().addTo(workload)).toThrow(`volumeName: "${NAME}" is the name of another volume; choose a different one`);
  });
});

test.each(['/etc/secrets', '/etc/secrets/', '/etc/secrets//'])('an ApiObject that mounts the Secret at %s already is left as it is', (mountPath) => {
  const podSpec = { containers: [{ ...MAIN, volumeMounts: [{ ...VOLUME_MOUNT, mountPath }] }], volumes: [VOLUME] };
  const [manifest] = synth((chart) => mount().addTo(apiDeployment(chart, podSpec)));
  expect(podSpecOf(manifest)).toEqual(podSpec);
});

const object = (chart: Chart, apiVersion: string, kind: string, spec?: object) => new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'one' }, spec });
const NO_PODS = 'has no pods; pass a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod';

test.each<[string, (chart: Chart) => IConstruct, RegExp | string]>([
  ['an ApiObject without containers', (chart) => apiDeployment(chart, { containers: [] }), / has no containers yet; add the container first$/],
  ['a cdk8s-plus workload without containers', (chart) => new kplus.Deployment(chart, 'it'), / has no containers yet; add the container first$/],
  ['a ConfigMap', (chart) => object(chart, 'v1', 'ConfigMap'), `"ConfigMap one" ${NO_PODS}`],
  ['a Deployment without pod spec', (chart) => object(chart, 'apps/v1', 'Deployment', {}), `"Deployment one" ${NO_PODS}`],
  ['a chart', (chart) => chart, '"test" has no pods; pass a cdk8s-plus workload or the ApiObject of a workload'],
])('rejects %s', (_what, build, problem) => {
  const workload = build(Testing.chart());
  for (const containers of [[], ['main']]) {
    const [found, ...others] = problemsOf(() => mount().addTo(workload, ...containers));
    expect(others).toEqual([]);
    typeof problem === 'string' ? expect(found).toBe(`workload: ${problem}`) : expect(found).toMatch(problem);
  }
});

const NO_NAME = 'is not an object name; use lower-case letters, digits, "-" and "."';
const NO_VOLUME = 'is not a volume name; use lower-case letters, digits and "-", at most 63 characters';

test.each<[Partial<SecretMountProps>, string[]]>([
  [{ secretName: 'Admin_Secrets' }, [`secretName: "Admin_Secrets" ${NO_NAME}`]],
  [{ mountPath: '/' }, ['mountPath: "/" would hide the whole image; use a separate directory, such as /var/run/secrets/union']],
  [{ mountPath: 'etc/secrets' }, ['mountPath: "etc/secrets" is not an absolute path; start it with "/"']],
  [{ mountPath: '/etc/../secrets' }, ['mountPath: "/etc/../secrets" contains ".."; write the path without it']],
  [{ mountPath: '/etc/secrets\n' }, ['mountPath: "/etc/secrets\\n" starts or ends with white space; remove it']],
  [{ mountPath: '/etc/\0' }, ['mountPath: "/etc/\\u0000" contains a control character; remove it']],
  [{ mountPath: '/etc/secrets:ro' }, ['mountPath: "/etc/secrets:ro" contains ":", which Kubernetes refuses; remove it']],
  [{ volumeName: 'a.b' }, [`volumeName: "a.b" ${NO_VOLUME}`]],
  [{ secretName: '', mountPath: '', volumeName: '' }, [`secretName: "" ${NO_NAME}`, 'mountPath: "" is not an absolute path; start it with "/"', `volumeName: "" ${NO_VOLUME}`]],
])('rejects %j', (props, problems) => expect(problemsOf(() => mount(props))).toEqual(problems));

test.each([
  ['union.secret.auth', 'union-secret-auth'],
  [`${'a'.repeat(62)}-${'b'.repeat(10)}`, 'a'.repeat(62)],
  [`${'a'.repeat(70)}`, 'a'.repeat(63)],
])('the Secret %s gets a volume name that Kubernetes accepts', (secretName, volumeName) => {
  expect(mount({ secretName, mountPath: '/etc/secrets/' })).toMatchObject({ secretName, mountPath: '/etc/secrets', volumeName });
});

describe('a mount of a Secret of cdk8s-plus', () => {
  const scope = (namespace?: string) => new Chart(new App(), 'own', { namespace });
  const existing = kplus.Secret.fromSecretName(scope('reports'), 'existing', 'client');

  test('takes its name, and its namespace', () => {
    const secret = new kplus.Secret(scope('reports'), 'secret', { metadata: { name: 'client' } });
    expect(new SecretMount({ secret, mountPath: '/etc/ci/' })).toMatchObject({ secretName: 'client', mountPath: '/etc/ci', volumeName: 'client', namespace: 'reports' });
    expect(new SecretMount({ secret: existing, mountPath: '/etc/ci' })).toMatchObject({ secretName: 'client', namespace: undefined });
  });

  test.each<[string, Partial<SecretMountProps>, RegExp | string]>([
    ['another object', { secret: new kplus.ConfigMap(scope(), 'config') as never, mountPath: 'x' }, /2 problems:[^]*secret: .* must be a Secret of cdk8s-plus[^]*mountPath: "x" is not an absolute path/],
    ['a name', { secret: 'client' as never }, 'if you only have a name, give secretName'],
    ['nothing', {}, 'secretName: required; give the name of the Secret, or pass it in secret'],
    ['a Secret and a name', { secret: existing, secretName: 'client' }, 'conflicts with secret; leave out one of the two'],
  ])('rejects %s', (_, props, message) => expect(() => new SecretMount({ mountPath: '/x', ...props })).toThrow(message));
});

describe('a workload of another namespace is rejected, with its path', () => {
  const mountIn = (namespace?: string) => new SecretMount({ secretName: 'client', mountPath: '/etc/ci', namespace });

  test.each<[string, (own: Chart) => IConstruct]>([
    ['an ApiObject', (own) => new ApiObject(own, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: POD_SPEC })],
    ['a Deployment of cdk8s-plus', (own) => new kplus.Deployment(own, 'pod', { containers: [{ image: 'x' }] })],
  ])('%s, unless either namespace is not known', (_, workloadIn) => {
    const own = new Chart(new App(), 'own', { namespace: 'reports' });
    const workload = workloadIn(own);
    const before = Testing.synth(own);
    expect(() => mountIn('union-cp').addTo(workload)).toThrow('workload: "own/pod" is in namespace reports, but the Secret client in union-cp: pods mount only Secrets of their namespace.');
    expect(Testing.synth(own)).toEqual(before);
    mountIn('reports').addTo(workload);
    expect(Testing.synth(own)).not.toEqual(before);
    expect(() => mountIn().addTo(workloadIn(new Chart(new App(), 'own', { namespace: 'reports' })))).not.toThrow();
    expect(() => mountIn('union-cp').addTo(workloadIn(new Chart(new App(), 'own')))).not.toThrow();
  });

  test('mounts of planes and pieces know their namespace', () => {
    const identity = oktaAuth({ clients: { release: { clientId: 'release-id' } } });
    const { secretMount } = new WorkloadClient(new Chart(new App(), 'ci'), 'ci', { client: identity.client('release'), secrets: SecretDelivery.provisioned(), namespace: 'ci' });
    const [mounted] = PlaneConfig.controlPlane({ identity }).service('executions').secretMounts;
    expect([secretMount.namespace, mounted.namespace]).toEqual(['ci', 'union-cp']);
  });
});
