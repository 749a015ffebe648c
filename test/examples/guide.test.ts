import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
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
} from '../../src';
import { dataPlaneOf } from '../_tools/fixtures';
import { manifestsIn, objectsOf } from './_dist';

/** The reader's own values in the guide. */
const OWN_VALUES: Record<string, string> = {
  '<issuer-uri>': 'https://your-idp.example.com/oauth2/default',
  '<token-endpoint>': 'https://your-idp.example.com/oauth2/default/v1/token',
  '<web-app-client-id>': 'web-app-client-id',
  '<native-app-client-id>': 'native-app-client-id',
  '<service-client-id>': 'service-client-id',
  '<your-ci-client-id>': 'ci-client-id',
  '<your-domain>': 'union.example.com',
  '<namespace>': 'union-cp',
  '<your-secret-store-key>': 'your-secret-store-key',
};

function guide(name: string): string {
  const text = readFileSync(join(__dirname, '..', 'fixtures', 'guide', `${name}.yaml`), 'utf8');
  return Object.entries(OWN_VALUES).reduce((filled, [placeholder, value]) => filled.replaceAll(placeholder, value), text);
}

describe('AuthProfile.GUIDE emits the guide to the letter', () => {
  const props = {
    domain: OWN_VALUES['<your-domain>'],
    identityProvider: IdentityProvider.oidc({ issuer: OWN_VALUES['<issuer-uri>'], tokenEndpoint: OWN_VALUES['<token-endpoint>'] }),
    applications: { web: { clientId: 'web-app-client-id', secret: { key: 'your-web-secret-store-key' } }, native: { clientId: 'native-app-client-id' }, service: { clientId: 'service-client-id', secret: { key: 'your-secret-store-key' } } },
    profile: AuthProfile.GUIDE,
  };
  const identity = new UnionIdentity(props);
  const ci = new UnionIdentity({ ...props, clients: { ci: { clientId: 'ci-client-id' } } }).client('ci');
  const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
  const app = new App();
  const controlPlane = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity, secrets });
  const dataPlane = new DataPlaneAuth(new Chart(app, 'union'), 'auth', { dataPlane: dataPlaneOf(identity), secrets });

  test('control plane values: every key and value, and no others', () => {
    expect(controlPlane.helmValues.toObject()).toEqual(parse(guide('controlplane.values')));
  });

  test('data plane values: every key and value, and no others', () => {
    expect(dataPlane.helmValues.toObject()).toEqual(parse(guide('dataplane.values')));
  });

  test('the values file reads back as the values', () => {
    expect(parse(controlPlane.helmValues.toString())).toEqual(controlPlane.helmValues.toObject());
    expect(parse(dataPlane.helmValues.toString())).toEqual(dataPlane.helmValues.toObject());
  });

  test('ExternalSecrets: the three of Option A, and no others', () => expect(objectsOf(app)).toEqual(manifestsIn(guide('external-secrets'))));

  test('the interactive client file', () => expect(ClientConfig.pkce(identity).toObject()).toEqual(parse(guide('clients')).interactive));

  test('the CI client file', () => {
    const file = ClientConfig.clientCredentials(ci, { secretPath: '/path/to/client_secret' });
    expect(file.toObject()).toEqual(parse(guide('clients')).ci);
  });

  test('the CI environment: every variable, the secret from the pipeline', () => {
    const environment = ClientEnvironment.flytekit(ci);
    const { FLYTE_CREDENTIALS_CLIENT_SECRET: secret, ...variables } = parse(guide('clients')).ciEnvironment;
    expect(environment.variables).toEqual(variables);
    expect(secret).toBe('<your-ci-client-secret>');
    expect(environment.secretAlias).toBe('FLYTE_CREDENTIALS_CLIENT_SECRET');
  });
});
