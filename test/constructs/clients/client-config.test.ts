import { AuthProfile, ClientConfig, IdentityProvider, UnionIdentityProps } from '../../../src';
import { PROFILES, unionAuth } from '../../_tools/fixtures';

const ci = (props: Partial<UnionIdentityProps> = {}) => unionAuth({ clients: { ci: { clientId: 'ci-client-id' } }, ...props }).client('ci');
const SECRET = { secretPath: '/path/to/client_secret' };
const OKTA = IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' });

test.each(PROFILES)('%s: people sign in with PKCE', (profile) => expect(ClientConfig.pkce(unionAuth({ profile })).toObject()).toEqual({
  admin: { endpoint: 'dns:///union.example.com', authType: 'Pkce', insecure: false },
}));

test('guide: pipelines present their client credentials, in the words of the guide', () => {
  expect(ClientConfig.clientCredentials(ci({ profile: AuthProfile.GUIDE }), SECRET).toObject()).toEqual({
    admin: {
      endpoint: 'dns:///union.example.com',
      authType: 'ClientSecret',
      clientId: 'ci-client-id',
      clientSecretLocation: '/path/to/client_secret',
    },
  });
});

test('hardened: pipelines request the scopes of services, not those of people', () => {
  const client = ci({ identityProvider: OKTA });
  const { serviceScopes } = client.identity.identityProvider;
  expect(ClientConfig.clientCredentials(client, SECRET).toObject()).toEqual({
    admin: {
      endpoint: 'dns:///union.example.com',
      authType: 'ClientSecret',
      clientId: 'ci-client-id',
      clientSecretLocation: '/path/to/client_secret',
      insecure: false,
      scopes: serviceScopes,
    },
  });
  expect(serviceScopes).not.toHaveLength(0);
  expect(serviceScopes).not.toContain('offline_access');
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
  const inVariable = ClientConfig.clientCredentials(ci(), { secretVariable: 'CI_SECRET' }).toObject() as any;
  expect(inVariable.admin).toMatchObject({ clientSecretEnvVar: 'CI_SECRET' });
  expect(inVariable.admin).not.toHaveProperty('clientSecretLocation');
});

test('a client ID that looks like a number stays a string', () => {
  expect(ClientConfig.clientCredentials(ci({ clients: { ci: { clientId: '0o17' } } }), { secretVariable: 'CI_SECRET' }).toString()).toContain('clientId: "0o17"\n');
});

const HIDDEN = '(hidden)';

test.each<[object, string[]]>([
  [{ secretPath: 'path/client_secret' }, [`secretPath: ${HIDDEN} is not an absolute path; start it with "/"`]],
  [{ secretVariable: '1-secret' }, [`secretVariable: ${HIDDEN} is not an environment variable name; use letters, digits and "_"`]],
  [{ secretPath: '', secretVariable: '1' }, ['secretPath: must not be empty', `secretVariable: ${HIDDEN} is not an environment variable name; use letters, digits and "_"`]],
  [undefined as never, ['secretPath: required; give the file with the client secret, or its variable in secretVariable']],
  [{}, ['secretPath: required; give the file with the client secret, or its variable in secretVariable']],
  [{ ...SECRET, secretVariable: 'CI_SECRET' }, ['secretVariable: conflicts with secretPath; leave out one of the two']],
])('rejects %j', (options, problems) => {
  const heading = problems.length === 1 ? 'has a problem:' : `has ${problems.length} problems:`;
  expect(() => ClientConfig.clientCredentials(ci(), options)).toThrow(
    new Error([`ClientConfig.clientCredentials ${heading}`, ...problems.map((problem) => `  - ${problem}`)].join('\n')),
  );
});
