/** What Helm dictates. */

/**
 * What must stand on an object so that a release takes it over instead of refusing it.
 *
 * Source: Helm, `pkg/action/validate.go`.
 */
export const HELM_OWNERSHIP = {
  label: { 'app.kubernetes.io/managed-by': 'Helm' },
  releaseName: 'meta.helm.sh/release-name',
  releaseNamespace: 'meta.helm.sh/release-namespace',
} as const;

/**
 * With it on the live object, Helm leaves the object in the cluster when an upgrade stops to render it.
 *
 * Source: Helm, `pkg/kube/resource_policy.go`; tried with 3.18 and 4.1.
 */
export const HELM_KEEP = { annotation: 'helm.sh/resource-policy', value: 'keep' } as const;

/**
 * Names of the releases of Union's charts. Source: Union's self-hosted documentation, `helm upgrade --install
 * unionai-…`.
 */
export const HELM_RELEASE_NAMES =
  { controlplane: 'unionai-controlplane', dataplane: 'unionai-dataplane' } as const;
