export { ExternalSecretsDeliveryProps } from './external-secrets-delivery';
export { RemoteSecret } from '../../contract/upstream/remote-secret';
export { RequiredSecret } from './required-secret';
export { SecretDelivery } from './secret-delivery';
export { StoreSecretKeyRef, StoreServiceAccountRef } from './secret-key-ref';
export * from './secret-mount';
export * from './secret-rotation';
export { ClusterSecretStore, ISecretStore, SecretStore, SecretStoreProps } from './secret-store';
export * from './secret-store-provider';
