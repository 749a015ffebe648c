import { AuthProfile, ClientConfig, IdentityProvider } from '../../../src';
import { PROFILES, unionAuth } from '../../_tools/fixtures';

const CI = ['ci-client-id', '/path/to/client_secret'] as const;
const OKTA = IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' });

test.each(PROFILES)('%s: people sign in with PKCE', (profile) => {
  expect(ClientConfig.pkce(unionAuth({ profile })).toObject()).toEqual({
    admin: { endpoint: 'dns:///union.example.com', authType: 'Pkce', insecure: false },
  });
});

test('guide: pipelines present their client credentials, in the words of the guide', () => {
  expect(ClientConfig.clientCredentials(unionAuth({ profile: AuthProfile.GUIDE }), ...CI).toObject()).toEqual({
    admin: {
      endpoint: 'dns:///union.example.com',
      authType: 'ClientSecret',
      clientId: 'ci-client-id',
      clientSecretLocation: '/path/to/client_secret',
    },
  });
});

test('hardened: pipelines request the scopes of services, not those of people', () => {
  const identity = unionAuth({ identityProvider: OKTA });
  expect(ClientConfig.clientCredentials(identity, ...CI).toObject()).toEqual({
    admin: {
      endpoint: 'dns:///union.example.com',
      authType: 'ClientSecret',
      clientId: 'ci-client-id',
      clientSecretLocation: '/path/to/client_secret',
      insecure: false,
      scopes: identity.identityProvider.serviceScopes,
    },
  });
  expect(identity.identityProvider.serviceScopes).not.toHaveLength(0);
  expect(identity.identityProvider.serviceScopes).not.toContain('offline_access');
});

test('people without a browser confirm a code elsewhere', () => {
  expect(ClientConfig.deviceCode(unionAuth({ identityProvider: OKTA })).toObject()).toEqual({
    admin: { endpoint: 'dns:///union.example.com', authType: 'DeviceFlow', insecure: false },
  });
});

test('no device code, no file: the provider is named', () => {
  const identityProvider = IdentityProvider.cognito({ userPoolId: 'eu-west-1_AbCdEfGhI', domain: 'acme.auth.eu-west-1.amazoncognito.com' });
  expect(() => ClientConfig.deviceCode(unionAuth({ identityProvider }))).toThrow(/Cognito.*device/i);
});

test('the secret is in a file or in a variable', () => {
  const inVariable = ClientConfig.clientCredentials(unionAuth(), 'ci-client-id', 'CI_SECRET').toObject() as any;
  expect(inVariable.admin).toMatchObject({ clientSecretEnvVar: 'CI_SECRET' });
  expect(inVariable.admin).not.toHaveProperty('clientSecretLocation');
});

test('a client ID that looks like a number stays a string', () => {
  expect(ClientConfig.clientCredentials(unionAuth(), '0o17', 'CI_SECRET').toString()).toContain('clientId: "0o17"\n');
});

test.each<[clientId: string, secret: string, problems: string[]]>([
  ['', CI[1], ['clientId: "" is blank; give a value']],
  ['<your-ci-client-id>', CI[1], ['clientId: "<your-ci-client-id>" is a placeholder; put your own value in its place']],
  ['ci-client-id', 'path/client_secret', ['secret: a text, not shown in case it is the secret itself, is no absolute path; start it with "/"']],
  ['ci-client-id', '1-secret', ['secret: a text, not shown in case it is the secret itself, is no name of an environment variable; use letters, digits and "_"']],
  [' ', '', ['clientId: " " is blank; give a value', 'secret: "" is blank; give a value']],
])('%j with %j is refused', (clientId, secret, problems) => {
  const heading = problems.length === 1 ? 'has a problem:' : `has ${problems.length} problems:`;
  expect(() => ClientConfig.clientCredentials(unionAuth(), clientId, secret)).toThrow(
    new Error([`ClientConfig.clientCredentials ${heading}`, ...problems.map((problem) => `  - ${problem}`)].join('\n')),
  );
});
