export * from './auth-profile';
export * from './identity-provider';
export * from './oauth-application';
export * from './oauth-applications';
export * from './union-auth';
