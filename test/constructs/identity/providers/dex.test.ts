import { parse } from 'yaml';
import { IdentityProvider } from '../../../../src/constructs/identity';
import { Registrations } from '../../../../src/constructs/registrations/registrations';
import { clientOfSubject } from '../../../../src/contract/providers/known-providers';
import { identityOf, messageOf } from '../_identity';

function dex(issuer: string) {
  return identityOf(IdentityProvider.dex({ issuer }), undefined, { clients: { ci: { clientId: 'union-ci' } } });
}

const identity = dex('https://dex.example.com');

test('clients, without a secret', () => expect(parse(new Registrations({ identity }).files()['dex-static-clients.yaml'].toString())).toEqual({
  oauth2: {
    skipApprovalScreen: true,
    grantTypes: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', 'client_credentials'],
  },
  staticClients: [
    { id: 'union-web', name: 'Union web (browser login)', redirectURIs: ['https://union.example.com/callback'], secretEnv: 'UNION_WEB_CLIENT_SECRET' },
    { id: 'union-native', name: 'Union native (SDK and CLI)', redirectURIs: ['http://localhost:53593/callback', 'http://localhost:12345/callback', '/device/callback'], public: true },
    { id: 'union-service', name: 'Union service (internal)', secretEnv: 'UNION_SERVICE_CLIENT_SECRET' },
    { id: 'union-ci', name: 'Union client (ci)', secretEnv: 'UNION_CI_CLIENT_SECRET' },
  ],
}));

test('a Dex under a path redirects device logins under it', () => {
  const file = new Registrations({ identity: dex('https://sso.example.com/dex') }).files()['dex-static-clients.yaml'];
  const { staticClients } = parse(file.toString()) as { staticClients: { redirectURIs: string[] }[] };
  expect(staticClients[1].redirectURIs).toContain('/dex/device/callback');
});

test('each audience that Dex writes is accepted', () => {
  expect(identity.allowedAudience).toEqual(expect.arrayContaining(new Registrations({ identity }).all.map(({ clientId }) => clientId)));
});

test('rejects a scope that Dex does not take', () => {
  expect(messageOf(() => IdentityProvider.dex({ issuer: 'https://dex.example.com', webScopes: ['openid', 'all'] }))).toBe([
    'IdentityProvider.dex has a problem:',
    '  - webScopes[1]: "all" is a scope that Dex refuses; give some of openid, email, profile, groups, federated:id, offline_access',
  ].join('\n'));
});

test('the subject of a service is its client ID as the first field of a message, whatever its length', () => {
  expect(identity.identityProvider.serviceSubject('union-service')).toBe('Cg11bmlvbi1zZXJ2aWNl');
  for (const clientId of ['a', 'union-ci', 'x'.repeat(127), 'x'.repeat(128), 'x'.repeat(300)]) {
    expect(clientOfSubject(identity.identityProvider.serviceSubject(clientId)!)).toBe(clientId);
  }
});
