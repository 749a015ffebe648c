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
 * What client-side apply sent last: it removes what is here and not in the manifest. Source: kubectl,
 * `pkg/cmd/apply`.
 */
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The field managers by which people and Argo CD apply: what one of them alone owns goes at its next apply of
 * a manifest without it. The fields of the first become those of whoever applies server-side.
 *
 * Source: kubectl, `pkg/cmd/apply` (`migrateToSSAIfNecessary`); Argo CD, `ClientSideApplyMigration`.
 */
export const APPLIERS: readonly string[] = ['kubectl-client-side-apply', 'kubectl', 'argocd-controller'];

/** The field managers by which kubectl renews that annotation, if there is one, with the whole object. */
export const RECORDERS: readonly string[] = ['kubectl-replace', 'kubectl-edit'];

/** The label that the API server sets on every namespace: its name (since 1.22). */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** One node is one value of it. */
export const HOSTNAME_TOPOLOGY_KEY = 'kubernetes.io/hostname';
export const ZONE_TOPOLOGY_KEY = 'topology.kubernetes.io/zone';

/**
 * The ports at which clusters serve their API: behind the Service's 443 most listen on 6443, the managed ones
 * on 443, minikube on 8443, MicroK8s on 16443.
 *
 * Source: microk8s.io/docs/services-and-ports; minikube `start --apiserver-port`.
 */
export const API_SERVER_PORTS: readonly number[] = [443, 6443, 8443, 16443];

/**
 * The ports at which clusters answer DNS: behind the Service's 53 OpenShift's pods listen on 5353.
 *
 * Source: openshift/cluster-dns-operator, `assets/dns/daemonset.yaml`.
 */
export const DNS_PORTS: readonly number[] = [53, 5353];

/**
 * Kinds that lie in no namespace; `ClusterRole`, `ClusterSecretStore` and the like tell so by their names.
 */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'APIService', 'CSIDriver', 'CSINode', 'CertificateSigningRequest', 'CustomResourceDefinition', 'FlowSchema',
  'GatewayClass', 'IngressClass', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration', 'Namespace', 'Node', 'PersistentVolume', 'PriorityClass',
  'PriorityLevelConfiguration', 'RuntimeClass', 'StorageClass', 'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration', 'VolumeAttachment',
]);

/** Groups of Kubernetes whose beta versions are gone, and where the kinds of `extensions` went. */
const FORMER_GROUPS = ['apps', 'batch', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io'];
const OF_EXTENSIONS: Readonly<Record<string, string>> = {
  DaemonSet: 'apps', Deployment: 'apps', Ingress: 'networking.k8s.io', NetworkPolicy: 'networking.k8s.io',
};

/**
 * The version of a kind of Kubernetes that took the place of one that is no longer served.
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

/**
 * The domain that clusters are made with, unless someone says another (Kubernetes: "DNS for Services and
 * Pods").
 */
export const CLUSTER_DOMAIN = 'cluster.local';

/** The name of a Service everywhere in its cluster. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

const TEMPLATE = ['spec', 'template', 'spec'];

/** Where a kind has its pods. */
interface PodSpecPlace {
  readonly group: string;
  readonly path: readonly string[];
}

/** The API group of each kind that runs pods, and where the pod spec lies in it. */
export const POD_SPECS: ReadonlyMap<string, PodSpecPlace> = new Map([
  ['Pod', { group: '', path: ['spec'] }],
  ['Deployment', { group: 'apps', path: TEMPLATE }],
  ['StatefulSet', { group: 'apps', path: TEMPLATE }],
  ['DaemonSet', { group: 'apps', path: TEMPLATE }],
  ['ReplicaSet', { group: 'apps', path: TEMPLATE }],
  ['Job', { group: 'batch', path: TEMPLATE }],
  ['CronJob', { group: 'batch', path: ['spec', 'jobTemplate', ...TEMPLATE] }],
]);

/** JSON pointer to the pod spec of a kind; nothing where the kind has no pods. */
export function podSpecPath(kind: string): string | undefined {
  const spec = POD_SPECS.get(kind);
  return spec && `/${spec.path.join('/')}`;
}

/** The object under a JSON pointer. */
export function objectAt(root: unknown, pointer: string): JsonObject | undefined {
  const found = pointer.split('/').slice(1)
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(found) ? found : undefined;
}
