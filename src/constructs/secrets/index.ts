export { ExternalSecretsDeliveryProps } from './external-secrets-delivery';
export { RemoteSecret } from '../../contract/upstream/remote-secret';
export { RequiredSecret } from './required-secret';
export { SecretDelivery } from './secret-delivery';
export * from './secret-mount';
export * from './secret-rotation';
export { ClusterSecretStore, ISecretStore, SecretStore, SecretStoreProps } from './secret-store';
export {
  AwsSecretsManagerProps, AzureKeyVaultProps, GcpSecretManagerProps, KubernetesStoreProps, StoreSecretKeyRef,
  StoreServiceAccountRef, VaultProps,
} from './secret-store-props';
export { SecretStoreProvider } from './secret-store-provider';
