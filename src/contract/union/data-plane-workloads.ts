import { DataPlaneContract } from './release-contract';
import { SECRETS } from './secrets';
import { resources, StorageContract, WorkloadContract } from './workloads';

const { dataPlane, flyteadmin } = SECRETS;
const DATA_PLANE_SECRET = { secret: dataPlane.name, mountPath: dataPlane.mountPath };
/** Tasks read and write any bucket (dataplane: values.yaml, `storage`). */
const STORAGE: StorageContract = { file: 'storage.yaml', multiContainer: true, maxDownloadMBs: 1024 };
const METRICS = { name: 'metrics', containerPort: 10254 };

/**
 * The metrics server also answers health checks (flytestdlib: `profutils/server.go`,
 * StartProfilingServerWithDefaultHandlers). In public sources, cluster resource sync starts none (flyteadmin:
 * `cmd/entrypoints/clusterresource.go`).
 */
const HEALTH = { path: '/healthcheck', port: METRICS.containerPort };

/** The setting with the Secret of the operator's tunnel token, and whether there is one. */
export const TUNNEL_SECRET_FLAG = '--operator.tunnel.k8sSecretName';
export const TUNNEL_SWITCH = 'operator.enableTunnelService';
/** The values that control it; older releases read the second. */
export const TUNNEL_SWITCHES = [TUNNEL_SWITCH, `config.${TUNNEL_SWITCH}`];

/** The operator (dataplane: operator/deployment.yaml). */
export const OPERATOR: WorkloadContract = {
  name: 'union-operator',
  container: 'operator',
  configMap: 'union-operator',
  configDirectory: '/etc/union/config',
  args: [
    'operator', 'serve', '--config', '/etc/union/config/*.yaml', TUNNEL_SECRET_FLAG, dataPlane.name,
  ],
  ports: [
    { name: 'grpc', containerPort: 8080 },
    { name: 'http', containerPort: 8089 },
    { name: 'debug', containerPort: 10254 },
  ],
  health: HEALTH,
  secretMounts: [DATA_PLANE_SECRET],
  storage: STORAGE,
  resources: resources(['1', '2'], ['1Gi', '3Gi']),
  runsOnce: 'would register the cluster once per pod',
};

/**
 * The server of the operator's tunnel, with the operator's configuration (dataplane: proxy/deployment.yaml).
 */
export const OPERATOR_PROXY = 'union-operator-proxy';

/** flytepropeller (dataplane: propeller/deployment.yaml). */
export const PROPELLER: WorkloadContract = {
  name: 'flytepropeller',
  container: 'flytepropeller',
  configMap: 'flyte-propeller-config',
  configDirectory: '/etc/flyte/config',
  command: ['flytepropeller', '--config', '/etc/flyte/config/*.yaml'],
  ports: [METRICS],
  health: HEALTH,
  secretMounts: [DATA_PLANE_SECRET],
  storage: STORAGE,
  resources: resources(['1', '3'], ['1Gi', '3Gi']),
  // Source: flytepropeller, `pkg/controller`: leader election is off by default.
  runsOnce: 'would process each workflow once per pod, without leader election',
};

/** Cluster resource sync (dataplane: clusterresourcesync/deployment.yaml). */
export const CLUSTER_RESOURCE_SYNC: WorkloadContract = {
  name: 'union-syncresources',
  container: 'sync-cluster-resources',
  configMap: 'union-clusterresourcesync-config',
  configDirectory: '/etc/flyte/config',
  command: ['clusterresource', '--config', '/etc/flyte/config/*.yaml', 'clusterresource', 'run'],
  ports: [METRICS],
  secretMounts: [DATA_PLANE_SECRET],
  resources: resources(['500m', '1'], ['100Mi', '500Mi']),
  runsOnce: 'would write the same objects once per pod',
};

/** The executor, until 2026.8.0 (dataplane: nodeexecutor/deployment.yaml). It mounts the Secret twice. */
export const EXECUTOR: WorkloadContract = {
  name: 'executor',
  container: 'executor',
  configMap: 'executor',
  configDirectory: '/etc/config',
  command: ['executor', 'serve', '--config', '/etc/config/*.yaml'],
  ports: [METRICS],
  health: HEALTH,
  secretMounts: [DATA_PLANE_SECRET, { secret: dataPlane.name, mountPath: flyteadmin.mountPath }],
  storage: { ...STORAGE, file: 'config.yaml' },
  resources: resources(['1', '4'], ['1Gi', '8Gi']),
  runsOnce: 'would run each task once per pod',
};

/**
 * The leaseworker, added in 2026.4.10, which replaced the executor (dataplane: leaseworker/deployment.yaml).
 */
export const LEASEWORKER: WorkloadContract = {
  ...EXECUTOR,
  name: 'leaseworker',
  container: 'leaseworker',
  configMap: 'leaseworker',
  command: ['leaseworker', 'run', '--config', '/etc/config/*.yaml'],
  resources: resources(['4', '8'], ['8Gi', '16Gi']),
};

/**
 * The paths of the data plane's blocks. Releases differ in the services that run tasks: values and config
 * sections contain their names.
 */
export function dataPlaneBlocks(...runners: readonly WorkloadContract[]): DataPlaneContract['blocks'] {
  const taskRunners = runners.map(({ name }) => name);
  return {
    clusterResourceSync: {
      values: 'clusterresourcesync.config.union.auth',
      files: [{ workload: CLUSTER_RESOURCE_SYNC.name, file: 'cluster_resources.yaml', path: 'union.auth' }],
    },
    serviceAuth: {
      values: 'config.union.auth',
      files: [OPERATOR.name, OPERATOR_PROXY, ...taskRunners].map((workload) => ({
        workload,
        file: 'config.yaml',
        path: 'union.auth',
      })),
    },
    adminClient: {
      values: 'config.admin.admin',
      files: [
        { workload: PROPELLER.name, file: 'admin.yaml', path: 'admin' },
        { workload: CLUSTER_RESOURCE_SYNC.name, file: 'admin.yaml', path: 'admin' },
        ...taskRunners.map((workload) => ({ workload, file: 'config.yaml', path: 'admin' })),
      ],
    },
    eager: taskRunners.map((workload) => ({
      values: `${workload}.config.unionAuth`,
      files: [{ workload, file: 'config.yaml', path: `${workload}.unionAuth` }],
    })),
  };
}
