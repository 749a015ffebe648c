import { parse } from 'yaml';
import { IdentityProvider } from '../../src/identity';
import { ClientRegistration, DexStaticClients } from '../../src/registrations';
import { PROVIDERS, identity, messageOf } from '../identity/_identity';

function dex(issuer: string) {
  return identity(IdentityProvider.oidc({
    issuer,
    tokenEndpoint: `${issuer}/token`,
    metadataPath: '.well-known/openid-configuration',
    audienceIsClientId: true,
    serviceScopes: ['openid'],
  }));
}

const auth = dex('https://dex.example.com');
const further = [ClientRegistration.service({ auth, id: 'ci', clientId: 'union-ci' })];

test('clients, without a secret', () => {
  expect(new DexStaticClients({ auth, further }).toObject()).toEqual({
    oauth2: {
      grantTypes: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', 'client_credentials'],
    },
    staticClients: [
      { id: 'union-web', name: 'Union web (browser login)', redirectURIs: ['https://union.example.com/callback'], secretEnv: 'UNION_WEB_CLIENT_SECRET' },
      { id: 'union-native', name: 'Union native (SDK and CLI)', redirectURIs: ['http://localhost:53593/callback', '/device/callback'], public: true },
      { id: 'union-service', name: 'Union service (internal)', secretEnv: 'UNION_SERVICE_CLIENT_SECRET' },
      { id: 'union-ci', name: 'Union service (ci)', secretEnv: 'UNION_CI_CLIENT_SECRET' },
    ],
  });
});

test('the file reads back to the same', () => {
  const clients = new DexStaticClients({ auth, further });
  expect(parse(clients.yaml.toString())).toEqual(clients.toObject());
});

test('a Dex under a path redirects device logins under it', () => {
  const { staticClients } = new DexStaticClients({ auth: dex('https://sso.example.com/dex') }).toObject() as { staticClients: { redirectURIs: string[] }[] };
  expect(staticClients[1].redirectURIs).toContain('/dex/device/callback');
});

test('each audience that Dex writes is accepted', () => {
  expect(auth.allowedAudience).toEqual(expect.arrayContaining(ClientRegistration.forApplications(auth).map(({ clientId }) => clientId)));
});

test('what Dex cannot serve is refused, all of it at once', () => {
  expect(messageOf(() => new DexStaticClients({ auth: identity(PROVIDERS.oidc()) }))).toBe([
    'DexStaticClients has 2 problems:',
    '  - auth.identityProvider.serviceScopes: "all" is a scope that Dex refuses; give serviceScopes of openid, email, profile, groups, federated:id, offline_access alone',
    '  - auth.identityProvider.audienceIsClientId: false asks for an audience that Dex cannot issue; set it to true, Dex writes the client ID',
  ].join('\n'));
});
