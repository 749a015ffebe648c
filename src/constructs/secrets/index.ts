export { ExternalSecretsDeliveryProps } from './external-secrets-delivery';
export { RemoteRef } from '../../contract/upstream/remote-ref';
export {
  ExternalSecret, ExternalSecretData, ExternalSecretProps, ExternalSecretTarget, SecretCreationPolicy,
  SecretDeletionPolicy,
} from './external-secret';
export { RequiredSecret } from './secret-target';
export { SecretDelivery, SecretDeliveryOptions } from './secret-delivery';
export { SecretMountProps, SecretMount } from './secret-mount';
export * from './secret-rotation';
export { ClusterSecretStore, ISecretStore, SecretStore, SecretStoreProps } from './secret-store';
export {
  AwsSecretsManagerProps, AzureKeyVaultProps, GcpSecretManagerProps, KubernetesStoreProps, StoreSecretKeyRef,
  StoreServiceAccountRef, VaultProps,
} from './secret-store-props';
export { SecretStoreProvider } from './secret-store';
