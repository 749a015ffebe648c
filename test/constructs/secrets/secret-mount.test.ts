import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Cron, Include, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { PlaneConfig, SecretDelivery, SecretMount, WorkloadClient } from '../../../src';
import { oktaAuth, synth } from '../../_tools/fixtures';
import { expectValid, Manifest } from '../../_tools/schemas';

/** A mount by name, so that a test says what is different about it. */
interface Mount { secretName: string; mountPath: string; volumeName?: string }

const MOUNT: Mount = { secretName: 'flyte-admin-secrets', mountPath: '/etc/secrets' };
const VOLUME = { name: 'flyte-admin-secrets', secret: { secretName: 'flyte-admin-secrets' } };
const VOLUME_MOUNT = { name: 'flyte-admin-secrets', mountPath: '/etc/secrets', readOnly: true };

function mount({ secretName, mountPath, volumeName }: Mount): SecretMount {
  return new SecretMount({ secretName, mountPath, volumeName });
}

const POD_SPEC = { containers: [{ name: 'main', image: 'x' }, { name: 'sidecar', image: 'y' }], initContainers: [{ name: 'init', image: 'z' }] };

/** Every kind with pods: its version, where its pod spec stands, and what else it requires. */
const KINDS: [string, string, (podSpec: object) => object][] = [
  ['Pod', 'v1', (podSpec) => podSpec],
  ['Deployment', 'apps/v1', (spec) => ({ selector: {}, template: { spec } })],
  ['StatefulSet', 'apps/v1', (spec) => ({ selector: {}, serviceName: 's', template: { spec } })],
  ['DaemonSet', 'apps/v1', (spec) => ({ selector: {}, template: { spec } })],
  ['ReplicaSet', 'apps/v1', (spec) => ({ selector: {}, template: { spec } })],
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

describe.each(KINDS)('an ApiObject %s', (kind, apiVersion, wrap) => {
  const build = (chart: Chart, podSpec: object = POD_SPEC) => new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'it' }, spec: wrap(podSpec) });
  const mounted = (change: (object: ApiObject) => void, podSpec?: object) => {
    const [manifest] = synth((chart) => change(build(chart, podSpec)));
    expectValid(manifest);
    return podSpecOf(manifest);
  };

  test('gets volume and mount on its first container only', () => expect(mounted((object) => mount(MOUNT).addTo(object))).toEqual({
    ...POD_SPEC,
    containers: [{ ...POD_SPEC.containers[0], volumeMounts: [VOLUME_MOUNT] }, POD_SPEC.containers[1]],
    volumes: [VOLUME],
  }));

  test('gets it on the named containers, init containers included', () => {
    expect(mounted((object) => mount(MOUNT).addTo(object, 'sidecar', 'init'))).toEqual({
      containers: [POD_SPEC.containers[0], { ...POD_SPEC.containers[1], volumeMounts: [VOLUME_MOUNT] }],
      initContainers: [{ ...POD_SPEC.initContainers[0], volumeMounts: [VOLUME_MOUNT] }],
      volumes: [VOLUME],
    });
  });

  test('keeps the volumes and mounts that it has', () => {
    const other = { name: 'config', mountPath: '/etc/config' };
    const podSpec = { containers: [{ ...POD_SPEC.containers[0], volumeMounts: [other] }], volumes: [{ name: 'config', emptyDir: {} }] };
    expect(mounted((object) => mount(MOUNT).addTo(object), podSpec)).toEqual({
      containers: [{ ...POD_SPEC.containers[0], volumeMounts: [other, VOLUME_MOUNT] }],
      volumes: [{ name: 'config', emptyDir: {} }, VOLUME],
    });
  });
});

