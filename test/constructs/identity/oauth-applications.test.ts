import { AuthProfile, UnionIdentity } from '../../../src/constructs/identity';
import { OAuthGrantType } from '../../../src/constructs/identity/oauth-client';
import { PROVIDERS, identityOf, messageOf } from './_identity';

const { AUTHORIZATION_CODE, CLIENT_CREDENTIALS, DEVICE_CODE, REFRESH_TOKEN } = OAuthGrantType;

const OF_HYDRA = identityOf(PROVIDERS.hydra())._applications;
const GUIDE = identityOf(PROVIDERS.hydra(), AuthProfile.GUIDE)._applications;
const OF_COGNITO = identityOf(PROVIDERS.cognito())._applications;
const REFRESHING = identityOf(PROVIDERS.okta(), undefined, { preferRefreshTokens: true })._applications;
const CONFIDENTIAL = { requirePkce: false, hasClientSecret: true };

test.each<[string, object, object]>([
  ['web: confidential, code and refresh token, no PKCE', OF_HYDRA.web!, {
    ...CONFIDENTIAL,
    redirectUris: ['https://union.example.com/callback'],
    postLogoutRedirectUris: ['https://union.example.com/logout'],
    grantTypes: [AUTHORIZATION_CODE, REFRESH_TOKEN],
  }],
  ['native: public, PKCE, device code', OF_HYDRA.native!, {
    // All that flyteadmin's own authorization server also allows.
    redirectUris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'],
    grantTypes: [AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN],
    scopes: ['all', 'offline_access'],
    requirePkce: true,
    hasClientSecret: false,
  }],
  ['service: client credentials alone', OF_HYDRA.service, { ...CONFIDENTIAL, redirectUris: [], grantTypes: [CLIENT_CREDENTIALS] }],
  ['web of the guide: no refresh tokens', GUIDE.web!, { grantTypes: [AUTHORIZATION_CODE] }],
  ['native of the guide: no refresh tokens', GUIDE.native!, { grantTypes: [AUTHORIZATION_CODE, DEVICE_CODE], scopes: ['all'] }],
  ['native at a provider without device code', OF_COGNITO.native!, { grantTypes: [AUTHORIZATION_CODE, REFRESH_TOKEN] }],
  ['native where offline_access gives up API keys', REFRESHING.native!, { scopes: ['all', 'offline_access'] }],
  ['service where offline_access gives up API keys', REFRESHING.service, { scopes: ['all'] }],
])('%s', (_, application, expected) => expect(application).toMatchObject(expected));

test.each(Object.entries(PROVIDERS))('%s: the service application may request what services do, and what flyteadmin offers to API keys', (_, provider) => {
  const { identityProvider, _applications: { service, native } } = identityOf(provider());
  expect(service.scopes).toEqual(expect.arrayContaining([...identityProvider.serviceScopes, ...native!.scopes]));
  expect(new Set(service.scopes).size).toBe(service.scopes.length);
});

test('the checklist of a provider without device code says so', () => {
  const checklist = identityOf(PROVIDERS.cognito()).checklist.toString();
  expect(checklist).toContain('- Amazon Cognito has no device authorization endpoint;');
  expect(checklist).not.toContain(DEVICE_CODE);
});

