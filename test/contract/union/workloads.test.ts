import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { controlPlaneWorkloads, SERVICES } from '../../../src/contract/union/services';
import { WorkloadContract } from '../../../src/contract/union/workloads';
import { linesFor } from '../../_tools/by-version';

/**
 * What Union's charts render: unionai/helm-charts at a732c055 (2026.3) and 2026.8.3 with their AWS values, flyte-core 1.16.1. Emitter and judge take both from
 * the contract, so that only this notices where the contract is wrong.
 */
const RENDERED = ['2026.3', '2026.8'] as const;

interface Rendered {
  container?: string;
  runs?: string;
  listens: number[];
  health?: string;
  mounts: string[];
  offers: string[];
  /** Sections of its config files with the credentials of a client. */
  clients: string[];
  /** The file with the settings of object storage, its limit in MiB, and whether several containers may be used. */
  stores?: string;
}

const NOTHING: Rendered = { listens: [], mounts: [], offers: [], clients: [] };

/** Of each Deployment and its Service, by name. */
function rendered(version: string): ReadonlyMap<string, Rendered> {
  const found = new Map<string, Rendered>();
  let current: Rendered = { ...NOTHING };
  for (const line of linesFor(version, __dirname, 'fixtures/workloads.txt')) {
    const [word, ...rest] = line.trim().split(' ');
    switch (word) {
      case 'Deployment': case 'Service':
        current = found.get(rest[0]) ?? { ...NOTHING };
        found.set(rest[0], current);
        current.container = word === 'Deployment' ? rest[1] : current.container;
        break;
      case 'listens': current.listens = rest.map(Number); break;
      case 'mounts': case 'offers': case 'clients': current[word] = rest; break;
      case 'runs': case 'health': case 'stores': current[word] = rest.join(' '); break;
      default: throw new Error(`${version}: ${line}`);
    }
  }
  return found;
}

/** Ports of a Service that nothing needs here: those of metrics, and what the charts have under two names. */
const UNUSED = /^(debug|http-metrics|grpc-native|fasttask):/;

/** Where those answer that the charts do not probe: consoles on a page, the others on their server of metrics (flytestdlib: profutils/server.go). */
const UNPROBED: Readonly<Record<string, string>> = {
  'flyteconsole': '/healthz:8080',
  'unionconsole': '/v2/healthz:8080',
  'union-operator': '/healthcheck:10254',
  'flytepropeller': '/healthcheck:10254',
  'executor': '/healthcheck:10254',
  'leaseworker': '/healthcheck:10254',
};