describe.each(WORKLOADS)('a cdk8s-plus %s', (_kind, create) => {
  const build = (chart: Chart) => {
    const workload = create(chart);
    workload.addContainer(CONTAINER);
    workload.addContainer({ ...CONTAINER, name: 'sidecar' });
    workload.addInitContainer({ ...CONTAINER, name: 'init' });
    return workload;
  };
  const mounted = (change: (workload: kplus.AbstractPod) => void) => {
    const manifest = synth((chart) => change(build(chart))).find(({ kind }) => kind !== 'Service')!;
    expectValid(manifest);
    return summary(podSpecOf(manifest));
  };

  test('gets volume and mount on its first container only', () => {
    expect(mounted((workload) => mount(MOUNT).addTo(workload))).toEqual({ volumes: [VOLUME], main: [VOLUME_MOUNT], sidecar: [], init: [] });
  });

  test('gets it on the named containers, init containers included', () => {
    expect(mounted((workload) => mount(MOUNT).addTo(workload, 'sidecar', 'init'))).toEqual({
      volumes: [VOLUME],
      main: [],
      sidecar: [VOLUME_MOUNT],
      init: [VOLUME_MOUNT],
    });
  });
});

describe('an included Deployment', () => {
  const directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
  const file = join(directory, 'deployment.yaml');
  afterAll(() => rmSync(directory, { recursive: true }));

  test('gets volume and mount, whatever form its lists have', () => {
    writeFileSync(
      file,
      `
apiVersion: apps/v1
kind: Deployment
metadata: { name: flyteadmin, namespace: union-cp }
spec:
  selector: {}
  template:
    spec:
      volumes:
      containers:
        - { name: flyteadmin, image: x, volumeMounts: [] }
`,
    );
    const [manifest] = synth((chart) => {
      const included = new Include(chart, 'file', { url: file });
      included.apiObjects.forEach((object) => mount(MOUNT).addTo(object));
    });
    expectValid(manifest);
    expect(summary(podSpecOf(manifest))).toEqual({ volumes: [VOLUME], flyteadmin: [VOLUME_MOUNT] });
  });

  test('the Include itself is not a workload', () => {
    writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n');
    const chart = Testing.chart();
    const included = new Include(chart, 'file', { url: file });
    expect(() => mount(MOUNT).addTo(included)).toThrow(
      'SecretMount has a problem:\n  - workload: "test/file" has no pods; pass a cdk8s-plus workload or the ApiObject of a workload',
    );
  });
});

