import { SECRETS } from './secrets';
import { resources } from './workload-resources';
import { DatabaseContract, WorkloadContract } from './workloads';

const { flyteadmin, scheduler } = SECRETS;

/** The scheduler reads flyteadmin's tables (flyte-core: values.yaml, `db.admin`). */
const FLYTEADMIN_DATABASE: DatabaseContract = {
  file: 'db.yaml',
  section: 'database',
  name: 'flyteadmin',
  maxOpenConnections: 80,
};

/** flyteadmin (flyte-core: admin/deployment.yaml, admin/service.yaml). */
export const FLYTEADMIN: WorkloadContract = {
  name: 'flyteadmin',
  container: 'flyteadmin',
  configMap: 'flyte-admin-base-config',
  configDirectory: '/etc/flyte/config',
  command: ['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'serve'],
  ports: [
    { name: 'http', containerPort: 8088, servicePort: 80 },
    { name: 'grpc', containerPort: 8089, servicePort: 81 },
  ],
  health: { path: '/healthcheck', port: 8088 },
  secretMounts: [{ secret: flyteadmin.name, mountPath: flyteadmin.mountPath }],
  inits: [
    {
      name: 'run-migrations',
      command: ['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'migrate', 'run'],
    },
    // Names of projects follow.
    {
      name: 'seed-projects',
      command: ['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'migrate', 'seed-projects'],
    },
  ],
  database: FLYTEADMIN_DATABASE,
  storage: { file: 'storage.yaml', multiContainer: false, maxDownloadMBs: 10 },
  resources: resources(['50m', '2'], ['500Mi', '3Gi'], ['200Mi', '500Mi']),
};

/**
 * flyte-scheduler (flyte-core: flytescheduler/deployment.yaml). It offers no port; its profiler answers
 * health checks (flyteadmin: `pkg/runtime/application_config_provider.go`).
 */
export const SCHEDULER: WorkloadContract = {
  name: 'flytescheduler',
  container: 'flytescheduler',
  configMap: 'flyte-scheduler-config',
  configDirectory: '/etc/flyte/config',
  command: ['flytescheduler', 'run', '--config', '/etc/flyte/config/*.yaml'],
  ports: [],
  health: { path: '/healthcheck', port: 10254 },
  secretMounts: [{ secret: scheduler.name, mountPath: scheduler.mountPath }],
  // Waits, by starting again, until flyteadmin has made the tables.
  inits: [
    {
      name: 'flytescheduler-check',
      command: ['flytescheduler', 'precheck', '--config', '/etc/flyte/config/*.yaml'],
    },
  ],
  database: FLYTEADMIN_DATABASE,
  resources: resources(['10m', '250m'], ['50Mi', '500Mi']),
  // Source: flyteadmin, `scheduler/`.
  runsOnce: 'would start each scheduled execution once a pod',
};

/**
 * The init container in which flyteadmin makes its cookie and token keys and adds them to its Secret
 * (flyte-core: admin/deployment.yaml).
 */
export const GENERATE_SECRETS = {
  name: 'generate-secrets',
  scratchDirectory: '/etc/scratch',
  command: ['/bin/sh', '-c'],
  script: [
    'flyteadmin --config=/etc/flyte/config/*.yaml secrets init --localPath /etc/scratch/secrets',
    `flyteadmin --config=/etc/flyte/config/*.yaml secrets create --name ${flyteadmin.name} --fromPath `
      + '/etc/scratch/secrets',
  ].join(' && '),
  namespaceVariable: 'POD_NAMESPACE',
} as const;
