import { AuthProfile, ClientConfig, ClientCredentials, IdentityProvider } from '../../../src';
import { PROFILES, unionAuth } from '../../_tools/fixtures';

const CI = { clientId: 'ci-client-id', secretPath: '/path/to/client_secret' };
const OKTA = IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' });

test.each(PROFILES)('%s: people sign in with PKCE', (profile) => {
  expect(ClientConfig.pkce(unionAuth({ profile })).toObject()).toEqual({
    admin: { endpoint: 'dns:///union.example.com', authType: 'Pkce', insecure: false },
  });
});

test('guide: pipelines present their client credentials, in the words of the guide', () => {
  expect(ClientConfig.clientCredentials(unionAuth({ profile: AuthProfile.GUIDE }), CI).toObject()).toEqual({
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
  expect(ClientConfig.clientCredentials(identity, CI).toObject()).toEqual({
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
  const inVariable = ClientConfig.clientCredentials(unionAuth(), { clientId: 'ci-client-id', secretVariable: 'CI_SECRET' }).toObject() as any;
  expect(inVariable.admin).toMatchObject({ clientSecretEnvVar: 'CI_SECRET' });
  expect(inVariable.admin).not.toHaveProperty('clientSecretLocation');
});

test('a client ID that looks like a number stays a string', () => {
  expect(ClientConfig.clientCredentials(unionAuth(), { clientId: '0o17', secretVariable: 'CI_SECRET' }).toString()).toContain('clientId: "0o17"\n');
});

const HIDDEN = '(hidden)';

test.each<[object, string[]]>([
  [{ ...CI, clientId: '' }, ['clientId: must not be empty']],
  [{ ...CI, clientId: '<your-ci-client-id>' }, ['clientId: "<your-ci-client-id>" is a placeholder; put your own value in its place']],
  [{ clientId: 'ci', secretPath: 'path/client_secret' }, [`secretPath: ${HIDDEN} is not an absolute path; start it with "/"`]],
  [{ clientId: 'ci', secretVariable: '1-secret' }, [`secretVariable: ${HIDDEN} is not an environment variable name; use letters, digits and "_"`]],
  [{ clientId: ' ', secretPath: '' }, ['clientId: must not be empty', 'secretPath: must not be empty']],
  [{ clientId: 'ci' }, ['secretPath: required; name the file with the client secret, or its variable in secretVariable']],
  [{ ...CI, secretVariable: 'CI_SECRET' }, ['secretVariable: secretPath says where the secret is already; leave out one of the two']],
])('%j is refused', (credentials, problems) => {
  const heading = problems.length === 1 ? 'has a problem:' : `has ${problems.length} problems:`;
  expect(() => ClientConfig.clientCredentials(unionAuth(), credentials as ClientCredentials)).toThrow(
    new Error([`ClientConfig.clientCredentials ${heading}`, ...problems.map((problem) => `  - ${problem}`)].join('\n')),
  );
});