/** Both ways into a pod: by patching an ApiObject, and through cdk8s-plus. */
describe.each<[string, (chart: Chart) => IConstruct]>([
  ['an ApiObject', (chart) => apiDeployment(chart, POD_SPEC)],
  ['a cdk8s-plus workload', (chart) => plusDeployment(chart)],
])('%s', (_way, build) => {
  const after = (change: (workload: IConstruct) => void) => summary(podSpecOf(synth((chart) => change(build(chart)))[0]));

  test('adding the same mount again changes nothing', () => {
    const once = after((workload) => mount(MOUNT).addTo(workload));
    expect(once).toMatchObject({ volumes: [VOLUME], main: [VOLUME_MOUNT] });
    expect(
      after((workload) => {
        mount(MOUNT).addTo(workload);
        mount(MOUNT).addTo(workload);
        mount({ ...MOUNT, mountPath: '/etc/secrets//' }).addTo(workload, 'main', 'main');
      }),
    ).toEqual(once);
  });

  test('a second container shares the volume', () => expect(
    after((workload) => {
      mount(MOUNT).addTo(workload);
      mount(MOUNT).addTo(workload, 'sidecar');
    }),
  ).toMatchObject({ volumes: [VOLUME], main: [VOLUME_MOUNT], sidecar: [VOLUME_MOUNT] }));

  test('one Secret at two paths shares the volume', () => expect(
    after((workload) => {
      mount(MOUNT).addTo(workload);
      mount({ ...MOUNT, mountPath: '/etc/more' }).addTo(workload);
    }),
  ).toMatchObject({ volumes: [VOLUME], main: [VOLUME_MOUNT, { ...VOLUME_MOUNT, mountPath: '/etc/more' }] }));

  test('a path inside another mount is a separate path', () => {
    const nested = { name: 'union-controlplane-secrets', mountPath: '/etc/secrets/union', readOnly: true };
    expect(
      after((workload) => {
        mount({ ...MOUNT, mountPath: '/etc/secrets/' }).addTo(workload);
        new SecretMount({ secretName: 'union-controlplane-secrets', mountPath: '/etc/secrets/union/' }).addTo(workload);
      }),
    ).toMatchObject({ volumes: [VOLUME, { name: nested.name, secret: { secretName: nested.name } }], main: [VOLUME_MOUNT, nested] });
  });

  test.each<[string, Mount, string[] | undefined, string[]]>([
    ['a container that does not exist', MOUNT, ['nobody'], ['containers: "nobody" is unknown; it has main, sidecar, init']],
    [
      'a path taken by another Secret',
      { secretName: 'other', mountPath: '/etc/taken' },
      undefined,
      ['mountPath: "/etc/taken" is the mount path of volume first in container main; remove one of the two'],
    ],
    [
      'a volume name taken by another Secret',
      { secretName: 'other', mountPath: '/etc/other', volumeName: 'first' },
      ['sidecar'],
      ['volumeName: "first" is the name of another volume; choose a different one'],
    ],
    [
      'all of it at once',
      { secretName: 'other', mountPath: '/etc/taken/', volumeName: 'first' },
      ['main', 'nobody', 'noone'],
      [
        'containers: "nobody" is unknown; it has main, sidecar, init',
        'containers: "noone" is unknown; it has main, sidecar, init',
        'volumeName: "first" is the name of another volume; choose a different one',
      ],
    ],
  ])('%s throws and changes nothing', (_what, props, containers, problems) => {
    const first = (workload: IConstruct) => new SecretMount({ secretName: 'first', mountPath: '/etc/taken' }).addTo(workload);
    const refused = (workload: IConstruct) => {
      first(workload);
      let message = '';
      try {
        mount(props).addTo(workload, ...containers ?? []);
      } catch (error) {
        message = (error as Error).message;
      }
      const [heading, ...found] = message.split('\n');
      expect(heading).toMatch(problems.length === 1 ? /^SecretMount on .+ has a problem:$/ : /^SecretMount on .+ has \d problems:$/);
      expect(found).toEqual(problems.map((problem) => `  - ${problem}`));
    };
    expect(after(refused)).toEqual(after(first));
  });

  test('any kind of volume under the name is a clash', () => {
    const chart = Testing.chart();
    const workload = build(chart);
    if (workload instanceof kplus.Deployment) {
      workload.addVolume(kplus.Volume.fromEmptyDir(workload, 'scratch', VOLUME.name));
    } else {
      (workload as ApiObject).addJsonPatch(JsonPatch.add('/spec/template/spec/volumes', [{ name: VOLUME.name, emptyDir: {} }]));
    }
    expect(() => mount(MOUNT).addTo(workload)).toThrow(`volumeName: "${VOLUME.name}" is the name of another volume; choose a different one`);
  });
});

test.each(['/etc/secrets', '/etc/secrets/', '/etc/secrets//'])('an ApiObject that mounts the Secret at %s already is left as it is', (mountPath) => {
  const podSpec = { containers: [{ ...POD_SPEC.containers[0], volumeMounts: [{ ...VOLUME_MOUNT, mountPath }] }], volumes: [VOLUME] };
  const [manifest] = synth((chart) => mount(MOUNT).addTo(apiDeployment(chart, podSpec)));
  expect(podSpecOf(manifest)).toEqual(podSpec);
});

test.each<[string, (chart: Chart) => IConstruct]>([
  ['an ApiObject', (chart) => apiDeployment(chart, { containers: [] })],
  ['a cdk8s-plus workload', (chart) => new kplus.Deployment(chart, 'it')],
])('%s without containers is refused', (_way, build) => {
  const workload = build(Testing.chart());
  for (const containers of [[], ['main']]) {
    expect(() => mount(MOUNT).addTo(workload, ...containers)).toThrow(/^SecretMount on .+ has a problem:\n  - workload: .+ has no containers yet; add the container first$/);
  }
});

