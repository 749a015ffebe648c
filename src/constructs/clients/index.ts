export * from './ci-client';
export * from './client-config';
export * from './client-environment';
