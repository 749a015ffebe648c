export { ChartRelease } from './contract/union/releases/chart-release';
export { RouteGroupName } from './contract/union/route-group-name';
export * from './constructs/authorization';
export * from './constructs/clients';
export * from './constructs/planes/control-plane';
export * from './constructs/planes/data-plane';
export * from './constructs/output';
export * from './constructs/gitops';
export * from './constructs/values';
export { ImageProps } from './constructs/planes/images';
export { NetworkPolicyOptions } from './constructs/planes/network-policy-options';
export {
  AzureStorageProps, GcsStorageProps, ObjectStorage, S3StorageProps, StorageAccessKey, StorageSecret,
} from './constructs/planes/object-storage';
export { PodsProps } from './constructs/planes/pods-props';
export * from './constructs/pods';
export * from './constructs/identity';
export * from './constructs/edge';
export { FleetApp } from './constructs/fleet/fleet-app';
export * from './constructs/registrations';
export * from './constructs/secrets';
export * from './constructs/validation/auth-validation';
export * from './constructs/validation/auth-verification';
export { FindingSeverity } from './verify/engine/severity';
