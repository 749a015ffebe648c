import { dataPlaneService, service } from '../_planes';

/** The two services between which the API key of eager tasks goes. */

type Json = Record<string, unknown>;

export const seed = (clusterName: string, more: Json = {}): Json => ({
  org: '',
  key: 'EAGER_API_KEY',
  clusterName,
  clientIdLocation: '/etc/secrets/apikey/EAGER_API_KEY/client_id',
  clientSecretLocation: '/etc/secrets/apikey/EAGER_API_KEY/client_secret',
  ...more,
});

export function identity(apiKeyOverrides: Json[] | undefined, provider = 'noop'): Json[] {
  return service('identity', { identity: { app: { apiKeyOverrides, identityProviderConfig: { provider } } } }, {
    secrets: { 'union-controlplane-secrets': '/etc/secrets/union', ...(apiKeyOverrides?.length ? { eager: '/etc/secrets/apikey/EAGER_API_KEY' } : {}) },
  });
}

export function operator(name: string | undefined, apiKey: Json | undefined): Json[] {
  return dataPlaneService('union-operator', { operator: { clusterId: { name }, ...(apiKey ? { apiKey } : {}) } });
}