describe.each(RENDERED)('of %s', (version) => {
  const { _contract: contract } = ChartVersion._all.find((each) => each.version === version)!;
  const charted = rendered(version);
  const known = [...controlPlaneWorkloads(contract), ...contract.dataPlane.workloads].filter(({ name }) => charted.get(name)?.container);
  const of = ({ name }: WorkloadContract) => charted.get(name)!;

  it('the contract knows each workload that the charts render, but what holds the tunnel', () => {
    const names = [...charted].filter(([, { container }]) => container).map(([name]) => name);
    expect(names.filter((name) => !known.some((each) => each.name === name))).toEqual(['union-operator-proxy']);
  });

  it('clients are where the charts render them, of each workload and of no other', () => {
    const { controlPlane: { blocks: { adminServerClient, serviceAdminClient, serviceAuth, ownAdminClients } }, dataPlane: { blocks } } = contract;
    const { clusterResourceSync, serviceAuth: ofPlane, adminClient } = blocks;
    const placed = [adminServerClient, serviceAdminClient, serviceAuth, ...ownAdminClients, clusterResourceSync, ofPlane, adminClient];
    const files = placed.flatMap((block) => block.files);
    // The scheduler is flyte-core's.
    const named = [...new Set(files.map(({ workload }) => workload))].filter((name) => !['*', 'flytescheduler'].includes(name));
    const inPlane = new Set(controlPlaneWorkloads(contract).map(({ name }) => name));
    const ofAll = (name: string) => inPlane.has(name) && name !== 'flyteadmin';
    const told = [...charted].filter(([, { clients }]) => clients.length > 0).map(([name]) => name);
    expect(named.filter((name) => charted.get(name)?.container && !told.includes(name))).toEqual([]);
    const places = (name: string) =>
      files.filter(({ workload }) => workload === name || (workload === '*' && ofAll(name))).map(({ file, path }) => `${file}:${path}`).sort();
    expect(told.map((name) => [name, places(name)])).toEqual(told.map((name) => [name, [...charted.get(name)!.clients].sort()]));
  });

  describe.each(known.map((each) => [each.name, each] as const))('%s', (_, workload) => {
    it('is the container that the chart runs', () => expect(workload.container).toBe(of(workload).container));

    it('runs what the chart runs', () => {
      const runs = [...workload.command ?? [], ...workload.args ?? []].join(' ');
      const cluster = / (--operator\.clusterId\.name \$\(CLUSTER_NAME\)|--propeller\.cluster-id dp1)/;
      expect(runs).toBe((of(workload).runs ?? '').replace(cluster, '').replaceAll('/etc/flyte/*/', '/etc/flyte/config/'));
    });

    it('listens where the chart has it listen', () => {
      const ports = workload.ports.filter(({ onlyIfTold }) => !onlyIfTold).map(({ containerPort }) => containerPort);
      expect(ports.filter((port) => !of(workload).listens.includes(port))).toEqual([]);
    });

    it('answers probes where the chart probes it', () => {
      const { health } = workload;
      expect(health === undefined ? undefined : `${health.path}:${health.port}`).toBe(of(workload).health ?? UNPROBED[workload.name]);
    });

    it('mounts Secrets where the chart mounts them', () => {
      const mounts = workload.secretMounts.map(({ secret, mountPath }) => `${secret}:${mountPath.replace(/\/$/, '')}`);
      expect(mounts.filter((mount) => !of(workload).mounts.includes(mount))).toEqual([]);
    });

    it('has the settings of object storage that the chart has', () => {
      const { storage } = workload;
      expect(storage && `${storage.file} ${storage.maxDownloadMBs} ${storage.multiContainer}`).toBe(of(workload).stores);
    });

    it('is offered by its Service as the chart\'s Service offers it', () => {
      const { otherPorts = {}, lacksPorts = [] } = SERVICES.find((each) => each.workload.name === workload.name) ?? {};
      const offers = workload.ports.filter(({ servicePort }) => servicePort !== undefined).filter(({ name }) => !lacksPorts.includes(name))
        .map(({ name, servicePort, targetPort, containerPort }) => `${name}:${servicePort}>${targetPort ?? containerPort}`);
      const others = Object.entries(otherPorts).map(([name, port]) => `${name}:${port}`);
      expect(offers.filter((offer) => !UNUSED.test(offer)).sort()).toEqual(
        of(workload).offers.filter((offer) => !UNUSED.test(offer) && !offer.endsWith('>connect') && !others.includes(offer.split('>')[0])).sort(),
      );
      expect(others.filter((other) => !of(workload).offers.some((offer) => offer.startsWith(`${other}>`)))).toEqual([]);
    });
  });
});

describe('what no rendered chart has', () => {
  const { _contract: { controlPlane: { scheduler } } } = ChartVersion._current;

  it('the scheduler runs as flyte-core runs it, and answers probes on flyteadmin\'s profiler', () => expect(scheduler).toMatchObject({
    name: 'flytescheduler',
    command: ['flytescheduler', 'run', '--config', '/etc/flyte/config/*.yaml'],
    health: { path: '/healthcheck', port: 10254 },
    secretMounts: [{ secret: 'flyte-secret-auth', mountPath: '/etc/secrets/' }],
  }));
});
