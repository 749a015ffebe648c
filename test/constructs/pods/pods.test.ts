import { App, Chart, Duration, Size } from 'cdk8s';
import { TaintEffect } from 'cdk8s-plus-28';
import { cdk8sPlus } from '../../../src/constructs/objects/api-objects';
import { drawn } from '../../_tools/drawn';
import { find } from '../../_tools/made';
import { restrictedViolations } from '../../_tools/pod-security';
import { Manifest, objectsOf } from '../../examples/_dist';
import { controlPlane, controlPlaneManifests, dataPlaneManifests, EDGES, PLANES } from '../planes/_planes';

const deployments = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind === 'Deployment');
const podOf = ({ spec }: Manifest) => spec.template.spec;
const containersOf = (deployment: Manifest) => [...(podOf(deployment).initContainers ?? []), ...podOf(deployment).containers];

describe.each(drawn(PLANES, 2))('%s', (_, manifestsOf) => {
  const manifests = manifestsOf();
  const each = deployments(manifests).map((deployment): [string, Manifest] => [deployment.metadata.name, deployment]);

  test.each(each)('%s is admitted under Pod Security "restricted"', (__, deployment) => expect(restrictedViolations(deployment)).toEqual([]));

  test.each(each)('%s: every container has requests and limits, and a read-only root file system', (__, deployment) => {
    for (const { resources, securityContext } of containersOf(deployment)) {
      const names = ['cpu', 'ephemeral-storage', 'memory'];
      expect([Object.keys(resources.requests).sort(), Object.keys(resources.limits).sort()]).toEqual([names, names]);
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, runAsUser: expect.any(Number) });
    }
  });

  test.each(each)('%s: what runs twice has a disruption budget, and prefers different nodes', (__, { spec, metadata }) => {
    const budgets = manifests.filter(({ kind, spec: { selector } = {} as any }) =>
      kind === 'PodDisruptionBudget' && selector.matchLabels['app.kubernetes.io/name'] === metadata.name);
    const { affinity, topologySpreadConstraints } = spec.template.spec;
    const expected = spec.replicas > 1 ? [1, true, 2] : [0, false, undefined];
    expect([budgets.length, affinity !== undefined, topologySpreadConstraints?.length]).toEqual(expected);
  });

  test.each(each)('%s: probes ask a port that the container names', (__, deployment) => {
    const { ports = [], livenessProbe, readinessProbe, startupProbe } = podOf(deployment).containers[0];
    const asked = [livenessProbe, readinessProbe, startupProbe].flatMap((probe) => (probe ? [(probe.httpGet ?? probe.tcpSocket).port] : []));
    expect(asked.filter((port) => !ports.some(({ name, containerPort }: any) => [name, containerPort].includes(port)))).toEqual([]);
  });

  test('what serves requests runs twice, and what would do its work twice runs once', () => {
    const served = manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
    for (const { metadata, spec } of deployments(manifests)) {
      const expected = served.includes(metadata.name) ? [2, false] : [1, true];
      expect([metadata.name, spec.replicas, spec.strategy?.type === 'Recreate']).toEqual([metadata.name, ...expected]);
    }
  });

  test('readiness and liveness ask different things, of every service that is known to answer', () => {
    for (const deployment of deployments(manifests)) {
      const { livenessProbe, readinessProbe } = podOf(deployment).containers[0];
      if (deployment.metadata.name === 'union-auth-gate-nginx') {
        // It has one port, and nothing on it that answers strangers with a success: it restarts later than it leaves the Service.
        expect([readinessProbe?.tcpSocket, livenessProbe?.tcpSocket]).toEqual([{ port: 'unauthorized' }, { port: 'unauthorized' }]);
        expect(livenessProbe.periodSeconds).toBeGreaterThan(readinessProbe.periodSeconds);
        // No port of the other is known: see contract/union/workloads.ts.
      } else if (deployment.metadata.name !== 'union-syncresources') {
        expect(readinessProbe ?? deployment.metadata.name).toBeInstanceOf(Object);
        expect(livenessProbe ?? deployment.metadata.name).toBeInstanceOf(Object);
        const asked = ({ httpGet, tcpSocket }: any) => ({ httpGet, tcpSocket });
        expect(asked(livenessProbe)).not.toEqual(asked(readinessProbe));
      }
    }
  });
});

