import { ChartVersion } from '../../../../src';
import { at, dataPlaneAuth } from '../../../_tools/made';

const CREDENTIALS = {
  clientId: 'service-client-id',
  clientSecretLocation: '/etc/union/secret/client_secret',
  tokenUrl: 'https://idp.example.com/oauth2/default/v1/token',
  scopes: ['all'],
};
const SERVICE_AUTH = { ...CREDENTIALS, enable: true, type: 'ClientSecret', authorizationMetadataKey: 'flyte-authorization', tokenRefreshWindow: '5m' };
const EAGER = { injectSecret: true, secretName: 'EAGER_API_KEY' };
const { V2026_3, V2026_8 } = ChartVersion;

test.each<[string, ChartVersion, string, unknown]>([
  ['globals: the same client as the control plane trusts', V2026_8, 'global', { AUTH_CLIENT_ID: 'service-client-id', OIDC_S2S_SCOPE: 'all', CONTROLPLANE_HOST: 'union.example.com' }],
  ['cluster resource sync', V2026_8, 'clusterresourcesync.config', { union: { auth: SERVICE_AUTH } }],
  ['operator', V2026_8, 'config.union', { auth: SERVICE_AUTH }],
  ['the admin client of propeller', V2026_8, 'config.admin', { admin: { ...CREDENTIALS, authorizationHeader: 'flyte-authorization' } }],
  ['EAGER_API_KEY for the service that runs tasks', V2026_8, 'leaseworker.config.unionAuth', EAGER],
  ['no EAGER_API_KEY for one that the release does not have', V2026_8, 'executor', undefined],
  ['EAGER_API_KEY for the service that ran tasks', V2026_3, 'executor.config.unionAuth', EAGER],
  ['the chart mounts the Secret and does not create it', V2026_8, 'secrets', { admin: { enable: true, create: false, clientId: 'service-client-id' } }],
])('hardened: %s (%s)', (_, chartVersion, path, expected) => expect(at(dataPlaneAuth({ chartVersion }).values, path)).toEqual(expected));

test('secretMounts rejects an unknown service, and says which there are', () => expect(() => dataPlaneAuth().plane.secretMounts('executor')).toThrow(
  'service: "executor" is not a service of this release; it has union-operator, flytepropeller, union-syncresources, leaseworker',
));
