export * from './auth-profile';
export * from './identity-provider';
export * from './oauth-application';
export { OAuthApplications } from './oauth-applications';
export type { OAuthApplicationsProps } from './oauth-applications';
export * from './provider-feature';
export * from './providers';
export * from './union-auth';