describe('The checklist', () => {
  const lines = identityOf(PROVIDERS.okta()).checklist.toString().split('\n');

  test.each([
    '- [ ] Issuer: `https://acme.okta.com/oauth2/default`',
    '- [ ] Authorization endpoint: `https://acme.okta.com/oauth2/default/v1/authorize`',
    '- [ ] Token endpoint: `https://acme.okta.com/oauth2/default/v1/token`',
    '- [ ] Device authorization endpoint: `https://acme.okta.com/oauth2/default/v1/device/authorize`',
    '- [ ] Metadata, without which flyteadmin does not start: `https://acme.okta.com/oauth2/default/.well-known/oauth-authorization-server`',
    '- [ ] Audience of access tokens: `https://union.example.com` or `api://default`',
    '- [ ] Custom scope: `all`',
    '- [ ] Sign-in redirect URI: `https://union.example.com/callback`',
    '- [ ] Sign-out redirect URI: `https://union.example.com/logout`',
    '- [ ] Sign-in redirect URI: `http://localhost:53593/callback`',
    '- [ ] Sign-in redirect URI: `http://localhost:12345/callback`',
    '- [ ] PKCE: required, always (Require PKCE as additional verification)',
    '- [ ] Client secret: none, it is a public client',
  ])('says %s', (line) => expect(lines).toContain(line));

  test('says of each application whether PKCE is required, and whether it has a secret', () => {
    const of = (label: string) => lines.filter((line) => line.startsWith(`- [ ] ${label}: `)).map((line) => line.slice(8 + label.length).replace(/ \(.*/, ''));
    expect(of('Type')).toEqual(['web', 'native', 'service']);
    expect(of('PKCE')).toEqual(['not required', 'required, always', 'not required']);
    expect(of('Client secret')).toEqual(['yes, into the secret store', 'none, it is a public client', 'yes, into the secret store']);
  });
});

describe('Scopes for SDK, CLI and API keys', () => {
  const withRefreshTokens = (name: keyof typeof PROVIDERS) => identityOf(PROVIDERS[name](), undefined, { preferRefreshTokens: true });

  test.each(['okta', 'entraId', 'auth0', 'dex', 'oidc'] as const)('of %s: refresh tokens or API keys, by default the latter', (name) => {
    const keys = identityOf(PROVIDERS[name]());
    expect(keys._applications.native!.scopes).not.toContain('offline_access');
    expect(keys._applications.native!.grantTypes).not.toContain(REFRESH_TOKEN);
    expect(keys._apiKeysRefused).toBeUndefined();
    const tokens = withRefreshTokens(name);
    expect(tokens._applications.native!.scopes).toContain('offline_access');
    expect(tokens._applications.native!.grantTypes).toContain(REFRESH_TOKEN);
    expect(tokens._apiKeysRefused).toContain('conflicts with preferRefreshTokens');
    // A browser's session is refreshed either way.
    expect(keys._applications.web!.grantTypes).toContain(REFRESH_TOKEN);
  });

  test.each(['keycloak', 'cognito', 'hydra'] as const)('of %s: both', (name) => {
    for (const identity of [identityOf(PROVIDERS[name]()), withRefreshTokens(name)]) {
      expect(identity._applications.native!.grantTypes).toContain(REFRESH_TOKEN);
      expect(identity._apiKeysRefused).toBeUndefined();
      expect(identity._applications.native!.scopes).toEqual(PROVIDERS[name]().nativeScopes);
    }
  });
});

describe('The checklist in the provider\'s own words', () => {
  const checklistOf = (name: keyof typeof PROVIDERS) => identityOf(PROVIDERS[name]()).checklist.toString();

  test('Entra ID creates the scope all, never one named /.default', () => expect(checklistOf('entraId')).toContain('- [ ] Custom scope: `all`\n'));

  test('Dex creates no scope, and its limits are listed', () => {
    expect(checklistOf('dex')).not.toContain('Custom scope');
    expect(checklistOf('dex')).toContain('- No release of Dex has the client credentials grant, only its main branch since March 2026');
    expect(checklistOf('dex')).toContain('- [ ] PKCE: sent by SDK and CLI; Dex cannot demand it\n');
  });

  test.each([
    ['hydra', '- [ ] PKCE: required, always (oauth2.pkce.enforced_for_public_clients: true)'],
    ['hydra', '- [ ] `oauth2.allowed_top_level_claims: [identitytype, preferred_username]`'],
    ['auth0', '- [ ] Actions of the triggers *Post Login* and *Machine to Machine* that set the claim `preferred_username` of access tokens'],
    ['auth0', '- [ ] PKCE: required, always; a login without it must be refused, so try one'],
    ['okta', '- [ ] Claim of the ID token, always, for any scope: `identitytype`'],
    ['keycloak', '- [ ] Claim `identitytype` in access and ID tokens'],
    ['okta', '- [ ] Its access tokens: `sub` = `union-service`, `identitytype` = `app`; `preferred_username`'],
    ['okta', '- [ ] The access and ID tokens of people: `sub`, the same at each sign-in, `identitytype` = `user`, and `preferred_username`'],
    ['entraId', '- [ ] Its access tokens: `sub`, which the provider chooses (decode a token to see it), `idtyp` = `app`; `preferred_username`'],
    ['entraId', '- [ ] The access and ID tokens of people: `sub`, the same at each sign-in, and `preferred_username`'],
    ['auth0', '`gty` = `client-credentials`; `preferred_username`'],
    ['dex', '- [ ] The access and ID tokens of people: `sub`, the same at each sign-in, and `preferred_username`'],
  ] as const)('%s: %s', (name, line) => expect(checklistOf(name)).toContain(line));
});

test.each(['web', 'native', 'service'])('rejects a colon in the client ID of %s', (name) => {
  const applications = { web: { clientId: 'w' }, native: { clientId: 'n' }, service: { clientId: 's' }, [name]: { clientId: 'a:b' } };
  expect(messageOf(() => new UnionIdentity({ domain: 'union.example.com', identityProvider: PROVIDERS.keycloak(), applications })))
    .toContain(`applications.${name}.clientId: "a:b" contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client under another ID`);
});
