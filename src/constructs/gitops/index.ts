export * from './argo-application';
export * from './argo-application-set';
export { ArgoDestination } from './argo-destination';
export { ArgoRetry, ArgoSync } from './argo-sync';
export * from './flux-helm-release';
export { GitManifestSource, HelmChartSource } from './helm-chart-source';
export * from './sync-waves';
