export * from './argo-application';
export * from './argo-application-set';
export { ArgoRetry } from './argo-sync';
export * from './flux-helm-release';
export * from './flux-kustomization';
export { GitValueFiles } from './git-value-files';
export { GitManifestSource, HelmChartSource } from './helm-chart-source';
