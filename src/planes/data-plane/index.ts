export * from './data-plane-auth';
export * from './data-plane';
export { DataPlaneIdentityProps } from './data-plane-identity';
export * from './eager-api-key';
