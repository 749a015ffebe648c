/**
 * The metadata with which a Helm release adopts an object instead of refusing it.
 *
 * Source: Helm, `pkg/action/validate.go`.
 */
export const HELM_OWNERSHIP = {
  label: { 'app.kubernetes.io/managed-by': 'Helm' },
  releaseName: 'meta.helm.sh/release-name',
  releaseNamespace: 'meta.helm.sh/release-namespace',
} as const;

/**
 * With this annotation on the live object, Helm keeps the object when an upgrade no longer renders it.
 *
 * Source: Helm, `pkg/kube/resource_policy.go`; tried with 3.18 and 4.1.
 */
export const HELM_KEEP = { annotation: 'helm.sh/resource-policy', value: 'keep' } as const;

/**
 * Names of the Helm releases of Union's charts. Source: Union's self-hosted documentation, `helm upgrade
 * --install unionai-…`.
 */
export const HELM_RELEASE_NAMES =
  { controlplane: 'unionai-controlplane', dataplane: 'unionai-dataplane' } as const;

/** Kinds with which other tools install Helm charts, and the paths of their settings. */

/**
 * Argo CD. Values files come first, then `valuesObject` (otherwise `values`), then `parameters`.
 *
 * Source: `pkg/apis/application/v1alpha1/types.go`, `ApplicationSourceHelm`;
 * `reposerver/repository/repository.go`, `helmTemplate`.
 */
export const ARGO_INSTALLERS =
  { group: 'argoproj.io', application: 'Application', applicationSet: 'ApplicationSet' } as const;

/** Flux: `valuesFrom` in order, then `values`. Source: helm.toolkit.fluxcd.io/v2, `HelmReleaseSpec`. */
export const FLUX_INSTALLER = {
  group: 'helm.toolkit.fluxcd.io',
  kind: 'HelmRelease',
  /** The default `valuesKey` of a ConfigMap or Secret. */
  valuesKey: 'values.yaml',
  /** The API group of `chartRef`. */
  sources: 'source.toolkit.fluxcd.io',
} as const;

/**
 * Flux applies a folder, to another cluster with its kubeconfig. Source: kustomize.toolkit.fluxcd.io/v1,
 * `KustomizationSpec`.
 */
export const FLUX_KUSTOMIZATION = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' } as const;

/** API groups of other tools that install charts: k3s and RKE2, Crossplane, Cluster API, Sveltos. */
export const UNREAD_INSTALLERS: readonly string[] = [
  'helm.cattle.io', 'helm.crossplane.io', 'helm.m.crossplane.io', 'addons.cluster.x-k8s.io',
  'config.projectsveltos.io',
];

/** Top-level keys of their files: helmfile, Fleet, Pulumi, Terraform's JSON, plays and tasks of Ansible. */
export const UNREAD_DOCUMENTS: readonly string[] = [
  'releases', 'helm', 'resources', 'resource', 'terraform_version', 'kubernetes.core.helm',
  'community.kubernetes.helm', 'tasks', 'pre_tasks', 'post_tasks', 'block', 'handlers',
];

/**
 * Kustomize: `helmCharts` of a kustomization, or a generator with the same fields.
 *
 * Source: `api/types/helmchartargs.go`: `valuesInline` is merged over `valuesFile` unless `valuesMerge` says
 * otherwise, and `additionalValuesFiles` over both.
 */
export const KUSTOMIZE_INSTALLERS = {
  group: 'kustomize.config.k8s.io',
  kind: 'Kustomization',
  generator: { apiVersion: 'builtin', kind: 'HelmChartInflationGenerator' },
} as const;
