import { SecretStoreProvider } from '../../src';

const { awsSecretsManager, azureKeyVault, gcpSecretManager, vault } = SecretStoreProvider;

/** A store of each provider. */
export const STORES = [
  awsSecretsManager({ region: 'us-east-2' }),
  vault({ server: 'https://vault.example.com', role: 'union' }),
  gcpSecretManager({ projectId: 'acme' }),
  azureKeyVault({ vaultUrl: 'https://acme.vault.azure.net' }),
];
