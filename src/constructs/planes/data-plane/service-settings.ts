import { JsonObject } from '../../../common/data/json';
import { ConfigFiles } from '../../settings/config-files';
import { ConfigContext } from '../../settings/context';
import { ObjectStorage } from '../object-storage';
import { TEMPLATES } from './resource-templates';

/** The settings of the services of a data plane besides authentication and storage. */
export interface DataPlaneSurroundings {
  readonly clusterName: string;
  readonly organization?: string;
  readonly clientId: string;
  readonly storage: ObjectStorage;
  /** Whether the operator fetches the API key of eager tasks from the control plane. */
  readonly fetchesApiKey: boolean;
}

/**
 * Plugins that need nothing but pods: an empty list would start all of them, and watches over kinds of
 * objects that are not there.
 */
const PLUGINS = {
  tasks: {
    'task-plugins': {
      'enabled-plugins': ['container', 'sidecar', 'k8s-array', 'echo'],
      'default-for-task-types': { container: 'container', container_array: 'k8s-array', sidecar: 'sidecar' },
    },
  },
};

/**
 * The settings of a service, so that it starts.
 *
 * Source: unionai/helm-charts at dataplane-2026.8.3 and a732c055, `charts/dataplane`: values.yaml (`config`),
 * and the ConfigMaps of `helm template`; flytepropeller v1.16.1, `pkg/controller/config/config.go`.
 */
export function dataPlaneSettings(
  context: ConfigContext, service: string, around: DataPlaneSurroundings,
): ConfigFiles {
  switch (service) {
    case 'union-operator':
      return new Map<string, JsonObject>([
        ['config.yaml', operatorConfig(context, around)],
        ['fast_registration_storage.yaml', { fastRegistrationStorage: around.storage._section }],
      ]);
    case 'flytepropeller':
      return new Map<string, JsonObject>([
        ['core.yaml', propellerConfig(around)],
        ['admin.yaml', { event: { type: 'admin', rate: 500, capacity: 1000 } }],
        ['enabled_plugins.yaml', PLUGINS],
      ]);
    case 'union-syncresources':
      return new Map([['cluster_resources.yaml', {
        cluster_resources: {
          clusterName: around.clusterName,
          refreshInterval: '5m',
          standaloneDeployment: true,
          templatePath: TEMPLATES.directory,
        },
        clusterResourcesPrivate: { app: { isServerless: false } },
      }]]);
    default:
      return new Map<string, JsonObject>([
        ['config.yaml', taskRunnerConfig(service, around)],
        ['enabled_plugins.yaml', PLUGINS],
      ]);
  }
}

/**
 * The operator stores the key that it fetches by the secret manager, as Secrets in its own namespace
 * (dataplane: values.yaml, `config.operator.apiKey`).
 *
 * Without a tunnel, an image builder and apps, whose pods are not set up here.
 */
function operatorConfig({ identity, namespace }: ConfigContext, around: DataPlaneSurroundings): JsonObject {
  const { clusterName, organization, clientId, storage, fetchesApiKey } = around;
  const { container, config } = storage._location;
  return {
    sharedService: { features: { gatewayV2: true }, port: 8081 },
    authorizer: { type: 'noop' },
    operator: {
      enabled: true,
      enableTunnelService: false,
      apps: { enabled: 'false' },
      syncClusterConfig: { enabled: false },
      imageBuilder: { enabled: false },
      clusterId: { name: clusterName, ...(organization === undefined ? {} : { organization }) },
      clusterData: {
        appId: clientId,
        cloudHostName: identity.domain,
        bucketName: container,
        bucketRegion: config.region ?? '',
        metadataBucketPrefix: storage._url,
        gcpProjectId: config.project_id ?? '',
      },
      ...(fetchesApiKey ? { apiKey: { enabled: true } } : {}),
    },
    ...(fetchesApiKey
      ? { proxy: { smConfig: { enabled: 'true', type: 'K8s', k8sConfig: { namespace } } } }
      : {}),
  };
}

/** It makes the CustomResourceDefinition of workflows where there is none. */
function propellerConfig({ clusterName, storage }: DataPlaneSurroundings): JsonObject {
  return {
    propeller: {
      'cluster-id': clusterName,
      'create-flyteworkflow-crd': true,
      'enable-admin-launcher': true,
      'limit-namespace': 'all',
      'metadata-prefix': 'metadata/propeller',
      'rawoutput-prefix': `${storage._url}/data`,
      'metrics-prefix': 'flyte',
      'prof-port': 10254,
      'max-workflow-retries': 30,
    },
  };
}

/** Executor or leaseworker. Its pods lie in other namespaces, where no owner of theirs is. */
function taskRunnerConfig(service: string, { clusterName, organization }: DataPlaneSurroundings): JsonObject {
  const tenant = organization === undefined ? {} : { organization };
  return {
    [service]: {
      cluster: clusterName,
      ...tenant,
      workerName: [...organization === undefined ? [] : [organization], clusterName, 'worker1'].join('-'),
    },
    authorizer: { type: 'noop' },
    sharedService: { metrics: { scope: `${service}:` }, security: { secure: false, useAuth: false } },
    plugins: { k8s: { 'disable-inject-owner-references': true, 'inject-finalizer': true } },
  };
}
