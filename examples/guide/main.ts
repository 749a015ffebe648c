/**
 * Union's authentication guide to the letter, beside its Helm charts, for comparison. It keeps the guide's known faults, which
 * docs/deviations.md lists. Deploy examples/self-hosted instead.
 */
import { App, Chart } from 'cdk8s';
import {
  AuthProfile,
  ClientConfig,
  ClientEnvironment,
  ControlPlaneAuth,
  DataPlaneAuth,
  IdentityProvider,
  SecretDelivery,
  SecretStore,
  UnionIdentity,
} from 'cdk8s-union-auth';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  identityProvider: IdentityProvider.oidc({
    issuer: 'https://your-idp.example.com/oauth2/default',
    tokenEndpoint: 'https://your-idp.example.com/oauth2/default/v1/token',
  }),
  applications: {
    web: { clientId: 'web-app-client-id' },
    native: { clientId: 'native-app-client-id' },
    service: { clientId: 'service-client-id', secret: { key: 'your-secret-store-key' } },
  },
  clients: { ci: { clientId: 'ci-client-id' } },
  profile: AuthProfile.GUIDE,
});

const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });

const app = new App();
const controlPlane = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity, secrets });
const dataPlane = new DataPlaneAuth(new Chart(app, 'union'), 'auth', { dataPlane: identity.unlistedDataPlane(), secrets });

controlPlane.helmValues.writeTo(app, 'controlplane.values.yaml');
dataPlane.helmValues.writeTo(app, 'dataplane.values.yaml');

ClientConfig.pkce(identity).writeTo(app, 'clients/interactive.yaml');
ClientConfig.clientCredentials(identity.client('ci'), { secretPath: '/path/to/client_secret' }).writeTo(app, 'clients/ci.yaml');
ClientEnvironment.flytekit(identity.client('ci')).toShell().writeTo(app, 'clients/ci.flytekit.env');

identity.checklist.writeTo(app, 'oauth-applications.md');
app.synth();
