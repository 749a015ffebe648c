import { App, Chart } from 'cdk8s';
import { ChartVersion, DataPlaneAuth, DataPlaneAuthProps, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity } from '../../../../src';
import { dataPlaneProps, SaidOf } from '../../../_tools/fixtures';

const TOKEN_ENDPOINT = 'https://idp.example.com/oauth2/default/v1/token';
const AUTH = new UnionIdentity({
  domain: 'union.example.com',
  identityProvider: IdentityProvider.oidc({ issuer: 'https://idp.example.com/oauth2/default', tokenEndpoint: TOKEN_ENDPOINT }),
  applications: { web: { clientId: 'web-id', secret: { key: 'union/web' } }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: { key: 'union/service' } } },
});
const SECRETS = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });

function dataPlane(props: SaidOf<DataPlaneAuthProps> = {}) {
  const construct = new DataPlaneAuth(new Chart(new App(), 'union'), 'auth', dataPlaneProps({ identity: AUTH, secrets: SECRETS, ...props }));
  return { construct, values: construct.helmValues.toObject() as any };
}

describe('data plane, HARDENED', () => {
  const { values } = dataPlane();
  const SERVICE_AUTH = {
    enable: true,
    type: 'ClientSecret',
    clientId: 'service-id',
    clientSecretLocation: '/etc/union/secret/client_secret',
    authorizationMetadataKey: 'flyte-authorization',
    tokenRefreshWindow: '5m',
    tokenUrl: TOKEN_ENDPOINT,
    scopes: ['all'],
  };

  test('globals: the same client as the control plane trusts', () => expect(values.global.AUTH_CLIENT_ID).toBe('service-id'));

  test('cluster resource sync', () => expect(values.clusterresourcesync.config.union.auth).toEqual(SERVICE_AUTH));

  test('operator', () => expect(values.config.union.auth).toEqual(SERVICE_AUTH));

  test('propeller admin client', () => expect(values.config.admin.admin).toEqual({
    clientId: 'service-id',
    clientSecretLocation: '/etc/union/secret/client_secret',
    tokenUrl: TOKEN_ENDPOINT,
    scopes: ['all'],
    authorizationHeader: 'flyte-authorization',
  }));

  test('executor EAGER_API_KEY: set for the service that runs tasks in the release', () => {
    const eager = { injectSecret: true, secretName: 'EAGER_API_KEY' };
    expect(values.leaseworker.config.unionAuth).toEqual(eager);
    expect(values).not.toHaveProperty('executor');
    expect(dataPlane({ chartVersion: ChartVersion.V2026_3 }).values.executor.config.unionAuth).toEqual(eager);
  });

  test('data plane secrets: the chart mounts the Secret and does not create it', () => {
    expect(values.secrets.admin).toEqual({ enable: true, create: false, clientId: 'service-id' });
  });
});

describe('DataPlaneAuth with wrong input', () => {
  test('refuses a namespace that is none', () => {
    expect(() => dataPlane({ namespace: 'union_dp' })).toThrow('DataPlaneAuth has a problem:\n  - namespace: "union_dp" is not a namespace name');
  });

  test('secretMounts refuses an unknown service, and says which there are', () => {
    expect(() => dataPlane().construct.secretMounts('executor')).toThrow(
      'service: "executor" is not a service of this release; it has union-operator, flytepropeller, union-syncresources, leaseworker',
    );
  });
});
