import { IdentityProvider } from '../../../../src/constructs/identity';
import { Registrations } from '../../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf } from '../_identity';

interface Mapper { name: string; protocolMapper: string; config: Record<string, string> }
interface Scope { name: string; protocolMappers: Mapper[]; attributes: Record<string, string> }
interface Client {
  clientId: string;
  secret?: string;
  publicClient: boolean;
  standardFlowEnabled: boolean;
  serviceAccountsEnabled: boolean;
  redirectUris: string[];
  attributes: Record<string, string>;
  defaultClientScopes: string[];
  optionalClientScopes: string[];
  protocolMappers: Mapper[];
}
interface Realm {
  realm: string;
  roles: object;
  users: { id: string; username: string; serviceAccountClientId: string }[];
  clientScopes: Scope[];
  clients: Client[];
}

const identity = identityOf(PROVIDERS.keycloak(), undefined, { clients: { reports: { clientId: 'union-reports' } } });
const registrations = new Registrations({ identity });
const realm = realmOf(registrations);
/** But for Keycloak's own. */
const registered = realm.clients.filter(({ clientId }) => !clientId.startsWith('account'));
const [web, native, service, reports] = registered;

function realmOf(of: Registrations): Realm {
  return JSON.parse(of.files()['keycloak-realm.json'].toString()) as Realm;
}

function scope(name: string): Scope {
  return realm.clientScopes.find((candidate) => candidate.name === name)!;
}

