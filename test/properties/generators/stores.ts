import fc from 'fast-check';
import { Made, made } from '../_made';
import { furtherMetadata, label, maybe, objectName, word } from './texts';

/** Stores of ours, beside those that the deliveries refer to. */
export const stores: fc.Arbitrary<Made[]> = fc.boolean().chain((clusterWide) => {
  const where = clusterWide ? { namespace: label } : {};
  const serviceAccount = fc.record({ name: objectName, ...where, audiences: maybe(fc.array(word, { maxLength: 1 })) });
  const key = fc.record({ name: objectName, key: fc.constantFrom('key', '1e3', 'a.b'), ...where });
  const uuid = fc.constant('00000000-0000-0000-0000-000000000001');
  const provider = fc.oneof(
    fc.record({ region: fc.constantFrom('us-east-2', 'eusc-de-east-1'), role: maybe(word), serviceAccount: maybe(serviceAccount) }).map((props) => made('SecretStoreProvider.awsSecretsManager', props)),
    fc.record({ region: fc.constant('us-east-2'), accessKeyId: key, secretAccessKey: key }).map((props) => made('SecretStoreProvider.awsSecretsManager', props)),
    fc.record({ server: fc.constant('https://vault.example.com:8200'), role: word, path: maybe(word), version: maybe(fc.constantFrom('v1', 'v2')), serviceAccount: maybe(serviceAccount) })
      .map((props) => made('SecretStoreProvider.vault', props)),
    fc.record({ projectId: word, location: maybe(word), serviceAccountKey: maybe(key) }).map((props) => made('SecretStoreProvider.gcpSecretManager', props)),
    fc.record({ vaultUrl: fc.constant('https://acme.vault.azure.net'), tenantId: uuid, clientId: key, clientSecret: key })
      .map((props) => made('SecretStoreProvider.azureKeyVault', props)),
  );
  const metadata = maybe(fc.record({ name: objectName, ...furtherMetadata }, { requiredKeys: [] }));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Made[]>([]) },
    { weight: 1, arbitrary: fc.record({ provider, metadata }).map((props) => [made(clusterWide ? 'ClusterSecretStore' : 'SecretStore', props)]) },
  );
});
