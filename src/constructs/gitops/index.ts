export * from './argo-application';
export * from './flux-helm-release';
export { GitManifestSource, HelmChartSource } from './helm-chart-source';
export * from './sync-waves';
