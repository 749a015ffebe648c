import { App } from 'cdk8s';
import { OAuthGrantType } from '../../../src/constructs/identity/oauth-client';
import { Registrations } from '../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf } from '../identity/_identity';

const identity = identityOf(PROVIDERS.keycloak(), undefined, { clients: { reports: { clientId: 'union-reports' } } });
const [web, native, service, reports] = new Registrations({ identity }).all;

describe('Client metadata (RFC 7591)', () => {
  test('of the web application', () => expect(web.toObject()).toEqual({
    client_id: 'union-web',
    client_name: 'Union web (browser login)',
    application_type: 'web',
    redirect_uris: ['https://union.example.com/callback'],
    post_logout_redirect_uris: ['https://union.example.com/logout'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'profile openid',
  }));

  test('of the native application', () => expect(native.toObject()).toEqual({
    client_id: 'union-native',
    client_name: 'Union native (SDK and CLI)',
    application_type: 'native',
    redirect_uris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'],
    post_logout_redirect_uris: [],
    grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    scope: 'all',
  }));

  test('of the service application', () => expect(service.toObject()).toEqual({
    client_id: 'union-service',
    client_name: 'Union service (internal)',
    application_type: 'web',
    redirect_uris: [],
    post_logout_redirect_uris: [],
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'all',
  }));

  test('of a further client, by the name that the identity lists it under', () => expect(reports.toObject()).toEqual({
    ...service.toObject(),
    client_id: 'union-reports',
    client_name: 'Union client (reports)',
  }));

  test('as a file, by id, for an unknown provider', () => {
    const registrations = new Registrations({ identity: identityOf(PROVIDERS.oidc()) });
    const file = registrations.files()['oauth-clients.json'];
    const byId = registrations.all.map((registration) => [registration.id, registration.toObject()]);
    expect(JSON.parse(file.toString())).toEqual(Object.fromEntries(byId));
  });
});

test('only the native application requires PKCE', () => {
  expect([web, native, service, reports].map(({ requirePkce }) => requirePkce)).toEqual([false, true, false, false]);
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
  [reports, 'UNION_REPORTS_CLIENT_SECRET'],
])('$id has its secret in a variable of its own', (registration, variable) => expect(registration.clientSecretVariable).toBe(variable));

test('a grant that the provider lacks is not registered', () => {
  for (const registration of new Registrations({ identity: identityOf(PROVIDERS.cognito()) }).all) {
    expect(registration.grantTypes).not.toContain(OAuthGrantType.DEVICE_CODE);
  }
});

describe('the folder of the files', () => {
  const registrations = new Registrations({ identity: identityOf(PROVIDERS.oidc()) });
  const names = ['oauth-applications.md', 'oauth-clients.json'];

  test.each([['.', ''], ['idp', 'idp/'], ['idp/union//', 'idp/union/'], ['/tmp/idp', '/tmp/idp/']])('%s', (folder, before) =>
    expect(registrations._files(folder).map(({ path }) => path)).toEqual(names.map((name) => `${before}${name}`)));

  test('is not empty, which would be the root of the file system', () => expect(() => registrations.writeTo(new App(), '')).toThrow(
    'Registrations.writeTo has a problem:\n  - folder: "" must not be empty; give "." for the output folder itself',
  ));
});