test.each<[string, (chart: Chart) => IConstruct, string]>([
  ['a ConfigMap', (chart) => new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } }), 'ConfigMap one'],
  ['a Deployment without pod spec', (chart) => new ApiObject(chart, 'it', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'one' }, spec: {} }), 'Deployment one'],
])('%s has no pods', (_what, build, name) => expect(() => mount(MOUNT).addTo(build(Testing.chart()))).toThrow(
  `SecretMount has a problem:\n  - workload: "${name}" has no pods; pass a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod`,
));

test('a chart is not a workload', () => {
  expect(() => mount(MOUNT).addTo(new Chart(new App(), 'chart'))).toThrow('workload: "chart" has no pods; pass a cdk8s-plus workload');
});

test.each<[Mount, string[]]>([
  [{ ...MOUNT, secretName: 'Admin_Secrets' }, ['secretName: "Admin_Secrets" is not an object name; use lower-case letters, digits, "-" and "."']],
  [{ ...MOUNT, mountPath: '/' }, ['mountPath: "/" would hide the whole image; use a separate directory, such as /var/run/secrets/union']],
  [{ ...MOUNT, mountPath: 'etc/secrets' }, ['mountPath: "etc/secrets" is not an absolute path; start it with "/"']],
  [{ ...MOUNT, mountPath: '/etc/../secrets' }, ['mountPath: "/etc/../secrets" contains ".."; write the path without it']],
  [{ ...MOUNT, mountPath: '/etc/secrets:ro' }, ['mountPath: "/etc/secrets:ro" contains ":", which Kubernetes refuses; remove it']],
  [{ ...MOUNT, volumeName: 'a.b' }, ['volumeName: "a.b" is not a volume name; use lower-case letters, digits and "-", at most 63 characters']],
  [{ secretName: '', mountPath: '', volumeName: '' }, [
    'secretName: "" is not an object name; use lower-case letters, digits, "-" and "."',
    'mountPath: "" is not an absolute path; start it with "/"',
    'volumeName: "" is not a volume name; use lower-case letters, digits and "-", at most 63 characters',
  ]],
])('%j is refused', (props, problems) => {
  const heading = problems.length === 1 ? 'SecretMount has a problem:' : `SecretMount has ${problems.length} problems:`;
  expect(() => mount(props)).toThrow(new Error([heading, ...problems.map((problem) => `  - ${problem}`)].join('\n')));
});

test.each([
  ['union.secret.auth', 'union-secret-auth'],
  [`${'a'.repeat(62)}-${'b'.repeat(10)}`, 'a'.repeat(62)],
  [`${'a'.repeat(70)}`, 'a'.repeat(63)],
])('the Secret %s gets a volume name that Kubernetes accepts', (secretName, expected) => {
  expect(new SecretMount({ secretName, mountPath: '/etc/secrets/' })).toMatchObject({ secretName, mountPath: '/etc/secrets', volumeName: expected });
});

function apiDeployment(chart: Chart, podSpec: object): ApiObject {
  return new ApiObject(chart, 'it', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'it' }, spec: { template: { spec: podSpec } } });
}

function plusDeployment(chart: Chart): kplus.Deployment {
  return new kplus.Deployment(chart, 'it', { containers: [CONTAINER, { ...CONTAINER, name: 'sidecar' }], initContainers: [{ ...CONTAINER, name: 'init' }] });
}

interface PodSpec {
  volumes?: unknown[];
  containers: { name: string; volumeMounts?: unknown[] }[];
  initContainers?: { name: string; volumeMounts?: unknown[] }[];
}

function podSpecOf({ kind, spec }: Manifest): PodSpec {
  return kind === 'Pod' ? spec : kind === 'CronJob' ? spec.jobTemplate.spec.template.spec : spec.template.spec;
}

