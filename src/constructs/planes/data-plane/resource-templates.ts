import { ApiObject } from 'cdk8s';
import type { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { toYaml } from '../../../common/yaml/yaml';
import { TASK_NAMESPACE } from '../../../contract/union/data-plane-access';
import { cdk8sPlus } from '../../objects/cdk8s-plus';
import { ObjectStorage } from '../object-storage';
import { servicesWithTasks, taskRole } from './access';

/**
 * The ConfigMap of the templates, and where cluster resource sync reads them (dataplane:
 * clusterresourcesync/configmap.yaml).
 */
export const TEMPLATES =
  { configMap: 'union-clusterresource-template', directory: '/etc/flyte/clusterresource/templates' } as const;

/** Tasks read and write the storage under the same identity as the services, where pods have one. */
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
 * What cluster resource sync makes for each project and domain, in the order of the names: the namespace, and
 * in it the bindings of the roles, without which no one may start a task there.
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

/** Mounts them where cluster resource sync looks. */
export function mountResourceTemplates(deployment: Deployment): void {
  const { ConfigMap, Volume } = cdk8sPlus();
  const source = ConfigMap.fromConfigMapName(deployment, 'resource-templates', TEMPLATES.configMap);
  deployment.containers[0].mount(
    TEMPLATES.directory,
    Volume.fromConfigMap(deployment, 'resource-templates-volume', source, { name: 'resource-templates' }),
    { readOnly: true },
  );
}
