// Tests: test/constructs/planes/data-plane/access.test.ts, test/constructs/planes/wiring.test.ts
import { ApiObject } from 'cdk8s';
import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../../common/data/json';
import { filledIn, matching, objectName } from '../../../common/props/checks';
import { list, map, optional, text } from '../../../common/props/prop-types';
import { toYaml } from '../../../common/yaml/yaml';
import {
  BINDS_TASK_ROLES, DATA_PLANE_ACCESS, TASK_NAMESPACE, bindRule, rule,
} from '../../../contract/union/kubernetes-access';
import { DataPlaneIdentity } from '../../identity';
import { cdk8sPlus } from '../../objects/api-objects';
import { ConfigContext, ConfigFiles } from '../../settings/context';
import { ObjectStorage } from '../object-storage';
import { addClusterRole, addRole, bindInCluster } from '../rbac';

/** Kinds of objects that plugins create for tasks: plural resource names by API group. */
type TaskObjects = Readonly<Record<string, string[]>>;

/** A kind in a rule of RBAC has no effect, and an asterisk means everything. */
const RESOURCES = map(list(text(filledIn, matching(
  /^[a-z][a-z0-9]*(\/[a-z]+)?$/, 'is not a resource; write it in the plural and in lower case, such as '
    + 'rayjobs',
))));

export const TASK_OBJECTS = optional((problems, prop, value) => {
  const isMap = RESOURCES(problems, prop, value);
  if (isMap) {
    for (const [group, resources] of Object.entries(value as TaskObjects)) {
      problems.check(prop, group, groupName);
      problems.check(`${prop}.${group}`, resources, () =>
        (resources.length === 0 ? 'must not be empty; give a resource, or leave the group out' : undefined));
    }
  }
  return isMap;
});

/** The core group has an empty name. */
function groupName(group: string): string | undefined {
  return group === '' || objectName(group) === undefined
    ? undefined
    : 'is not an API group; write it without a version, such as ray.io, and the core group as ""';
}

/** The services that run tasks, and create the objects of plugins. */
const TASK_RUNNERS = ['flytepropeller', 'executor', 'leaseworker'];
const TASK_OBJECTS_WHY = 'creates the objects of plugins that `taskObjects` lists';
const MAKES = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/**
 * The role of a service in the namespaces of tasks. Cluster-wide names contain the namespace of the plane.
 */
export function taskRole(namespace: string, service: string): string {
  return `${namespace}-${service}-tasks`;
}

/** The services with a role in the namespaces of tasks. */
export function servicesWithTasks(names: readonly string[]): string[] {
  return names.filter((name) => (DATA_PLANE_ACCESS[name]?.tasks.length ?? 0) > 0);
}

/** Everything besides the service itself that determines its access. */
interface AccessOptions {
  readonly namespace: string;
  /** All services of the plane. */
  readonly names: readonly string[];
  readonly taskObjects: TaskObjects;
}

/** Adds a service account and its roles for a service that uses the Kubernetes API. */
export function addAccess(
  scope: Construct, service: string, { namespace, names, taskObjects }: AccessOptions,
): ServiceAccount {
  const { own, tasks, cluster } = DATA_PLANE_ACCESS[service];
  const made = Object.entries(TASK_RUNNERS.includes(service) ? taskObjects : {})
    .map(([apiGroup, resources]) => rule(apiGroup, resources, MAKES, TASK_OBJECTS_WHY));
  const access = new Construct(scope, `${service}-access`);
  const account = new (cdk8sPlus().ServiceAccount)(access, 'service-account', {
    metadata: { name: service, namespace },
    automountToken: true,
  });
  const subject = { name: service, namespace };
  if (own.length > 0) {
    addRole(access, service, own, subject);
  }
  if (tasks.length > 0) {
    addClusterRole(access, 'task-role', taskRole(namespace, service), [...tasks, ...made]);
  }
  const everywhere = [
    ...cluster,
    // Caches for objects of plugins also span all namespaces.
    ...made.map((each) => ({ ...each, verbs: ['list', 'watch'] })),
    ...(service === BINDS_TASK_ROLES
      ? [bindRule(servicesWithTasks(names).map((name) => taskRole(namespace, name)))]
      : []),
  ];
  const name = `${namespace}-${service}`;
  addClusterRole(access, 'cluster-role', name, everywhere);
  bindInCluster(access, 'cluster-role-binding', name, subject);
  return account;
}

/**
 * The ConfigMap of the templates, and its mount path in cluster resource sync (dataplane:
 * clusterresourcesync/configmap.yaml).
 */
const TEMPLATES =
  { configMap: 'union-clusterresource-template', directory: '/etc/flyte/clusterresource/templates' } as const;

