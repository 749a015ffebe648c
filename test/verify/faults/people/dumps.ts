import { admin, set, without } from '../_changes';
import { inDump, missed } from './_people';

/** A cluster as kubectl shows it. */
export const DUMPS = [
  inDump('web secret is the service\'s', (_, secret) => secret('flyteadmin-oidc-client-secret', { client_secret: 'sv-1f8c2d7e9a' }),
    'client-secret-inconsistent'),
  inDump('service secrets differ within the control plane', (_, secret) => secret('union-controlplane-secrets', { client_secret: 'sv-old-one-77' }),
    'client-secret-inconsistent'),
  inDump('service secrets differ between the planes',
    (_, secret) => secret('union-secret-auth', { client_secret: 'sv-old-one-77', app_secret: 'sv-old-one-77' }, 'union'),
    'client-secret-inconsistent'),
  inDump('client_secret and app_secret differ', (_, secret) => secret('union-secret-auth', { app_secret: 'sv-old-one-77' }, 'union'),
    'client-secret-inconsistent'),
  inDump('a line feed behind the secret',
    (_, secret) => secret('union-secret-auth', { client_secret: 'sv-1f8c2d7e9a\n', app_secret: 'sv-1f8c2d7e9a\n' }, 'union'), 'secret-value-padded'),
  inDump('a secret encoded twice', (_, secret) => secret(
    'union-secret-auth',
    { client_secret: Buffer.from('sv-1f8c2d7e9a').toString('base64'), app_secret: Buffer.from('sv-1f8c2d7e9a').toString('base64') },
    'union',
  ), 'client-secret-inconsistent', 'secret-value-padded'),
  inDump('quotes around the secret', (_, secret) => secret('flyteadmin-oidc-client-secret', { client_secret: '"wb-7a61c0d2ff"' }),
    'secret-value-padded'),
  inDump('placeholder never replaced', (_, secret) => secret('flyteadmin-oidc-client-secret', { client_secret: 'placeholder' }),
    'placeholder-secret'),
  inDump('foobar never replaced', (_, secret) => secret('flyte-admin-secrets', { client_secret: 'foobar' }), 'placeholder-secret'),
  inDump('an empty secret', (_, secret) => secret('union-secret-auth', { client_secret: '' }, 'union'), 'placeholder-secret'),
  inDump('the ID where the secret belongs', (_, secret) => secret('flyteadmin-oidc-client-secret', { client_secret: 'web-id' }),
    'client-secret-inconsistent'),
  inDump('a JSON of the store where the secret belongs',
    (_, secret) => secret('flyteadmin-oidc-client-secret', { client_secret: '{"client_secret":"wb-7a61c0d2ff"}' }), 'secret-value-padded'),
  inDump('the Secret gone', without('Secret', 'flyteadmin-oidc-client-secret'),
    'browser-secret-undelivered ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.userAuth.openId.clientSecretFile'),
  inDump('the key gone', set('Secret', 'union-secret-auth', { 'data.client_secret': undefined }), 'client-secret-key-missing data'),
  inDump('the Secret in another namespace', set('Secret', 'union-secret-auth', { 'metadata.namespace': 'flyte' }),
    'secret-namespace-mismatch metadata.namespace'),
  missed('without roles nothing says which clients there are', inDump('an API key of another client',
    (_, secret) => secret('EAGER_API_KEY', { EAGER_API_KEY: apiKey('union.example.com', 'other-id', 'sv-1f8c2d7e9a') }, 'union'))),
  inDump('an API key of another host',
    (_, secret) => secret('EAGER_API_KEY', { EAGER_API_KEY: apiKey('union-staging.example.com', 'service-id', 'sv-1f8c2d7e9a') }, 'union'),
    'eager-key-unfit data.EAGER_API_KEY'),
  inDump('an API key with an old secret',
    (_, secret) => secret('EAGER_API_KEY', { EAGER_API_KEY: apiKey('union.example.com', 'service-id', 'sv-old-one-77') }, 'union'),
    'eager-key-unfit data.EAGER_API_KEY'),
  inDump('an invalid API key', (_, secret) => secret('EAGER_API_KEY', { EAGER_API_KEY: 'sv-1f8c2d7e9a' }, 'union'),
    'eager-key-unfit data.EAGER_API_KEY'),
  inDump('an ExternalSecret that failed', (p) => p.add(
    'external-secrets.io/v1',
    'ExternalSecret',
    'union-secret-auth',
    {
      spec: {
        secretStoreRef: { name: 'default', kind: 'SecretStore' },
        target: { name: 'union-secret-auth', creationPolicy: 'Merge' },
        data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/service' } }],
      },
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'could not get secret data from provider' }] },
    },
    'union',
  ), 'external-secret-not-ready status.conditions[0]'),
  inDump('authentication turned off with kubectl edit', admin({ 'server.security.useAuth': false }), 'auth-not-enabled'),
  inDump('a guard taken off with kubectl annotate', (p) => p.annotate('controlplane-protected', { 'auth-url': null }),
    'route-unguarded metadata.annotations'),
  inDump('a Service patched to LoadBalancer', set('Service', 'flyteadmin', { 'spec.type': 'LoadBalancer' }), 'service-exposed'),
  inDump('an Ingress for a port-forward that stayed', (p) => p.add(
    'networking.k8s.io/v1',
    'Ingress',
    'debug',
    {
      spec: {
        rules: [
          {
            host: 'debug.example.com',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteadmin', port: { number: 80 } } } }] },
          },
        ],
      },
    },
  ),
  'public-url-unauthorized ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.authorizedUris',
  'route-unguarded metadata.annotations'),
  inDump('a key for sessions of another length', (_, secret) => secret('flyte-admin-secrets', { cookie_block_key: 'b'.repeat(40) }), 'session-key-missing'),
];

function apiKey(host: string, client: string, secret: string): string {
  return Buffer.from(`${host}:${client}:${secret}:acme`).toString('base64');
}
