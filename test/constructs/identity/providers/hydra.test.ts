import { Registrations } from '../../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf } from '../_identity';

describe('the file for hydra import oauth2-client', () => {
  const listing = identityOf(PROVIDERS.hydra(), undefined, { clients: { ci: { clientId: 'union-ci' } } });
  const clients = JSON.parse(new Registrations({ identity: listing }).files()['hydra-clients.json'].toString()) as Record<string, unknown>[];

  test('has all clients, the native one with device code and without a secret', () => {
    expect(clients.map(({ client_id }) => client_id)).toEqual(['union-web', 'union-native', 'union-service', 'union-ci']);
    expect(clients[1]).toEqual({
      client_id: 'union-native',
      client_name: 'Union native (SDK and CLI)',
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'],
      post_logout_redirect_uris: [],
      scope: 'all offline_access',
      audience: ['https://union.example.com'],
      token_endpoint_auth_method: 'none',
      subject_type: 'public',
      skip_consent: true,
    });
  });

  test('holds no client secret: Hydra makes them', () => expect(clients.flatMap(Object.keys)).not.toContain('client_secret'));
});
