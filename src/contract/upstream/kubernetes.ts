import { isObject, JsonObject } from '../../common/data/json';

/**
 * The recommended labels.
 *
 * Source: kubernetes.io, "Recommended Labels".
 */
export const LABELS = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  version: 'app.kubernetes.io/version',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

/**
 * The last configuration of client-side apply, which removes fields that are here but not in the manifest.
 * Source: kubectl, `pkg/cmd/apply`.
 */
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The field managers of people and Argo CD. A field that only one of them owns is removed when it applies a
 * manifest without the field. A server-side apply takes over the fields of the first.
 *
 * Source: kubectl, `pkg/cmd/apply` (`migrateToSSAIfNecessary`); Argo CD, `ClientSideApplyMigration`.
 */
export const APPLIERS: readonly string[] = ['kubectl-client-side-apply', 'kubectl', 'argocd-controller'];

/** The field managers by which kubectl renews that annotation, if there is one, with the whole object. */
export const RECORDERS: readonly string[] = ['kubectl-replace', 'kubectl-edit'];

/** The label with the namespace's name, which the API server sets (since 1.22). */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Each node has its own value. */
export const HOSTNAME_TOPOLOGY_KEY = 'kubernetes.io/hostname';
export const ZONE_TOPOLOGY_KEY = 'topology.kubernetes.io/zone';

/**
 * The ports of API servers behind the Service's 443: most use 6443, managed clusters 443, minikube 8443,
 * MicroK8s 16443.
 *
 * Source: microk8s.io/docs/services-and-ports; minikube `start --apiserver-port`.
 */
export const API_SERVER_PORTS: readonly number[] = [443, 6443, 8443, 16443];

/**
 * The ports of DNS servers: the Service's 53, and 5353 for OpenShift's pods behind it.
 *
 * Source: openshift/cluster-dns-operator, `assets/dns/daemonset.yaml`.
 */
export const DNS_PORTS: readonly number[] = [53, 5353];

/**
 * Cluster-scoped kinds; `ClusterRole`, `ClusterSecretStore` and similar ones are recognized by name.
 *
 * Source: kubernetes/kubernetes, `api/discovery`.
 */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'APIService', 'CSIDriver', 'CSINode', 'CertificateSigningRequest', 'CustomResourceDefinition',
  'DeviceClass', 'DeviceTaintRule', 'FlowSchema', 'GatewayClass', 'IPAddress', 'IngressClass',
  'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration', 'Namespace',
  'Node', 'PersistentVolume', 'PriorityClass', 'PriorityLevelConfiguration', 'ResourceSlice', 'RuntimeClass',
  'ServiceCIDR', 'StorageClass', 'StorageVersion', 'StorageVersionMigration', 'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration', 'VolumeAttachment',
  'VolumeAttributesClass',
]);

/** Kubernetes groups whose beta versions were removed, and the new groups of kinds in `extensions`. */
const FORMER_GROUPS = ['apps', 'batch', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io'];
const OF_EXTENSIONS: Readonly<Record<string, string>> = {
  DaemonSet: 'apps', Deployment: 'apps', Ingress: 'networking.k8s.io', NetworkPolicy: 'networking.k8s.io',
};

/**
 * The version that replaced one that is no longer served.
 *
 * Source: kubernetes.io, "Deprecated API Migration Guide" (1.16, 1.22, 1.25).
 */
export function formerVersion(apiVersion: string, kind: string): string | undefined {
  const [group, version] = apiVersion.split('/');
  const now = group === 'extensions' ? OF_EXTENSIONS[kind] : FORMER_GROUPS.find((each) => each === group);
  return now !== undefined && /^v1(alpha1|beta[12])$/.test(version ?? '') ? `${now}/v1` : undefined;
}

/** Whether objects of a kind lie in a namespace. */
export function isNamespaced(kind: string): boolean {
  return !CLUSTER_SCOPED.has(kind) && !/^Cluster[A-Z]/.test(kind);
}

/** The default cluster domain (Kubernetes: "DNS for Services and Pods"). */
export const CLUSTER_DOMAIN = 'cluster.local';

/** The name of a Service from anywhere in its cluster. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

const TEMPLATE = ['spec', 'template', 'spec'];

/** The path of a kind's pod spec. */
interface PodSpecPlace {
  readonly group: string;
  readonly path: readonly string[];
}

/** The API group of each kind that runs pods, and the path of the pod spec. */
export const POD_SPECS: ReadonlyMap<string, PodSpecPlace> = new Map([
  ['Pod', { group: '', path: ['spec'] }],
  ['Deployment', { group: 'apps', path: TEMPLATE }],
  ['StatefulSet', { group: 'apps', path: TEMPLATE }],
  ['DaemonSet', { group: 'apps', path: TEMPLATE }],
  ['ReplicaSet', { group: 'apps', path: TEMPLATE }],
  ['Job', { group: 'batch', path: TEMPLATE }],
  ['CronJob', { group: 'batch', path: ['spec', 'jobTemplate', ...TEMPLATE] }],
]);

/** JSON pointer to the pod spec of a kind; undefined if the kind has no pods. */
export function podSpecPath(kind: string): string | undefined {
  const spec = POD_SPECS.get(kind);
  return spec && `/${spec.path.join('/')}`;
}

/** The object at a JSON pointer. */
export function objectAt(root: unknown, pointer: string): JsonObject | undefined {
  const found = pointer.split('/').slice(1)
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(found) ? found : undefined;
}
