import { SECRETS } from './secrets';
import { WorkloadContract } from './workloads';

const { flyteadmin, scheduler, unionServices } = SECRETS;

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
    { name: 'redoc', containerPort: 8087, servicePort: 87 },
  ],
  health: { path: '/healthcheck', port: 8088 },
  secretMounts: [{ secret: flyteadmin.name, mountPath: flyteadmin.mountPath }],
};

/**
 * flyte-scheduler (flyte-core: flytescheduler/deployment.yaml). It offers no port; its profiler answers health checks (flyteadmin:
 * `pkg/runtime/application_config_provider.go`).
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
};

/** The union services that the guide names, with the binary that each runs. */
export const UNION_SERVICES: Readonly<Record<string, string>> = {
  executions: 'cloudpropeller',
  cluster: 'cloudcluster',
  usage: 'usage',
};

/** The union service that makes API keys. */
export const API_KEY_SERVICE = 'identity';

/** A service of the control plane chart (controlplane: templates/deployment.yaml; service ports in values.yaml). */
export function unionService(name: string): WorkloadContract {
  return {
    name,
    container: name,
    configMap: name,
    configDirectory: '/etc/config',
    args: [UNION_SERVICES[name] ?? name, 'serve', '--config', '/etc/config/*.yaml'],
    ports: [
      { name: 'grpc', containerPort: 8080, servicePort: 80 },
      { name: 'http', containerPort: 8089, servicePort: 81 },
      { name: 'debug', containerPort: 10254, servicePort: 82 },
      { name: 'connect', containerPort: 8081, servicePort: 83 },
    ],
    health: { path: '/healthcheck', port: 10254 },
    secretMounts: [{ secret: unionServices.name, mountPath: unionServices.mountPath }],
  };
}

/** The init container in which flyteadmin makes its cookie and token keys and adds them to its Secret (flyte-core: admin/deployment.yaml). */
export const GENERATE_SECRETS = {
  name: 'generate-secrets',
  scratchDirectory: '/etc/scratch',
  command: ['/bin/sh', '-c'],
  script: [
    'flyteadmin --config=/etc/flyte/config/*.yaml secrets init --localPath /etc/scratch/secrets',
    `flyteadmin --config=/etc/flyte/config/*.yaml secrets create --name ${flyteadmin.name} --fromPath /etc/scratch/secrets`,
  ].join(' && '),
  namespaceVariable: 'POD_NAMESPACE',
} as const;
