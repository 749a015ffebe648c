import { AUTH_METADATA_SERVICES } from '../flyteadmin';
import { RouteGroup } from '../routes';
import { SECRETS } from '../secrets';
import { DatabaseContract, WorkloadContract, resources } from '../workloads';
import { grpcMethods, grpcServices, paths, ServiceDescription, trees } from './service';

const {
  GUARDED_GRPC_STREAMING, GUARDED_HTTP, OPEN_GRPC, OPEN_GRPC_STREAMING, OPEN_HTTP,
} = RouteGroup;
const { flyteadmin, relyingParty, scheduler, unionServices } = SECRETS;

/** The scheduler uses flyteadmin's tables (flyte-core: values.yaml, `db.admin`). */
const FLYTEADMIN_DATABASE: DatabaseContract = {
  file: 'db.yaml',
  section: 'database',
  name: 'flyteadmin',
  maxOpenConnections: 80,
};

/**
 * The part of flyteadmin's configuration that only the control plane chart has, with volumes in its values.
 */
export const FLYTEADMIN_PRIVATE_CONFIG = 'flyte-admin-private-config';

/**
 * flyteadmin (flyte-core: admin/deployment.yaml, admin/service.yaml). The charts set its ports twice, for
 * Flyte and for Union (controlplane: values.yaml, `flyte.configmap.adminServer`).
 */
export const FLYTEADMIN: WorkloadContract = {
  name: 'flyteadmin',
  container: 'flyteadmin',
  configMap: 'flyte-admin-base-config',
  configDirectory: '/etc/flyte/config',
  command: ['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'serve'],
  ports: [
    {
      name: 'http',
      containerPort: 8088,
      servicePort: 80,
      settings: ['server.httpPort', 'sharedService.httpPort'],
    },
    {
      name: 'grpc',
      containerPort: 8089,
      servicePort: 81,
      settings: ['server.grpc.port', 'sharedService.port', 'sharedService.connectPort'],
    },
  ],
  health: { path: '/healthcheck', port: 8088 },
  secretMounts: [{ secret: flyteadmin.name, mountPath: flyteadmin.mountPath }],
  inits: [
    {
      name: 'run-migrations',
      command: ['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'migrate', 'run'],
    },
    // Followed by names of projects.
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
 * flyte-scheduler (flyte-core: flytescheduler/deployment.yaml). It has no port; its profiler answers health
 * checks (flyteadmin: `pkg/runtime/application_config_provider.go`).
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
  // Waits, with restarts, until flyteadmin has created the tables.
  inits: [
    {
      name: 'flytescheduler-check',
      command: ['flytescheduler', 'precheck', '--config', '/etc/flyte/config/*.yaml'],
    },
  ],
  database: FLYTEADMIN_DATABASE,
  resources: resources(['10m', '250m'], ['50Mi', '500Mi']),
  // Source: flyteadmin, `scheduler/`.
  runsOnce: 'would start each scheduled execution once per pod',
};

/**
 * The init container in which flyteadmin creates its cookie and token keys and adds them to its Secret
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

export const FLYTEADMIN_DESCRIPTION: ServiceDescription = {
  workload: FLYTEADMIN,
  isOfFlyte: true,
  // A sidecar once served the API documentation there (flyte-core: admin/service.yaml).
  otherPorts: { redoc: 87 },
  readers: [
    {
      before: '2026.8',
      secrets: [flyteadmin.name, unionServices.name],
      podAnnotations: 'flyte.flyteadmin.podAnnotations',
    },
    {
      secrets: [flyteadmin.name, unionServices.name, relyingParty.name],
      podAnnotations: 'flyte.flyteadmin.podAnnotations',
    },
  ],
  routes: [{
    groups: {
      [OPEN_HTTP]: [
        ...trees('http', '/login', '/logout', '/callback', '/.well-known', '/config', '/oauth2', '/auth'),
        ...paths('http', '/me', '/healthcheck'),
        ...trees('redoc', '/openapi'),
      ],
      [OPEN_GRPC]: grpcServices('grpc', ...AUTH_METADATA_SERVICES, 'flyteidl.service.HealthService'),
      [OPEN_GRPC_STREAMING]: grpcMethods(
        'grpc', 'flyteidl.service.WatchService/WatchExecutionStatusUpdates',
      ),
      [GUARDED_HTTP]: [...trees('http', '/api', '/cloudadmin'), ...paths('http', '/v1/*')],
      [GUARDED_GRPC_STREAMING]: grpcServices(
        'grpc',
        'cloudidl.cloudadmin.CloudAdminService',
        'flyteidl.service.AdminService',
        'flyteidl.service.IdentityService',
        'flyteidl.service.SignalService',
        'flyteidl.service.WatchService',
        'flyteidl2.auth.IdentityService',
        'flyteidl2.project.ProjectService',
      ),
    },
  }],
  gatewayRules: {
    'controlplane-unprotected': [
      {
        port: 80,
        trees: ['/.well-known', '/login', '/logout', '/callback', '/config', '/oauth2', '/auth'],
        exact: ['/me', '/healthcheck'],
      },
      { port: 87, trees: ['/openapi'] },
    ],
    'controlplane-protected': [{ port: 80, trees: ['/api', '/v1', '/cloudadmin'] }],
    'controlplane-grpc-unprotected': [{
      port: 81,
      trees: [
        '/flyteidl.service.HealthService', ...AUTH_METADATA_SERVICES.map((service) => `/${service}`),
      ],
      exact: ['/flyteidl.service.WatchService/WatchExecutionStatusUpdates'],
    }],
    'controlplane-grpc-protected': [{
      port: 81,
      trees: [
        '/flyteidl.service.AdminService',
        '/flyteidl2.project.ProjectService',
        '/flyteidl2.auth.IdentityService',
        '/flyteidl.service.WatchService',
        '/cloudidl.cloudadmin.CloudAdminService',
        '/flyteidl.service.IdentityService',
        '/flyteidl.service.SignalService',
      ],
    }],
  },
};
