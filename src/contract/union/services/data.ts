import { RouteGroup } from '../routes';
import { SECRETS, SERVICE_POD_ANNOTATIONS } from '../secrets';
import { WorkloadContract, resources } from '../workloads';
import { grpcMethods, grpcServices, paths, ServiceDescription, trees, unionService } from './service';

const { DATAPROXY, GUARDED_GRPC, GUARDED_GRPC_STREAMING, GUARDED_HTTP } = RouteGroup;

export const CACHE_SERVICE_NAME = 'cacheservice';

/** Flyte's cache of outputs in Union's build. It reads the same config files as flyteadmin. */
const CACHE_SERVICE: WorkloadContract = {
  name: CACHE_SERVICE_NAME,
  container: CACHE_SERVICE_NAME,
  configMap: 'cacheservice-config',
  configDirectory: '/etc/cacheservice/config',
  command: ['cacheservice', '--config', '/etc/cacheservice/config/*.yaml', 'serve'],
  ports: [
    { name: 'http', containerPort: 8088, servicePort: 88 },
    { name: 'grpc', containerPort: 8089, servicePort: 89 },
  ],
  secretMounts: [],
  inits: [
    {
      name: 'run-migrations',
      command: ['cacheservice', '--config', '/etc/cacheservice/config/*.yaml', 'migrate', 'run'],
    },
  ],
  resources: resources(['500m', '1'], ['200Mi', '500Mi'], ['200Mi', '500Mi']),
  database: { file: 'db.yaml', section: 'database', name: 'cacheservice', maxOpenConnections: 20 },
  storage: { file: 'storage.yaml', multiContainer: false, maxDownloadMBs: 10 },
  settings: {
    file: 'server.yaml',
    content: {
      'cache-server': { grpcPort: 8089, httpPort: 8088 },
      'cacheservice': {
        'storage-prefix': 'cached_outputs',
        'metrics-scope': 'flyte',
        'profiler-port': 10254,
      },
    },
  },
};

/** Services for data of runs: inputs and outputs, logs, secrets, images, and the cache. */
export const DATA: readonly ServiceDescription[] = [
  unionService('dataproxy', {
    config: { dataproxy: { clusterSelector: { type: 'local' } } },
    routes: [
      {
        groups: {
          [GUARDED_HTTP]: trees(
            'http', '/actor', '/agent', '/api/v1/dataproxy', '/dataplane', '/spark-history-server',
          ),
          [GUARDED_GRPC]: [
            ...grpcServices(
              'grpc',
              'cloudidl.actor.ActorEnvironmentService',
              'cloudidl.agent.AgentService',
              'cloudidl.clouddataproxy.CloudDataProxyService',
              'cloudidl.imagebuilder.ImageService',
              'cloudidl.logs.LogsService',
              'cloudidl.secret.SecretService',
              'flyteidl.service.DataProxyService',
              'flyteidl2.dataproxy.DataProxyService',
              'flyteidl2.imagebuilder.ImageService',
              'flyteidl2.secret.SecretService',
            ),
            // In the chart these exist only without a suffix, or only with everything below.
            ...paths('grpc', '/cloudidl.support.SupportService'),
            ...grpcMethods(
              'grpc',
              'cloudidl.app.AppLogsService/*',
              'cloudidl.app.ReplicaService/*',
              'flyteidl2.app.AppLogsService/*',
              'flyteidl2.app.ReplicaService/*',
            ),
          ],
          [DATAPROXY]: [{ ...paths('grpc', '/data')[0], pathType: 'Prefix' }, ...paths('grpc', '/data/*')],
        },
      },
      {
        behindOthers: true,
        groups: {
          [GUARDED_GRPC_STREAMING]: grpcMethods(
            'grpc',
            'cloudidl.actor.ActorEnvironmentService/Stream*',
            'cloudidl.app.AppLogsService/TailLogs',
            'cloudidl.app.ReplicaService/WatchReplicas',
            'cloudidl.logs.LogsService/TailTaskExecutionLogs',
            'flyteidl2.app.AppLogsService/TailLogs',
            'flyteidl2.app.ReplicaService/WatchReplicas',
          ),
        },
      },
      {
        since: '2026.6',
        groups: { [GUARDED_GRPC]: grpcServices('grpc', 'flyteidl2.workflow.TranslatorService') },
      },
    ],
    gatewayRules: {
      'controlplane-protected': [{
        port: 81,
        trees: [
          '/actor',
          '/agent',
          '/dataplane',
          '/spark-history-server',
          '/api/v1/dataproxy',
          '/cloudidl.support.SupportService',
        ],
      }],
      'controlplane-grpc-protected': [{
        port: 80,
        trees: [
          '/cloudidl.actor.ActorEnvironmentService',
          '/cloudidl.agent.AgentService',
          '/cloudidl.support.SupportService',
          '/cloudidl.clouddataproxy.CloudDataProxyService',
          '/flyteidl.service.DataProxyService',
          '/flyteidl2.dataproxy.DataProxyService',
          '/flyteidl2.workflow.TranslatorService',
          '/cloudidl.logs.LogsService',
          '/cloudidl.app.AppLogsService',
          '/cloudidl.app.ReplicaService',
          '/flyteidl2.app.AppLogsService',
          '/flyteidl2.app.ReplicaService',
          '/cloudidl.imagebuilder.ImageService',
          '/flyteidl2.imagebuilder.ImageService',
        ],
      }],
    },
  }),

  {
    workload: CACHE_SERVICE,
    isOfFlyte: true,
    trustsHeaders: true,
    readers: [
      {
        before: '2026.6',
        secrets: [SECRETS.unionServices.name],
        podAnnotations: 'flyte.cacheservice.podAnnotations',
      },
      // Its own annotations (`flyte.cacheservice.podAnnotations`) are rendered in addition.
      { secrets: [SECRETS.unionServices.name], podAnnotations: SERVICE_POD_ANNOTATIONS },
    ],
    routes: [{
      groups: {
        [GUARDED_GRPC]: grpcServices(
          'grpc', 'flyteidl.cacheservice.CacheService', 'flyteidl.cacheservice.v2.CacheService',
        ),
      },
    }],
    gatewayRules: {
      'controlplane-grpc-protected': [{
        port: 89,
        trees: ['/flyteidl.cacheservice.CacheService', '/flyteidl.cacheservice.v2.CacheService'],
      }],
    },
  },

  // Flyte's catalog, which older releases of the chart run instead of the cache.
  unionService('datacatalog', {
    inChart: 'never',
    isOfFlyte: true,
    // templates/datacatalog/service.yaml.
    otherPorts: { grpc: 89 },
    routes: [{ groups: { [GUARDED_GRPC]: grpcServices('grpc', 'datacatalog.DataCatalog') } }],
  }),
];
