export * from './auth-profile';
export { DataPlaneApplicationsProps } from './data-plane-applications';
export { EagerApiKey } from './eager-api-key';
export * from './identity-provider';
export type { OAuthApplicationsProps } from './oauth-applications';
export { PipelineApplicationProps } from './pipeline-application';
export { ServiceApplicationProps } from './service-application';
export * from './union-identity';
