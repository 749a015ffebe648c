export * from './contract/chart-release';
export * from './validation/auth-validation';
export * from './validation/auth-verification';
export * from './validation/finding-severity';
