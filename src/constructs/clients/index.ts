export { WorkloadClientProps, WorkloadClient } from './workload-client';
export { ClientConfig, ClientCredentials } from './client-config';
export * from './client-environment';
