import { ChartName } from './values-contract';

/**
 * The keys at the top of each chart's values, of any release: its own, and the names of the charts within it.
 *
 * Source: unionai/helm-charts, values.yaml, values.*.yaml, Chart.yaml and templates of both charts at each
 * tag from 2025 to 2026.8.3. Helm itself reads `tags`.
 */
export const TOP_LEVEL_KEYS: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: [
    'actions', 'actionsLeasor', 'affinity', 'argo', 'artifacts', 'artifactsBucketName', 'assistant',
    'autoscaling', 'bucketName', 'configMap', 'console', 'controlplane', 'dataproxy', 'dbHost', 'dbName',
    'dbPass', 'dbUser', 'defaults', 'env', 'envoy-gateway', 'envoyGateway', 'externalSecrets',
    'extraObjects', 'extraObjectsOverrides', 'flyte', 'forceNamespace', 'fullnameOverride', 'global',
    'hooksService', 'image', 'imageBuilder', 'imagePullSecrets', 'ingress', 'ingress-nginx', 'logging',
    'monitoring', 'nameOverride', 'nodeSelector', 'objectstore', 'podAnnotations', 'podMonitor',
    'podSecurityContext', 'postgres-exporter', 'probe', 'region', 'replicaCount', 'resources', 'scylla',
    'scylla-operator', 'secrets', 'securityContext', 'service', 'serviceAccount', 'serviceProfile',
    'services', 'sharedService', 'spreadConstraints', 'strategy', 'sync', 'tags', 'tolerations', 'union',
    'unionv2', 'workspaceService',
  ],
  dataplane: [
    'additionalPodAnnotations', 'additionalPodEnvVars', 'additionalPodLabels', 'additionalPodSpec',
    'additionalServiceAccountAnnotations', 'apps', 'clusterName', 'clusterresourcesync',
    'commonServiceAccount', 'config', 'controlplaneNamespace', 'cost', 'databricks', 'datacatalog',
    'dataproxy', 'db', 'dcgm-exporter', 'dcgmExporter', 'executor', 'extraObjects', 'fluentbit',
    'flyteagent', 'flyteconnector', 'flytepropeller', 'flytepropellerwebhook', 'fullnameOverride',
    'fuseDevicePlugin', 'gateway', 'global', 'host', 'hostNetwork', 'image', 'imageBuilder',
    'imagePullSecrets', 'ingress', 'ingress-nginx', 'integration', 'knative-operator', 'kube-state-metrics',
    'kubeStateMetrics', 'leaseworker', 'logging', 'loki', 'low_privilege', 'metrics-server', 'monitoring',
    'nameOverride', 'namespace_config', 'namespace_mapping', 'namespaces', 'nodeobserver', 'objectStore',
    'opencost', 'operator', 'orgName', 'prometheus', 'provider', 'proxy', 'resourcequota', 'scheduling',
    'secrets', 'serviceAccount', 'serving', 'sparkoperator', 'storage', 'tags', 'taskPodTemplate',
    'tunnelService', 'updateStatus', 'userRoleAnnotationKey', 'userRoleAnnotationValue', 'zero_trust',
  ],
};
