export * from './client-config';
export * from './client-environment';
