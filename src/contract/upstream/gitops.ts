/** What Argo CD, Flux and the reloaders of Secrets dictate. */

/** Source: Argo CD, `pkg/apis/application/v1alpha1/types.go`; "Sync phases and waves". */
export const ARGO_CD = {
  apiVersion: 'argoproj.io/v1alpha1',
  namespace: 'argocd',
  syncWave: 'argocd.argoproj.io/sync-wave',
  /** A list with commas, on an object. Source: "Sync Options". */
  syncOptions: 'argocd.argoproj.io/sync-options',
  /**
   * On an object that outlives its manifest and its Application, each a list with commas; without the second
   * the Application would be OutOfSync for ever. Source: "Sync Options", "Compare Options".
   */
  keep: {
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  },
  /** What it calls the cluster that it runs in, and the address of that. */
  inCluster: 'in-cluster',
  inClusterServer: 'https://kubernetes.default.svc',
} as const;

/**
 * Source: Flux, `helm.toolkit.fluxcd.io/v2`, `kustomize.toolkit.fluxcd.io/v1` and
 * `source.toolkit.fluxcd.io/v1`.
 */
export const FLUX = {
  /** Where `flux bootstrap` installs it, and its own objects. */
  namespace: 'flux-system',
  kustomizationApiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  releaseApiVersion: 'helm.toolkit.fluxcd.io/v2',
  sourceApiVersion: 'source.toolkit.fluxcd.io/v1',
  /** The strategy that tries again. Source: `spec.install.strategy`, since Flux 2.7 (helm-controller 1.4). */
  retry: 'RetryOnFailure',
  /**
   * On an object that kustomize-controller creates and someone else manages from then on. Source:
   * "Controlling the apply behavior of resources".
   */
  createOnly: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
  /** On an object that outlives its manifest. Source: the same. */
  keep: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
  /** On an object in which kubectl wrote fields, by `create` too: else they are removed. Source: the same. */
  merge: { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' },
  /** The layer of an OCI artifact that holds a chart. */
  chartLayer: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
} as const;

/** Secrets that restart a pod when they change, separated by commas. Source: stakater/Reloader, README. */
export const RELOADER_ANNOTATION = 'secret.reloader.stakater.com/reload';