describe('by props', () => {
  const manifests = controlPlaneManifests({
    ...EDGES.traefik,
    settings: {
      usage: {
        replicas: 3,
        resources: { requests: { memory: Size.gibibytes(1) }, limits: { cpu: 'none' } },
        probes: { path: '/ready', port: 8080, startup: Duration.minutes(1) },
        security: { user: 10001, group: 10002, writableRootFilesystem: true },
      },
      executions: { replicas: 1 },
      cluster: { resources: { limits: { cpu: cdk8sPlus().Cpu.millis(100) } }, probes: { disabled: true } },
    },
    scheduling: {
      nodeSelector: { pool: 'union' },
      priorityClassName: 'high',
      tolerations: [{ key: 'union', effect: TaintEffect.NO_SCHEDULE }, { key: 'a', value: 'b' }, { key: 'c', value: '' }],
      topologyKeys: ['rack'],
    },
    metadata: { labels: { 'example.com/team': 'platform', 'app.kubernetes.io/managed-by': 'us' }, annotations: { 'example.com/owner': 'platform' } },
  });
  const main = (name: string) => podOf(find(manifests, 'Deployment', name)).containers[0];

  test('replicas', () => {
    expect(['usage', 'executions', 'cluster'].map((name) => find(manifests, 'Deployment', name).spec.replicas)).toEqual([3, 1, 2]);
  });

  test('resources: values that are not given remain, without contradicting given ones', () => {
    expect(main('usage').resources).toEqual({
      requests: { 'cpu': '500m', 'memory': '1Gi', 'ephemeral-storage': '100Mi' }, limits: { 'memory': '1Gi', 'ephemeral-storage': '500Mi' },
    });
    expect(main('cluster').resources).toMatchObject({ requests: { cpu: '100m' }, limits: { cpu: '100m' } });
  });

  test('probes', () => {
    const { startupProbe, livenessProbe, readinessProbe } = main('usage');
    expect({ startupProbe, livenessProbe, readinessProbe }).toEqual({
      startupProbe: { tcpSocket: { port: 8080 }, periodSeconds: 10, failureThreshold: 6 },
      livenessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 10, failureThreshold: 3 },
      readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    });
    expect(Object.keys(main('cluster')).filter((field) => field.endsWith('Probe'))).toEqual([]);
  });

  test('security: who a service runs as, and what it may write to', () => {
    const usage = find(manifests, 'Deployment', 'usage');
    expect(podOf(usage).securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10002, fsGroup: 10002, runAsNonRoot: true });
    expect(main('usage').securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10002, readOnlyRootFilesystem: false });
    expect(restrictedViolations(usage)).toEqual([]);
    expect(main('cluster').securityContext).toMatchObject({ runAsUser: 1001, readOnlyRootFilesystem: true });
  });

  test('scheduling', () => {
    for (const deployment of deployments(manifests)) {
      const { nodeSelector, priorityClassName, tolerations, topologySpreadConstraints = [], affinity } = podOf(deployment);
      expect({ nodeSelector, priorityClassName, tolerations, affinity }).toEqual({
        nodeSelector: { pool: 'union' },
        priorityClassName: 'high',
        tolerations: [{ key: 'union', operator: 'Exists', effect: 'NoSchedule' }, { key: 'a', operator: 'Equal', value: 'b' }, { key: 'c', operator: 'Equal' }],
      });
      expect(topologySpreadConstraints.map(({ topologyKey }: any) => topologyKey)).toEqual(deployment.spec.replicas > 1 ? ['rack'] : []);
    }
  });

  test('labels and annotations of everything, pods included', () => {
    for (const { kind, metadata, spec } of manifests) {
      for (const labelled of [metadata, ...(kind === 'Deployment' ? [spec.template.metadata] : [])]) {
        expect(labelled.labels).toMatchObject({ 'example.com/team': 'platform', 'app.kubernetes.io/managed-by': 'us' });
        expect(labelled.annotations).toMatchObject({ 'example.com/owner': 'platform' });
      }
    }
  });

  test('of a data plane as well', () => {
    const of = dataPlaneManifests({
      settings: { flytepropeller: { resources: { limits: { memory: '8Gi' } } } }, scheduling: { nodeSelector: { pool: 'union' } },
    });
    expect(podOf(find(of, 'Deployment', 'flytepropeller'))).toMatchObject({ nodeSelector: { pool: 'union' }, containers: [{ resources: { limits: { memory: '8Gi' } } }] });
  });

  test('what a user asks of the Deployment is kept: another container, a node that it likes', () => {
    const { Node, NodeLabelQuery } = cdk8sPlus();
    const app = new App();
    const plane = controlPlane(new Chart(app, 'union-cp'), 'plane');
    plane.deployment('usage').scheduling.attract(Node.labeled(NodeLabelQuery.is('disk', 'ssd')));
    const { affinity } = podOf(find(objectsOf(app), 'Deployment', 'usage'));
    expect(Object.keys(affinity).sort()).toEqual(['nodeAffinity', 'podAntiAffinity']);
  });

  test('wrong input: all problems at once', () => {
    const build = () => controlPlaneManifests({
      settings: {
        flytescheduler: { replicas: 2 },
        nobody: { replicas: 1 },
        usage: { replicas: 0, resources: { requests: { cpu: '2', memory: 'lots' }, limits: { cpu: '1' } }, security: { user: 0 } },
        cluster: { probes: { path: 'ready', port: 0, startup: Duration.seconds(1) } },
      },
      scheduling: { tolerations: [{ effect: 'Sometimes' as never }] },
      networkPolicies: { allowFrom: [{}, { namespace: 'a', cidr: '10.0.0.0/8' }, { cidr: '10.0.0.0' }], egressPorts: [0] },
      metadata: { name: 'all', labels: { 'app.kubernetes.io/name': 'x', 'team': 'no spaces', 'bad name': 'x' } },
    });
    for (const problem of [
      'ControlPlane has 18 problems:',
      'settings.flytescheduler.replicas: 2 runs once: it would start each scheduled execution once per pod; leave it out',
      'settings.usage.replicas: 0 is not a number of pods; give a whole number of at least 1',
      'settings.nobody: \"nobody\" is not a service of this plane',
      'settings.usage.resources.requests.memory: "lots" is not a Kubernetes quantity; write one such as 500m, 2 or 512Mi',
      'settings.usage.resources.requests.cpu: "2" exceeds the limit 1',
      'settings.cluster.probes.path: "ready" is not an absolute path',
      'settings.cluster.probes.port: 0 is not a port',
      'settings.cluster.probes.startup: "1s" is too short; give at least 10s',
      'settings.usage.security.user: 0 must not be root; give a whole number of at least 1',
      'scheduling.tolerations[0].effect: "Sometimes" is not a taint effect',
      'networkPolicies.allowFrom[0]: {} selects no pods',
      'networkPolicies.allowFrom[1].cidr: "10.0.0.0/8" conflicts with pods',
      'networkPolicies.allowFrom[2].cidr: "10.0.0.0" is not an address range',
      'networkPolicies.egressPorts[0]: 0 is not a port',
      'metadata.name: belongs to a single object; give only labels and annotations',
      'metadata.labels[app.kubernetes.io/name]: "x" is a label that selectors and policies use',
      'metadata.labels[team]: "no spaces" is not a label value',
      'metadata.labels[bad name]: "x" has a name that Kubernetes refuses',
    ]) {
      expect(build).toThrow(problem);
    }
  });

  test('rejects counts and IDs that 32 bits do not hold, and takes the most that they hold', () => {
    const [most, more] = [2147483647, 2147483648];
    const build = (number: number) => controlPlaneManifests({ settings: { usage: { replicas: number, security: { user: number, group: number } } } });
    for (const prop of ['settings.usage.replicas', 'settings.usage.security.user', 'settings.usage.security.group']) {
      expect(() => build(more)).toThrow(`${prop}: ${more} exceeds what Kubernetes can store; give at most ${most}`);
    }
    expect(find(build(most), 'Deployment', 'usage').spec.replicas).toBe(most);
    expect(() => controlPlaneManifests({ scheduling: { tolerations: [{ tolerationSeconds: 1e300 }] } })).toThrow('is not a whole number of seconds');
  });

  test.each([
    [{ tolerations: [{ value: 'a' }] }, 'tolerations[0].key: required; give the key of the taint with this value'],
    [{ tolerations: [{ key: 'a', effect: TaintEffect.NO_SCHEDULE, tolerationSeconds: 5 }] }, 'tolerations[0].tolerationSeconds: 5 is valid only with the effect NoExecute'],
    [{ tolerations: [{ key: 'a', tolerationSeconds: 5 }] }, 'tolerations[0].tolerationSeconds: 5 is valid only with the effect NoExecute'],
    [{ topologyKeys: ['a.io/b', 'a.io/b'] }, 'topologyKeys[1]: "a.io/b" is given twice; keep one'],
  ])('rejects what Kubernetes rejects: %j', (scheduling, problem) => {
    expect(() => controlPlaneManifests({ scheduling })).toThrow(`scheduling.${problem}`);
  });

  test('pods may leave at once', () => {
    const tolerations = [{ key: 'spot', effect: TaintEffect.NO_EXECUTE, tolerationSeconds: 0 }];
    const { spec } = find(controlPlaneManifests({ scheduling: { tolerations } }), 'Deployment', 'usage').spec.template;
    expect(spec.tolerations).toEqual([{ ...tolerations[0], operator: 'Exists' }]);
  });
});
