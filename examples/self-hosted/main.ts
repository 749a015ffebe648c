/** Authentication beside Union's Helm charts. Copy this, and put in your own values. */
import { App, Chart } from 'cdk8s';
import {
  ClientConfig,
  ClientEnvironment,
  ControlPlaneAuth,
  ControlPlaneNetworkPolicy,
  DataPlaneAuth,
  IdentityProvider,
  SecretDelivery,
  SecretStore,
  UnionIdentity,
} from 'cdk8s-union-auth';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  organization: 'acme',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/auth', property: 'web-client-secret' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/auth', property: 'service-client-secret' } },
  },
  // From the eager client the control plane makes the API key with which tasks start tasks, and the operator fetches it.
  dataPlanes: {
    'us-east': {
      operator: { clientId: '0oa-operator-4444', secret: { key: 'union/us-east/operator' } },
      eager: { clientId: '0oa-eager-5555', secret: { key: 'union/us-east/eager' } },
    },
  },
  clients: { ci: { clientId: '0oa-ci-4444' } },
});

// A store of this name must exist in both namespaces.
const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });

const app = new App();
const controlPlane = new ControlPlaneAuth(new Chart(app, 'union-cp', { namespace: 'union-cp' }), 'auth', { identity, secrets });
const dataPlane = new DataPlaneAuth(new Chart(app, 'union', { namespace: 'union' }), 'auth', { dataPlane: identity.dataPlane('us-east'), secrets });

// Services trust identity headers, so only the edge and the pods of their namespace may call them.
new ControlPlaneNetworkPolicy(controlPlane, 'network-policy');

controlPlane.helmValues.writeTo(app, 'controlplane.values.yaml');
dataPlane.helmValues.writeTo(app, 'dataplane.values.yaml');

// Before you upgrade a running release with these values, read docs/deploy.md.
controlPlane.takeOverScript?.writeTo(app, 'controlplane.take-over.sh');
dataPlane.takeOverScript?.writeTo(app, 'dataplane.take-over.sh');

const ci = identity.client('ci');
ClientConfig.pkce(identity).writeTo(app, 'clients/interactive.yaml');
ClientConfig.deviceCode(identity).writeTo(app, 'clients/device-code.yaml');
ClientConfig.clientCredentials(ci, { secretPath: '/var/run/secrets/union/client_secret' }).writeTo(app, 'clients/ci.yaml');
ClientEnvironment.flytekit(ci).toShell().writeTo(app, 'clients/ci.flytekit.env');
ClientEnvironment.flyteSdk(ci).toShell().writeTo(app, 'clients/ci.flyte-sdk.env');
ClientEnvironment.apiKey(ci).toShell().writeTo(app, 'clients/ci.api-key.env');

identity.checklist.writeTo(app, 'oauth-applications.md');
app.synth();
