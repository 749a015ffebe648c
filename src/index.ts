export { ChartVersion } from './contract/union/releases/chart-version';
export { RouteGroup } from './contract/union/routes';
export * from './constructs/authorization';
export * from './constructs/clients';
export * from './constructs/config';
export * from './constructs/planes/control-plane';
export * from './constructs/planes/data-plane';
export * from './constructs/output';
export * from './constructs/gitops';
export * from './constructs/values';
export { Images } from './constructs/planes/per-service';
export { NetworkPolicies } from './constructs/planes/network-policies';
export {
  AzureStorageProps, GcsStorageProps, ObjectStorage, S3StorageProps, StorageAccessKey, StorageSecret,
} from './constructs/planes/object-storage';
export { ServiceSettings } from './constructs/planes/per-service';
export * from './constructs/pods';
export * from './constructs/identity';
export * from './constructs/edge';
export { FleetApp } from './constructs/fleet/fleet-app';
export * from './constructs/registrations';
export * from './constructs/secrets';
export * from './constructs/validation/auth-validation';
export * from './constructs/validation/auth-verification';
export { FindingSeverity } from './verify/texts/severity';
