/** Both planes in plain YAML, without Union's Helm charts. */
import { App, Chart } from 'cdk8s';
import { ControlPlane, DataPlane, EagerApiKey, IdentityProvider, SecretDelivery, SecretStoreRef, UnionAuth } from 'cdk8s-union-auth';

const auth = new UnionAuth({
  domain: 'union.example.com',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    webClientId: '0oa-web-1111',
    nativeClientId: '0oa-native-2222',
    serviceClientId: '0oa-service-3333',
  },
});

const secrets = SecretDelivery.externalSecrets({
  store: SecretStoreRef.clusterSecretStore('union'),
  webClientSecret: { key: 'union/auth', property: 'web-client-secret' },
  serviceClientSecret: { key: 'union/auth', property: 'service-client-secret' },
  databasePassword: { key: 'union/database', property: 'password' },
});

const images = { imageRegistry: 'registry.example.com/union', imageTag: '2026.8.3' };

const app = new App();
new ControlPlane(new Chart(app, 'union-cp'), 'plane', { auth, secrets, ...images });
// Whoever runs the planes puts the API key of eager tasks there (docs/data-planes.md).
new DataPlane(new Chart(app, 'union'), 'plane', { auth, secrets, eagerApiKey: EagerApiKey.provisioned(), ...images });
app.synth();

auth.checklist.writeTo('oauth-applications.md');