/** With pod identities, tasks use the identity of the services for the storage. */
function taskIdentity(
  { _identity: { serviceAccountAnnotations: annotations } }: ObjectStorage,
): [string, object][] {
  return annotations === undefined ? [] : [['b_default_service_account.yaml', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'default',
      namespace: '{{ namespace }}',
      annotations,
    },
  }]];
}

/**
 * The objects that cluster resource sync creates for each project and domain, in the order of names: the
 * namespace, and the role bindings without which tasks cannot start.
 */
export function addResourceTemplates(
  scope: Construct, namespace: string, names: readonly string[], storage: ObjectStorage,
): void {
  const bindings = servicesWithTasks(names).map((service): [string, object] => [`ab_${service.replace(
    /-/g, '_',
  )}_role_binding.yaml`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: taskRole(namespace, service), namespace: '{{ namespace }}' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: taskRole(namespace, service),
    },
    subjects: [{ kind: 'ServiceAccount', name: service, namespace }],
  }]);
  const templates: [string, object][] = [
    [
      'a_namespace.yaml',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '{{ namespace }}', labels: TASK_NAMESPACE } },
    ],
    ...bindings,
    ...taskIdentity(storage),
  ];
  new ApiObject(scope, 'resource-templates', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: TEMPLATES.configMap, namespace },
    data: Object.fromEntries(templates.map(([file, template]) => [file, toYaml(template)])),
  });
}

/** Mounts the templates for cluster resource sync. */
export function mountResourceTemplates(deployment: Deployment): void {
  const { ConfigMap, Volume } = cdk8sPlus();
  const source = ConfigMap.fromConfigMapName(deployment, 'resource-templates', TEMPLATES.configMap);
  deployment.containers[0].mount(
    TEMPLATES.directory,
    Volume.fromConfigMap(deployment, 'resource-templates-volume', source, { name: 'resource-templates' }),
    { readOnly: true },
  );
}

/** What the settings of a data plane's services follow from, besides its context. */
interface DataPlaneSurroundings {
  readonly dataPlane: DataPlaneIdentity;
  readonly storage: ObjectStorage;
}

/** The cluster name with which it registers. */
export function clusterNameOf({ namespace }: ConfigContext, { clusterName }: DataPlaneIdentity): string {
  return clusterName ?? namespace;
}

/**
 * Plugins that need only pods. An empty list would start all plugins, with watches for kinds that do not
 * exist.
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
 * Settings that a service needs to start.
 *
 * Source: unionai/helm-charts at dataplane-2026.8.3 and a732c055, `charts/dataplane`: values.yaml (`config`),
 * and the ConfigMaps of `helm template`; flytepropeller v1.16.1, `pkg/controller/config/config.go`.
 */
export function dataPlaneSettings(
  context: ConfigContext, service: string, around: DataPlaneSurroundings,
): ConfigFiles {
  const clusterName = clusterNameOf(context, around.dataPlane);
  switch (service) {
    case 'union-operator':
      return new Map<string, JsonObject>([
        ['config.yaml', operatorConfig(context, around)],
        ['fast_registration_storage.yaml', { fastRegistrationStorage: around.storage._section }],
      ]);
    case 'flytepropeller':
      return new Map<string, JsonObject>([
        ['core.yaml', propellerConfig(clusterName, around.storage)],
        ['admin.yaml', { event: { type: 'admin', rate: 500, capacity: 1000 } }],
        ['enabled_plugins.yaml', PLUGINS],
      ]);
    case 'union-syncresources':
      return new Map([['cluster_resources.yaml', {
        cluster_resources: {
          clusterName,
          refreshInterval: '5m',
          standaloneDeployment: true,
          templatePath: TEMPLATES.directory,
        },
        clusterResourcesPrivate: { app: { isServerless: false } },
      }]]);
    default:
      return new Map<string, JsonObject>([
        ['config.yaml', taskRunnerConfig(service, clusterName, context.identity.organization)],
        ['enabled_plugins.yaml', PLUGINS],
      ]);
  }
}

/**
 * The operator stores the fetched key with the secret manager, as Secrets in its own namespace (dataplane:
 * values.yaml, `config.operator.apiKey`).
 *
 * Without tunnel, image builder and apps, whose pods the library does not emit.
 */
function operatorConfig(context: ConfigContext, { dataPlane, storage }: DataPlaneSurroundings): JsonObject {
  const { namespace, identity: { domain, organization } } = context;
  const { clientId, _fetchesApiKey: fetchesApiKey } = dataPlane;
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
      clusterId: withoutUndefined({ name: clusterNameOf(context, dataPlane), organization }),
      clusterData: {
        appId: clientId,
        cloudHostName: domain,
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

/** It creates the CustomResourceDefinition of workflows if it is missing. */
function propellerConfig(clusterName: string, storage: ObjectStorage): JsonObject {
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

/** Executor or leaseworker. Task pods are in other namespaces, so they have no owner. */
function taskRunnerConfig(service: string, clusterName: string, organization?: string): JsonObject {
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
