import { OAuthGrantType } from '../../../src/constructs/identity/oauth-application';
import { ClientRegistration } from '../../../src/constructs/registrations/client-registration';
import { Registrations } from '../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

const identity = identityOf(PROVIDERS.keycloak());
const [web, native, service] = new Registrations({ identity }).all;
const dataPlane = ClientRegistration.service({ identity, id: 'dataplane-eu', clientId: 'union-dataplane-eu' });

describe('Client metadata (RFC 7591)', () => {
  test('of the web application', () => {
    expect(web.toObject()).toEqual({
      client_id: 'union-web',
      client_name: 'Union web (browser login)',
      application_type: 'web',
      redirect_uris: ['https://union.example.com/callback'],
      post_logout_redirect_uris: ['https://union.example.com/logout'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'profile openid',
    });
  });

  test('of the native application', () => {
    expect(native.toObject()).toEqual({
      client_id: 'union-native',
      client_name: 'Union native (SDK and CLI)',
      application_type: 'native',
      redirect_uris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'],
      post_logout_redirect_uris: [],
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'all',
    });
  });

  test('of the service application', () => {
    expect(service.toObject()).toEqual({
      client_id: 'union-service',
      client_name: 'Union service (internal)',
      application_type: 'web',
      redirect_uris: [],
      post_logout_redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'all',
    });
  });

  test('of one more service, named after its id', () => {
    expect(dataPlane.toObject()).toEqual({
      ...service.toObject(),
      client_id: 'union-dataplane-eu',
      client_name: 'Union service (dataplane-eu)',
    });
  });

  test('as a file, by id, for a provider that nobody here knows better', () => {
    const registrations = new Registrations({ identity: identityOf(PROVIDERS.oidc()) });
    const file = registrations.files()['oauth-clients.json'];
    const byId = registrations.all.map((registration) => [registration.id, registration.toObject()]);
    expect(JSON.parse(file.toString())).toEqual(Object.fromEntries(byId));
  });
});

test('PKCE is demanded of the native application alone', () => {
  expect([web, native, service, dataPlane].map(({ requirePkce }) => requirePkce)).toEqual([false, true, false, false]);
});

test('the audience is the deployment, or the client where the provider knows no other', () => {
  expect(new Registrations({ identity: identityOf(PROVIDERS.keycloak()) }).all.map(({ audience }) => audience))
    .toEqual(['https://union.example.com', 'https://union.example.com', 'https://union.example.com']);
  expect(new Registrations({ identity: identityOf(PROVIDERS.cognito()) }).all.map(({ audience }) => audience))
    .toEqual(['union-web', 'union-native', 'union-service']);
  expect(new Registrations({ identity: identityOf(PROVIDERS.okta()) }).all[0].audience).toBe('api://default');
});

test.each([
  [web, 'UNION_WEB_CLIENT_SECRET'],
  [service, 'UNION_SERVICE_CLIENT_SECRET'],
  [dataPlane, 'UNION_DATAPLANE_EU_CLIENT_SECRET'],
])('$id has its secret in a variable of its own', (registration, variable) => {
  expect(registration.clientSecretVariable).toBe(variable);
});

test('a grant that the provider does not have is registered for nobody', () => {
  for (const registration of new Registrations({ identity: identityOf(PROVIDERS.cognito()) }).all) {
    expect(registration.grantTypes).not.toContain(OAuthGrantType.DEVICE_CODE);
  }
});

describe('ClientRegistration.service refuses', () => {
  test.each([
    ['an id with upper case', { id: 'EU' }, 'id: "EU" is not a short name; use lower-case letters, digits and "-", at most 40 characters, starting with a letter'],
    ['a blank id', { id: '' }, 'id: must not be empty'],
    ['the id of an application', { id: 'native' }, 'id: "native" names one of the applications that there are anyway; choose another'],
    ['a placeholder', { clientId: '<your-ci-client-id>' }, 'clientId: "<your-ci-client-id>" is a placeholder; put your own value in its place'],
    ['the client ID of an application', { clientId: 'union-service' },
      'clientId: "union-service" is the client ID of "Union service (internal)"; register a client of its own, which can be rotated and revoked alone'],
  ])('%s', (_, bad, problem) => {
    expect(messageOf(() => ClientRegistration.service({ identity, id: 'ci', clientId: 'union-ci', ...bad })))
      .toBe(`ClientRegistration.service has a problem:\n  - ${problem}`);
  });
});

test('a client whose audience flyteadmin would refuse is registered only once flyteadmin is told of it', () => {
  const dex = identityOf(PROVIDERS.dex());
  expect(messageOf(() => ClientRegistration.service({ identity: dex, id: 'ci', clientId: 'union-ci' }))).toContain(
    'clientId: "union-ci" is a client whose tokens flyteadmin would refuse: Dex writes the client ID as audience; add it to additionalClientIds of the identity');
  const told = identityOf(PROVIDERS.dex(), undefined, { additionalClientIds: ['union-ci'] });
  expect(told.allowedAudience).toContain(ClientRegistration.service({ identity: told, id: 'ci', clientId: 'union-ci' }).audience);
});

describe('A checklist with further clients', () => {
  const markdown = new Registrations({ identity, further: [dataPlane] }).files()['oauth-applications.md'];

  test('begins as the one of the identity', () => {
    expect(markdown.toString().startsWith(identity.checklist.toString())).toBe(true);
  });

  test('has a section for each', () => {
    expect(markdown.toString()).toContain('## Union service (dataplane-eu)\n');
    expect(markdown.toString()).toContain('- [ ] Client ID: `union-dataplane-eu`');
  });

  test.each([
    ['an id twice', [dataPlane, ClientRegistration.service({ identity, id: 'dataplane-eu', clientId: 'other' })],
      'further[1].id: "dataplane-eu" is given twice; choose an id for each client'],
    ['a client ID twice', [dataPlane, ClientRegistration.service({ identity, id: 'other', clientId: 'union-dataplane-eu' })],
      'further[1].clientId: "union-dataplane-eu" is given twice; a client that two share cannot be rotated or revoked for one of them'],
    ['a client of another identity', [ClientRegistration.service({ identity: identityOf(PROVIDERS.okta()), id: 'ci', clientId: 'ci' })],
      'further[0]: "ci" belongs to another identity; make it with the same identity'],
  ])('refuses %s', (_, further, problem) => {
    expect(messageOf(() => new Registrations({ identity, further }))).toBe(`Registrations has a problem:\n  - ${problem}`);
  });
});
