export * from './argo-application';
export * from './argo-application-set';
export { ArgoRetry } from './argo-sync';
export * from './flux-helm-release';
export {
  FluxSourceKind, FluxManifestSource, FluxKustomizationProps, FluxKustomization,
} from './flux-kustomization';
export { GitValueFiles } from './helm-chart-source';
export { GitManifestSource, HelmChartSource } from './helm-chart-source';
