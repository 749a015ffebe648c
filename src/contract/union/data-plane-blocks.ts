import { CLUSTER_RESOURCE_SYNC, OPERATOR, PROPELLER } from './data-plane-workloads';
import { DataPlaneContract } from './release-contract';
import { WorkloadContract } from './workloads';

/**
 * Where the data plane's blocks go. Releases differ in who runs tasks: its values and its section in the config file
 * carry its name.
 */
export function dataPlaneBlocks({ name: taskRunner }: WorkloadContract): DataPlaneContract['blocks'] {
  return {
    clusterResourceSync: {
      values: 'clusterresourcesync.config.union.auth',
      files: [{ workload: CLUSTER_RESOURCE_SYNC.name, file: 'cluster_resources.yaml', path: 'union.auth' }],
    },
    serviceAuth: {
      values: 'config.union.auth',
      files: [OPERATOR.name, taskRunner].map((workload) => ({ workload, file: 'config.yaml', path: 'union.auth' })),
    },
    adminClient: {
      values: 'config.admin.admin',
      files: [
        { workload: PROPELLER.name, file: 'admin.yaml', path: 'admin' },
        { workload: CLUSTER_RESOURCE_SYNC.name, file: 'admin.yaml', path: 'admin' },
        { workload: taskRunner, file: 'config.yaml', path: 'admin' },
      ],
    },
    eager: {
      values: `${taskRunner}.config.unionAuth`,
      files: [{ workload: taskRunner, file: 'config.yaml', path: `${taskRunner}.unionAuth` }],
    },
  };
}
