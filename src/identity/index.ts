export * from './auth-profile';
export * from './identity-provider';
export * from './oauth-application';
export { OAuthApplications, OAuthApplicationsProps } from './oauth-applications';
export * from './union-auth';
