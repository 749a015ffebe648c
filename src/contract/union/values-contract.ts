import { JsonObject } from '../../common/data/json';

/** The authentication settings that one release of a chart reads from its values. */
export interface ValuesContract {
  /** Name of the chart. */
  readonly chart: ChartName;
  /** All keys by their dotted paths. */
  readonly keys: readonly ValueKey[];
  /** Maps that contain only listed keys: another key in them is an error. */
  readonly closed: readonly string[];
  /** Keys that people set but the release does not read. */
  readonly dead: readonly DeadKey[];
  /**
   * The chart's default values for authentication, over which the user's are merged. The chart evaluates `{{
   * … }}`.
   */
  readonly defaults: JsonObject;
}

export const CHART_NAMES = ['controlplane', 'dataplane'] as const;

export type ChartName = (typeof CHART_NAMES)[number];

/**
 * The lists of the user's objects that a chart renders: maps or texts, both as templates.
 *
 * Source: unionai/helm-charts 2026.3.0 to 2026.8.3, `extra-manifests.yaml` of both charts; the second list
 * since 2026.3.12.
 */
export const EXTRA_OBJECTS: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: ['extraObjects', 'extraObjectsOverrides'],
  dataplane: ['extraObjects'],
};

type ValueType = 'string' | 'boolean' | 'strings' | 'objects' | 'entries' | 'map';

/** The part of the identity in a value, for every release. */
export type IdentityValue = 'domain' | 'organization' | 'issuer' | 'webClientId' | 'nativeClientId'
  | 'serviceClientId' | 'tokenEndpoint' | 'serviceScope';

/** The meaning of a value, for any key. Two keys with one meaning must have the same value. */
export type ValueMeaning = IdentityValue | 'authorizationHeader' | 'cluster';

export interface ValueKey {
  readonly path: string;
  readonly type: ValueType;
  /** For people: a phrase without a full stop. */
  readonly description: string;
  readonly meaning?: ValueMeaning;
  readonly oneOf?: readonly string[];
  /** The only value with which authentication works. */
  readonly only?: string | boolean;
  /** A key whose value, if set, is an alternative to the only one. */
  readonly orAs?: string;
  /** The chart's own list. Helm replaces lists, so an override without an entry removes it. */
  readonly chartList?: ChartList;
  readonly required?: RequiredKey;
  /** The chart's default if the values are silent, in cases where other values can remove its target. */
  readonly chartDefault?: string;
}

interface ChartList {
  readonly entries: readonly ListEntry[];
  /** The symptom without an entry. */
  readonly symptom: string;
}

/** An entry of a list in the chart; `{{ … }}` is evaluated by the chart. */
export type ListEntry = string | { readonly name: string; readonly [field: string]: unknown };

export interface RequiredKey {
  readonly severity: 'error' | 'warning';
  /** The symptom without it. */
  readonly symptom: string;
  /** Any of these keys is an alternative. */
  readonly unless?: readonly string[];
}

export interface DeadKey {
  readonly path: string;
  /** The keys that replaced it; empty if none did. */
  readonly replacedBy: readonly string[];
  /** The version, or the reason: a phrase without a full stop. */
  readonly why: string;
}

type KeyOptions = Omit<ValueKey, 'path' | 'type' | 'description'>;

export function text(path: string, description: string, options: KeyOptions = {}): ValueKey {
  return { path, type: 'string', description, ...options };
}

export function flag(path: string, description: string, options: KeyOptions = {}): ValueKey {
  return { path, type: 'boolean', description, ...options };
}

export function texts(path: string, description: string, options: KeyOptions = {}): ValueKey {
  return { path, type: 'strings', description, ...options };
}

export function objects(path: string, description: string, options: KeyOptions = {}): ValueKey {
  return { path, type: 'objects', description, ...options };
}

/** A list of maps; each may be only its name. */
export function entries(path: string, description: string): ValueKey {
  return { path, type: 'entries', description };
}

/** A map with the user's own keys, such as annotations. */
export function map(path: string, description: string): ValueKey {
  return { path, type: 'map', description };
}

/** The same keys, some with other options. */
export function amended(
  keys: readonly ValueKey[], amendments: Readonly<Record<string, Partial<ValueKey>>>,
): ValueKey[] {
  return keys.map((key) => ({ ...key, ...amendments[key.path] }));
}

/** The name of the schema file, by which a values file shows its chart and release. */
export function schemaName({ chart }: ValuesContract, release: { toString(): string }): string {
  return `union-${chart}-${release.toString()}.schema.json`;
}

/**
 * The top-level keys of each chart's values, of any release: its own, and the names of its subcharts.
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
