import { CLUSTER_RESOURCE_SYNC, OPERATOR, OPERATOR_PROXY, PROPELLER } from './data-plane-workloads';
import { DataPlaneContract } from './release-contract';
import { WorkloadContract } from './workloads';

/**
 * Where the data plane's blocks go. Releases differ in who runs tasks, one service or two: its values and its
 * section in the config file carry its name.
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
