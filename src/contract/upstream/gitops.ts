/** Facts about Argo CD, Flux and tools that restart pods when a Secret changes. */

/** Source: Argo CD, `pkg/apis/application/v1alpha1/types.go`; "Sync phases and waves". */
export const ARGO_CD = {
  apiVersion: 'argoproj.io/v1alpha1',
  namespace: 'argocd',
  syncWave: 'argocd.argoproj.io/sync-wave',
  /** A comma-separated list, on an object. Source: "Sync Options". */
  syncOptions: 'argocd.argoproj.io/sync-options',
  /**
   * On an object that outlives its manifest and its Application, each a comma-separated list; without the
   * second the Application would always be OutOfSync. Source: "Sync Options", "Compare Options".
   */
  keep: {
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  },
  /** Its name for the cluster in which it runs, and the address of that cluster. */
  inCluster: 'in-cluster',
  inClusterServer: 'https://kubernetes.default.svc',
} as const;

/**
 * Source: Flux, `helm.toolkit.fluxcd.io/v2`, `kustomize.toolkit.fluxcd.io/v1` and
 * `source.toolkit.fluxcd.io/v1`.
 */
export const FLUX = {
  /** The namespace of `flux bootstrap`, for itself and its objects. */
  namespace: 'flux-system',
  kustomizationApiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  releaseApiVersion: 'helm.toolkit.fluxcd.io/v2',
  sourceApiVersion: 'source.toolkit.fluxcd.io/v1',
  /** The strategy that retries. Source: `spec.install.strategy`, since Flux 2.7 (helm-controller 1.4). */
  retry: 'RetryOnFailure',
  /**
   * On an object that kustomize-controller only creates, and another tool manages. Source: "Controlling the
   * apply behavior of resources".
   */
  createOnly: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
  /** On an object that outlives its manifest. Source: the same. */
  keep: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
  /** On an object in which kubectl wrote fields, by `create` too: else they are removed. Source: the same. */
  merge: { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' },
  /** The layer of an OCI artifact with a chart. */
  chartLayer: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
} as const;

/** Comma-separated Secrets that restart a pod when they change. Source: stakater/Reloader, README. */
export const RELOADER_ANNOTATION = 'secret.reloader.stakater.com/reload';
