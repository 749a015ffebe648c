export * from './workload-client';
export * from './client-config';
export * from './client-environment';
