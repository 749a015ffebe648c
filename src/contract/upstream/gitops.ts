/** What Argo CD, Flux and the reloaders of Secrets dictate. */

/** Source: Argo CD, `pkg/apis/application/v1alpha1/types.go`; "Sync phases and waves". */
export const ARGO_CD = {
  apiVersion: 'argoproj.io/v1alpha1',
  namespace: 'argocd',
  syncWave: 'argocd.argoproj.io/sync-wave',
  inClusterServer: 'https://kubernetes.default.svc',
} as const;

/** Source: Flux, `helm.toolkit.fluxcd.io/v2` and `source.toolkit.fluxcd.io/v1`. */
export const FLUX = {
  releaseApiVersion: 'helm.toolkit.fluxcd.io/v2',
  sourceApiVersion: 'source.toolkit.fluxcd.io/v1',
  /** The layer of an OCI artifact that holds a chart. */
  chartLayer: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
} as const;

/** Secrets that restart a pod when they change, separated by commas. Source: stakater/Reloader, README. */
export const RELOADER_ANNOTATION = 'secret.reloader.stakater.com/reload';

/** Ours: changes when the secrets of a pod come from elsewhere. */
export const SECRETS_CHECKSUM_ANNOTATION = 'union-auth.cdk8s.io/secrets-checksum';