describe('The realm', () => {
  test('has the name in the issuer', () => expect(realm.realm).toBe('union'));

  test('writes scp as a list, which is all that flyteadmin reads', () => {
    const mapper = scope('all').protocolMappers.find(({ name }) => name === 'scp')!;
    expect(mapper.protocolMapper).toBe('oidc-hardcoded-claim-mapper');
    expect(mapper.config).toMatchObject({ 'claim.name': 'scp', 'claim.value': '["all"]', 'jsonType.label': 'JSON', 'access.token.claim': 'true' });
  });

  test('writes an audience that flyteadmin accepts', () => {
    const mapper = scope('all').protocolMappers.find(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper')!;
    expect(identity.allowedAudience).toContain(mapper.config['included.custom.audience']);
    expect(mapper.config['access.token.claim']).toBe('true');
  });

  test('writes the provider\'s audience, where it has one', () => {
    const other = identityOf(IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union', audience: 'urn:union' }));
    expect(new Registrations({ identity: other }).files()['keycloak-realm.json'].toString()).toContain('"included.custom.audience": "urn:union"');
  });

  test('writes the subject, which a realm with custom scopes lacks otherwise', () => {
    expect(scope('basic').protocolMappers.map(({ protocolMapper }) => protocolMapper)).toEqual(['oidc-sub-mapper']);
  });

  test('defines each scope that its clients always have', () => {
    for (const client of registered) {
      for (const name of client.defaultClientScopes) {
        expect(scope(name)).toBeDefined();
      }
      expect(client.defaultClientScopes).toContain('all');
    }
  });

  test('gives the scope all to no other client', () => {
    expect(realm).not.toHaveProperty('defaultDefaultClientScopes');
    const others = realm.clients.filter(({ defaultClientScopes }) => !defaultClientScopes.includes('all'));
    expect(others.map(({ clientId }) => clientId)).toEqual(['account', 'account-console']);
    expect(scope('roles').protocolMappers.map(({ name }) => name)).not.toContain('scp');
  });

  test('lets people manage their account', () => {
    const composite = (name: string, ...roles: string[]) => ({ name, composite: true, composites: { client: { account: roles } } });
    expect(realm.roles).toEqual({
      realm: [expect.objectContaining(composite('default-roles-union', 'view-profile', 'manage-account'))],
      client: { account: [{ name: 'view-profile' }, { name: 'view-groups' }, { name: 'manage-account-links' }, composite('manage-account', 'manage-account-links')] },
    });
  });

  test('holds off guessers, and lets a refresh token be used once', () => {
    expect(realm).toMatchObject({ bruteForceProtected: true, revokeRefreshToken: true, refreshTokenMaxReuse: 0 });
    expect(realm).toMatchObject({ offlineSessionMaxLifespanEnabled: true, offlineSessionMaxLifespan: 5184000 });
  });

  test('requires PKCE of public clients at the authorization endpoint alone', () => {
    expect(realm).toMatchObject({
      clientProfiles: { profiles: [{ executors: [{ executor: 'pkce-enforcer', configuration: { 'auto-configure': false } }] }] },
      clientPolicies: { policies: [{ enabled: true, conditions: [{ condition: 'client-access-type', configuration: { type: ['public'] } }] }] },
    });
    // The attribute would refuse the device code requests of SDK and CLI.
    expect(native.attributes).not.toHaveProperty('pkce.code.challenge.method');
  });
});

describe('Its clients', () => {
  test.each([
    ['web', web, { publicClient: false, standardFlowEnabled: true, serviceAccountsEnabled: false, redirectUris: ['https://union.example.com/callback'] }],
    ['native', native, { publicClient: true, standardFlowEnabled: true, serviceAccountsEnabled: false, redirectUris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'] }],
    ['service', service, { publicClient: false, standardFlowEnabled: false, serviceAccountsEnabled: true, redirectUris: [] }],
    ['a further client\'s', reports, { publicClient: false, standardFlowEnabled: false, serviceAccountsEnabled: true, redirectUris: [] }],
  ])('%s', (_, client, expected) => expect(client).toMatchObject({ ...expected, implicitFlowEnabled: false, directAccessGrantsEnabled: false }));

  test('may use device code where they are registered for it', () => {
    const enabled = registered.filter(({ attributes }) => attributes['oauth2.device.authorization.grant.enabled'] === 'true');
    expect(enabled).toEqual([native]);
  });

  test('are sent to the sign-out pages of every domain', () => {
    expect(web.attributes['post.logout.redirect.uris']).toBe('https://union.example.com/logout');
  });

  test('say what they are', () => {
    const identityTypes = registered.map(({ protocolMappers }) => protocolMappers[0].config['claim.value']);
    expect(identityTypes).toEqual(['user', 'user', 'app', 'app']);
  });

  test('say it in the ID token as well, from which a browser\'s session takes its claims', () => {
    for (const { protocolMappers: [mapper] } of registered) {
      expect(mapper.config).toMatchObject({ 'claim.name': 'identitytype', 'access.token.claim': 'true', 'id.token.claim': 'true' });
    }
  });

  test('have service accounts whose subject is known before the first import, or given', () => {
    const subject = (clientId: string) => identity.identityProvider.serviceSubject(clientId);
    const of = (clientId: string, id = subject(clientId)) => ({ id, username: `service-account-${clientId}`, serviceAccountClientId: clientId });
    expect(realm.users).toMatchObject([of('union-service'), of('union-reports')]);
    const id = '22222222-3333-4444-5555-666666666666';
    const given = identityOf(PROVIDERS.keycloak(), undefined, {
      applications: { web: { clientId: 'union-web' }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', subject: id } },
    });
    expect(realmOf(new Registrations({ identity: given })).users).toMatchObject([of('union-service', id)]);
  });

  test('have no secret, unless Keycloak is to read it from its environment', () => {
    expect(realm.clients.filter((client) => 'secret' in client)).toEqual([]);
    const { clients } = realmOf(new Registrations({ identity, clientSecretsFromEnvironment: true }));
    expect(clients.filter(({ clientId }) => clientId.startsWith('union-')).map(({ secret }) => secret)).toEqual([
      '${UNION_WEB_CLIENT_SECRET}', undefined, '${UNION_SERVICE_CLIENT_SECRET}', '${UNION_REPORTS_CLIENT_SECRET}',
    ]);
  });
});

test('a provider is what its factory says, whatever its issuer looks like', () => {
  const lookalike = identityOf(IdentityProvider.oidc({
    issuer: 'https://idp.example.com/realms/union', tokenEndpoint: 'https://idp.example.com/realms/union/protocol/openid-connect/token',
  }));
  expect(new Registrations({ identity: lookalike }).files()).not.toHaveProperty(['keycloak-realm.json']);
});