/** Volumes, and the mounts of each container by name. */
function summary({ volumes, containers, initContainers = [] }: PodSpec): Record<string, unknown> {
  const mounts = [...containers, ...initContainers].map(({ name, volumeMounts = [] }) => [name, volumeMounts]);
  return { volumes: volumes ?? [], ...Object.fromEntries(mounts) };
}

describe('a mount of a Secret of cdk8s-plus', () => {
  const scope = (namespace?: string) => new Chart(new App(), 'own', { namespace });

  test('takes its name, and its namespace', () => {
    const secret = new kplus.Secret(scope('reports'), 'secret', { metadata: { name: 'client' } });
    expect(new SecretMount({ secret, mountPath: '/etc/ci/' })).toMatchObject({ secretName: 'client', mountPath: '/etc/ci', volumeName: 'client', namespace: 'reports' });
    const existing = kplus.Secret.fromSecretName(scope('reports'), 'existing', 'client');
    expect(new SecretMount({ secret: existing, mountPath: '/etc/ci' })).toMatchObject({ secretName: 'client', namespace: undefined });
  });

  test('is refused for an object that is not a Secret', () => {
    const secret = new kplus.ConfigMap(scope(), 'config');
    expect(() => new SecretMount({ secret: secret as never, mountPath: 'x' })).toThrow(/2 problems:[^]*secret: .* must be a Secret of cdk8s-plus[^]*mountPath: "x" is not an absolute path/);
    expect(() => new SecretMount({ secret: 'client' as never, mountPath: '/x' })).toThrow('if you only have a name, give secretName');
    expect(() => new SecretMount({ mountPath: '/x' })).toThrow('secretName: required; give the name of the Secret, or pass it in secret');
    const existing = kplus.Secret.fromSecretName(scope('reports'), 'existing', 'client');
    expect(() => new SecretMount({ secret: existing, secretName: 'client', mountPath: '/x' })).toThrow('conflicts with secret; leave out one of the two');
  });
});

describe('a workload of another namespace is refused, with its path', () => {
  const mountIn = (namespace?: string) => new SecretMount({ secretName: 'client', mountPath: '/etc/ci', namespace });
  const workloads: [string, (own: Chart) => IConstruct][] = [
    ['an ApiObject', (own) => new ApiObject(own, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: POD_SPEC })],
    ['a Deployment of cdk8s-plus', (own) => new kplus.Deployment(own, 'pod', { containers: [{ image: 'x' }] })],
  ];

  test.each(workloads)('%s', (_, workloadIn) => {
    const own = new Chart(new App(), 'own', { namespace: 'reports' });
    const workload = workloadIn(own);
    const before = Testing.synth(own);
    expect(() => mountIn('union-cp').addTo(workload)).toThrow(
      'workload: "own/pod" is in namespace reports, but the Secret client in union-cp: pods mount only Secrets of their namespace.',
    );
    expect(Testing.synth(own)).toEqual(before);
    mountIn('reports').addTo(workload);
    expect(Testing.synth(own)).not.toEqual(before);
  });

  test.each(workloads)('%s, where either namespace is not known, is not', (_, workloadIn) => {
    const [own, elsewhere] = [new Chart(new App(), 'own', { namespace: 'reports' }), new Chart(new App(), 'own')];
    expect(() => mountIn().addTo(workloadIn(own))).not.toThrow();
    expect(() => mountIn('union-cp').addTo(workloadIn(elsewhere))).not.toThrow();
  });

  test('mounts of planes and pieces know their namespace', () => {
    const identity = oktaAuth({ clients: { release: { clientId: 'release-id' } } });
    const { secretMount } = new WorkloadClient(new Chart(new App(), 'ci'), 'ci', { client: identity.client('release'), secrets: SecretDelivery.provisioned(), namespace: 'ci' });
    const [mounted] = PlaneConfig.controlPlane({ identity }).service('executions').secretMounts;
    expect([secretMount.namespace, mounted.namespace]).toEqual(['ci', 'union-cp']);
  });
});
