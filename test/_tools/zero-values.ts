import { Manifest } from '../examples/_dist';

/**
 * Fields of Kubernetes' own kinds whose zero value the API server stores and tells from their absence: pointers in Go, and what is no
 * field but an entry. Everywhere else it drops `""`, 0, false, `[]` and `{}` (`omitempty`), so that saying them is a change at each
 * apply.
 *
 * Source: kubernetes/api 1.34, `core/v1/types.go` and `rbac/v1/types.go`.
 */
const KEPT: Readonly<Record<string, string>> = {
  'ConfigMap immutable': '*bool; written by cdk8s-plus',
  'Deployment spec.template.spec.automountServiceAccountToken': '*bool, true by default',
  'Deployment spec.template.spec.setHostnameAsFQDN': '*bool; written by cdk8s-plus',
  'Deployment spec.template.spec.volumes[].emptyDir': 'a pointer: says which volume it is',
  'Deployment spec.template.spec.containers[].securityContext.privileged': '*bool',
  'Deployment spec.template.spec.containers[].securityContext.allowPrivilegeEscalation': '*bool, true by default',
  'Deployment spec.template.spec.initContainers[].securityContext.privileged': '*bool',
  'Deployment spec.template.spec.initContainers[].securityContext.allowPrivilegeEscalation': '*bool, true by default',
  'Deployment spec.template.spec.containers[].securityContext.readOnlyRootFilesystem': '*bool',
  'Deployment spec.template.spec.initContainers[].securityContext.readOnlyRootFilesystem': '*bool',
  'ServiceAccount automountServiceAccountToken': '*bool, true by default',
  'Role rules[].apiGroups[]': 'an entry: the core group is called ""',
  'ClusterRole rules[].apiGroups[]': 'an entry: the core group is called ""',
};

/** Custom resources are stored as they are written, but for null. */
const OWN_GROUPS = ['', 'apps', 'batch', 'policy', 'networking.k8s.io', 'rbac.authorization.k8s.io'];

const INDEX = /\[\d+\]/g;

/** Paths below an object at which a zero value stands that is not stored. */
export function zeroValues(manifest: Manifest): string[] {
  const [group, version] = manifest.apiVersion.split('/');
  const own = OWN_GROUPS.includes(version === undefined ? '' : group);
  return below(manifest, '', own).filter((path) => KEPT[`${manifest.kind} ${path.replace(INDEX, '[]')}`] === undefined);
}

function below(value: unknown, path: string, own: boolean): string[] {
  if (value === null) {
    return [path];
  }
  if (own && isZero(value)) {
    return [path];
  }
  if (typeof value !== 'object') {
    return [];
  }
  return Object.entries(value).flatMap(([key, entry]) => below(entry, Array.isArray(value) ? `${path}[${key}]` : `${path}${path && '.'}${key}`, own));
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || (typeof value === 'object' && Object.keys(value!).length === 0);
}
