/** Kinds with which other tools install Helm charts, and where each says what. */

/**
 * Argo CD. Values files come first, then `valuesObject` (else `values`), then `parameters`.
 *
 * Source: `pkg/apis/application/v1alpha1/types.go`, `ApplicationSourceHelm`;
 * `reposerver/repository/repository.go`, `helmTemplate`.
 */
export const ARGO_INSTALLERS =
  { group: 'argoproj.io', application: 'Application', applicationSet: 'ApplicationSet' } as const;

/**
 * Flux: `valuesFrom` in its order, `values` over them. Source: helm.toolkit.fluxcd.io/v2, `HelmReleaseSpec`.
 */
export const FLUX_INSTALLER = {
  group: 'helm.toolkit.fluxcd.io',
  kind: 'HelmRelease',
  /** The key of a ConfigMap or Secret whose `valuesKey` is left out. */
  valuesKey: 'values.yaml',
  /** What `chartRef` names. */
  sources: 'source.toolkit.fluxcd.io',
} as const;

/**
 * Flux applies a folder, to another cluster by its kubeconfig. Source: kustomize.toolkit.fluxcd.io/v1,
 * `KustomizationSpec`.
 */
export const FLUX_KUSTOMIZATION = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' } as const;

/**
 * k3s and RKE2: a chart, and values over it in a `HelmChartConfig` of the same name. Source:
 * k3s-io/helm-controller, `types.go`.
 */
export const K3S_INSTALLERS =
  { group: 'helm.cattle.io', chart: 'HelmChart', config: 'HelmChartConfig' } as const;

/**
 * Crossplane: `valuesFrom` in its order, `values` over them, `set` over both.
 *
 * Source: crossplane-contrib/provider-helm, `apis/namespaced/release/v1beta1/types.go`,
 * `composeValuesFromSpec` of its controller.
 */
export const CROSSPLANE_INSTALLERS = {
  groups: ['helm.crossplane.io', 'helm.m.crossplane.io'],
  kind: 'Release',
  /** The keys of a ConfigMap or Secret where none is said. */
  keys: { values: 'values.yaml', set: 'value' },
} as const;

/**
 * Cluster API: a chart for each cluster that labels select, and what is installed into one of them. Values of
 * the first are a Go template.
 *
 * Source: kubernetes-sigs/cluster-api-addon-provider-helm, `api/v1alpha1/helmchartproxy_types.go` and
 * `helmreleaseproxy_types.go`.
 */
export const CLUSTER_API_INSTALLERS =
  { group: 'addons.cluster.x-k8s.io', chart: 'HelmChartProxy', release: 'HelmReleaseProxy' } as const;

/**
 * Sveltos: charts for the clusters that labels select. Values are a Go template; those of a ConfigMap or
 * Secret, of which every key holds some, are one where an annotation says so.
 *
 * Source: projectsveltos/addon-controller, `api/v1beta1/spec.go`, `HelmChart`.
 */
export const SVELTOS_INSTALLERS = {
  group: 'config.projectsveltos.io',
  kinds: ['ClusterProfile', 'Profile'],
  template: 'projectsveltos.io/template',
} as const;

/**
 * Ansible: values of files first, then those of the task, then single ones.
 *
 * Source: ansible-collections/kubernetes.core, `plugins/modules/helm.py`: argument_spec and deploy.
 */
export const ANSIBLE_INSTALLER = {
  modules: ['kubernetes.core.helm', 'community.kubernetes.helm', 'helm'],
  /** Where plays and blocks hold their tasks. */
  tasks: ['tasks', 'pre_tasks', 'post_tasks', 'block', 'rescue', 'always', 'handlers'],
} as const;

/**
 * Kustomize: `helmCharts` of a kustomization, or a generator of the same fields.
 *
 * Source: `api/types/helmchartargs.go`: `valuesInline` is merged over `valuesFile` unless `valuesMerge` says
 * otherwise, and `additionalValuesFiles` over both.
 */
export const KUSTOMIZE_INSTALLERS = {
  group: 'kustomize.config.k8s.io',
  kind: 'Kustomization',
  generator: { apiVersion: 'builtin', kind: 'HelmChartInflationGenerator' },
} as const;

/**
 * The fields that lead to values, of what installs a chart by a custom resource: each map of it by the way
 * from `spec`, and all its fields. The API server drops any other, and kubectl refuses to apply it.
 *
 * Source: Argo CD 3.2, `pkg/apis/application/v1alpha1/types.go`: ApplicationSpec, ApplicationSource,
 * ApplicationSourceHelm; Flux 2.7, `HelmReleaseSpec`, `HelmChartTemplateSpec`.
 */
export const INSTALL_FIELDS = {
  argo: {
    '': [
      'source', 'sources', 'destination', 'project', 'syncPolicy', 'ignoreDifferences', 'info',
      'revisionHistoryLimit', 'sourceHydrator',
    ],
    'source': [
      'repoURL', 'path', 'targetRevision', 'helm', 'kustomize', 'directory', 'plugin', 'chart', 'ref', 'name',
    ],
    'source.helm': [
      'valueFiles', 'parameters', 'releaseName', 'values', 'fileParameters', 'version', 'passCredentials',
      'ignoreMissingValueFiles', 'skipCrds', 'skipTests', 'skipSchemaValidation', 'valuesObject',
      'kubeVersion', 'apiVersions', 'namespace',
    ],
  },
  flux: {
    '': [
      'chart', 'chartRef', 'interval', 'kubeConfig', 'suspend', 'releaseName', 'targetNamespace',
      'storageNamespace', 'dependsOn', 'timeout', 'maxHistory', 'serviceAccountName', 'persistentClient',
      'driftDetection', 'install', 'upgrade', 'test', 'rollback', 'uninstall', 'valuesFrom', 'values',
      'commonMetadata', 'postRenderers', 'waitStrategy', 'healthCheckExprs',
    ],
    'chart': ['metadata', 'spec'],
    'chart.spec': [
      'chart', 'version', 'sourceRef', 'interval', 'reconcileStrategy', 'valuesFile', 'valuesFiles',
      'ignoreMissingValuesFiles', 'verify',
    ],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Those of them that hold values, and whether as a map or as YAML in a text. */
export const VALUES_FIELDS = {
  argo: { 'source.helm.valuesObject': 'map', 'source.helm.values': 'text' },
  flux: { values: 'map' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, 'map' | 'text'>>>>;
