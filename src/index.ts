export { ChartRelease } from './contract/union/releases/chart-release';
export { RouteGroupName } from './contract/union/route-group-name';
export * from './authorization';
export * from './clients';
export * from './planes/control-plane';
export * from './planes/data-plane';
export * from './output';
export * from './gitops';
export * from './values';
export { DataPlaneClient } from './planes/data-plane-client';
export { ImageProps } from './planes/images';
export { NetworkPolicyOptions } from './planes/network-policy-options';
export {
  AzureStorageProps, GcsStorageProps, ObjectStorage, S3CompatibleStorageProps, S3StorageProps, StorageAccessKey, StorageClientSecret,
  StorageServiceAccountKey,
} from './planes/object-storage';
export { Plane } from './planes/plane';
export { PlaneAuth } from './planes/plane-auth';
export { PlaneAuthProps } from './planes/plane-props';
export { ServicesProps } from './planes/plane-workloads';
export { PodsProps } from './planes/pods-props';
export * from './pods';
export * from './identity';
export * from './edge';
export { FleetApp } from './fleet/fleet-app';
export * from './registrations';
export * from './secrets';
export * from './validation/auth-validation';
export * from './validation/auth-verification';
export { FindingSeverity } from './verify/engine/severity';
