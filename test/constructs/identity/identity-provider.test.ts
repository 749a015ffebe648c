import { IdentityProvider } from '../../../src/constructs/identity';
import { uuidOf } from '../../../src/constructs/identity/providers/checks';
import { ProviderFeature } from '../../../src/constructs/identity/providers/provider-description';
import { API_CLIENT_ID, PROVIDERS, TENANT, identityOf } from './_identity';

describe.each([
  ['oidc', {
    issuer: 'https://idp.example.com/oauth2/default',
    tokenEndpoint: 'https://idp.example.com/oauth2/default/v1/token',
    authorizationEndpoint: undefined,
    deviceAuthorizationEndpoint: undefined,
    metadataPath: '.well-known/oauth-authorization-server',
    metadataUrl: 'https://idp.example.com/oauth2/default/.well-known/oauth-authorization-server',
    audience: undefined,
    serviceScopes: ['all'],
    nativeScopes: ['all'],
    webScopes: ['profile', 'openid', 'offline_access'],
    identityTypeClaimsForApps: {},
  }],
  ['okta', {
    issuer: 'https://acme.okta.com/oauth2/default',
    tokenEndpoint: 'https://acme.okta.com/oauth2/default/v1/token',
    authorizationEndpoint: 'https://acme.okta.com/oauth2/default/v1/authorize',
    deviceAuthorizationEndpoint: 'https://acme.okta.com/oauth2/default/v1/device/authorize',
    metadataUrl: 'https://acme.okta.com/oauth2/default/.well-known/oauth-authorization-server',
    audience: 'api://default',
    serviceScopes: ['all'],
    nativeScopes: ['all'],
    webScopes: ['profile', 'openid', 'offline_access'],
    identityTypeClaimsForApps: {},
  }],
  ['entraId', {
    issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    tokenEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    authorizationEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/authorize`,
    deviceAuthorizationEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/devicecode`,
    metadataUrl: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
    audience: `api://${TENANT}/union`,
    furtherAudiences: [],
    serviceScopes: [`api://${TENANT}/union/.default`],
    nativeScopes: [`api://${TENANT}/union/.default`],
    webScopes: ['profile', 'openid', 'offline_access'],
    identityTypeClaimsForApps: { idtyp: ['app'] },
  }],
  ['keycloak', {
    issuer: 'https://sso.example.com/realms/union',
    tokenEndpoint: 'https://sso.example.com/realms/union/protocol/openid-connect/token',
    authorizationEndpoint: 'https://sso.example.com/realms/union/protocol/openid-connect/auth',
    deviceAuthorizationEndpoint: 'https://sso.example.com/realms/union/protocol/openid-connect/auth/device',
    metadataUrl: 'https://sso.example.com/realms/union/.well-known/openid-configuration',
    audience: undefined,
    serviceScopes: ['all'],
    nativeScopes: ['all'],
    webScopes: ['profile', 'openid'],
  }],
  ['dex', {
    issuer: 'https://dex.example.com',
    tokenEndpoint: 'https://dex.example.com/token',
    authorizationEndpoint: 'https://dex.example.com/auth',
    deviceAuthorizationEndpoint: 'https://dex.example.com/device/code',
    metadataUrl: 'https://dex.example.com/.well-known/openid-configuration',
    audienceIsClientId: true,
    serviceScopes: ['openid'],
    nativeScopes: ['openid'],
    webScopes: ['profile', 'openid', 'offline_access'],
  }],
  ['hydra', {
    issuer: 'https://hydra.example.com',
    tokenEndpoint: 'https://hydra.example.com/oauth2/token',
    authorizationEndpoint: 'https://hydra.example.com/oauth2/auth',
    deviceAuthorizationEndpoint: 'https://hydra.example.com/oauth2/device/auth',
    metadataUrl: 'https://hydra.example.com/.well-known/openid-configuration',
    audienceMustBeRequested: true,
    serviceScopes: ['all'],
    // Hydra gives no refresh token without it, and grants it to client credentials.
    nativeScopes: ['all', 'offline_access'],
    webScopes: ['profile', 'openid', 'offline_access'],
  }],
  ['auth0', {
    // Auth0's issuer ends with a slash; its metadata would not match without.
    issuer: 'https://acme.eu.auth0.com/',
    tokenEndpoint: 'https://acme.eu.auth0.com/oauth/token',
    authorizationEndpoint: 'https://acme.eu.auth0.com/authorize',
    deviceAuthorizationEndpoint: 'https://acme.eu.auth0.com/oauth/device/code',
    metadataUrl: 'https://acme.eu.auth0.com/.well-known/openid-configuration',
    audience: undefined,
    audienceMustBeRequested: true,
    nativeScopes: ['all'],
    identityTypeClaimsForApps: { gty: ['client-credentials'] },
  }],
  ['cognito', {
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI',
    tokenEndpoint: 'https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token',
    authorizationEndpoint: 'https://acme.auth.eu-west-1.amazoncognito.com/oauth2/authorize',
    deviceAuthorizationEndpoint: undefined,
    metadataUrl: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI/.well-known/openid-configuration',
    audience: undefined,
    audienceIsClientId: true,
    serviceScopes: ['union/all'],
    nativeScopes: ['union/all'],
    webScopes: ['profile', 'openid'],
  }],
] as const)('%s', (name, expected) => {
  test.each(Object.entries(expected))('%s', (property, value) => expect(PROVIDERS[name]()[property as keyof IdentityProvider]).toEqual(value));

  test('names the caller by its subject', () => expect(PROVIDERS[name]().subjectClaimNames).toEqual(['sub']));

  test('hands out scopes that the next reader does not share', () => {
    PROVIDERS[name]().serviceScopes.push('more');
    expect(PROVIDERS[name]().serviceScopes).not.toContain('more');
  });
});

const { CLIENT_CREDENTIALS, CUSTOM_AUDIENCE, ENFORCED_PKCE, IDENTITY_TYPE, REFRESH_TOKENS_BESIDE_API_KEYS } = ProviderFeature;

test.each(['eu-west-1_AbCdEfGhI', 'us-gov-west-1_AbCdEfGhI', 'ap-southeast-2_0'])('%s is a pool of Cognito', (userPoolId) => {
  expect(IdentityProvider.cognito({ userPoolId, domain: 'login.example.com' }).issuer).toBe(`https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`);
});

test.each([['okta', 'c1'], ['auth0', 'c1@clients'], ['cognito', 'c1'], ['entraId', undefined], ['oidc', 'c1'], ['hydra', 'c1'], ['dex', 'CgJjMQ']] as const)(
  'The subject of a service\'s token of %s is %s', (name, subject) => expect(PROVIDERS[name]().serviceSubject('c1')).toBe(subject));

describe('The audiences that flyteadmin accepts', () => {
  test.each([
    ['oidc', ['https://union.example.com']],
    ['okta', ['https://union.example.com', 'api://default']],
    ['entraId', ['https://union.example.com', `api://${TENANT}/union`, 'union-web']],
    ['dex', ['https://union.example.com', 'union-web', 'union-native', 'union-service']],
    ['hydra', ['https://union.example.com']],
    ['keycloak', ['https://union.example.com']],
    ['auth0', ['https://union.example.com']],
    ['cognito', ['https://union.example.com', 'union-web', 'union-native', 'union-service']],
  ] as const)('of %s are %j', (name, audiences) => expect(identityOf(PROVIDERS[name]()).allowedAudience).toEqual(audiences));

  test('are further clients, too, where the audience is the client', () => {
    const audiences = (name: 'okta' | 'cognito') => identityOf(PROVIDERS[name](), undefined, { additionalClientIds: ['ci'] }).allowedAudience;
    expect([audiences('okta').includes('ci'), audiences('cognito').at(-1)]).toEqual([false, 'ci']);
  });

  test('name the deployment once, though the provider names it too', () => {
    const provider = IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union', audience: 'https://union.example.com' });
    expect(identityOf(provider).allowedAudience).toEqual(['https://union.example.com']);
  });
});

describe('The audience that clients ask for', () => {
  test('of Auth0 is the deployment\'s URL', () => expect(identityOf(PROVIDERS.auth0()).requestedAudience).toBe('https://union.example.com'));

  test('of Auth0 is the API\'s identifier, where that is another', () => {
    expect(identityOf(IdentityProvider.auth0({ domain: 'acme.eu.auth0.com', audience: 'urn:union' })).requestedAudience).toBe('urn:union');
  });

  test.each(['oidc', 'okta', 'entraId', 'keycloak', 'cognito'] as const)('of %s need not be asked for', (name) => {
    expect(identityOf(PROVIDERS[name]()).requestedAudience).toBeUndefined();
  });
});

describe('What Cognito cannot do', () => {
  test.each([
    [ProviderFeature.DEVICE_CODE, 'Amazon Cognito has no device authorization endpoint; sign in on a machine with a browser, or use client credentials.'],
    [ProviderFeature.OFFLINE_ACCESS, 'Amazon Cognito refuses the scope offline_access; it issues a refresh token with every authorization code without it.'],
    [ProviderFeature.CUSTOM_AUDIENCE, 'Amazon Cognito lets a pre token generation trigger add an audience, but only the ID of the client itself; accept the client IDs as audiences.'],
  ])('%s is rejected with the reason', (feature, reason) => {
    expect(PROVIDERS.cognito()._supports(feature)).toBe(false);
    expect(() => PROVIDERS.cognito()._require(feature)).toThrow(reason);
  });

  test.each([
    ['keycloak', []],
    ['hydra', []],
    ['okta', [REFRESH_TOKENS_BESIDE_API_KEYS]],
    ['auth0', [REFRESH_TOKENS_BESIDE_API_KEYS]],
    ['oidc', [REFRESH_TOKENS_BESIDE_API_KEYS]],
    ['entraId', [ENFORCED_PKCE, REFRESH_TOKENS_BESIDE_API_KEYS]],
    ['dex', [CLIENT_CREDENTIALS, ENFORCED_PKCE, CUSTOM_AUDIENCE, IDENTITY_TYPE, REFRESH_TOKENS_BESIDE_API_KEYS]],
  ] as const)('%s cannot %j, and can all else', (name, cannot) => {
    expect(PROVIDERS[name]()._limits.map(({ feature }) => feature)).toEqual(cannot);
    for (const feature of Object.values(ProviderFeature).filter((candidate) => !cannot.some((other) => other === candidate))) {
      expect(PROVIDERS[name]()._supports(feature)).toBe(true);
      expect(() => PROVIDERS[name]()._require(feature)).not.toThrow();
    }
  });
});

const BASE = { issuer: 'https://dex.example.com', tokenEndpoint: 'https://dex.example.com/token' };
const { oidc, entraId, keycloak, okta, cognito } = IdentityProvider;

test.each<[string, IdentityProvider, Partial<Record<keyof IdentityProvider, unknown>>]>([
  ['scopes', oidc({ ...BASE, serviceScopes: ['openid'], webScopes: ['openid', 'email'] }), { serviceScopes: ['openid'], nativeScopes: ['openid'], webScopes: ['openid', 'email'] }],
  ['claims', oidc({ ...BASE, subjectClaimNames: ['client_id', 'sub'], identityTypeClaimsForApps: { kind: ['robot'] } }),
    { subjectClaimNames: ['client_id', 'sub'], identityTypeClaimsForApps: { kind: ['robot'] } }],
  ['a token endpoint on another host, when it is said to be meant', oidc({ ...BASE, tokenEndpoint: 'https://tokens.example.com/token', tokenEndpointOnOtherHost: true }),
    { tokenEndpoint: 'https://tokens.example.com/token' }],
  ['Entra ID in a national cloud', entraId({ tenantId: TENANT, authorityHost: 'login.microsoftonline.us' }),
    { issuer: `https://login.microsoftonline.us/${TENANT}/v2.0`, furtherAudiences: [] }],
  ['Keycloak under a path, with a slash at its end', keycloak({ serverUrl: 'https://sso.example.com/auth/', realm: 'union' }), { issuer: 'https://sso.example.com/auth/realms/union' }],
  ['other authorization servers of Okta, which have the deployment as audience', okta({ orgUrl: 'https://acme.okta.com/', authorizationServerId: 'aus123' }),
    { issuer: 'https://acme.okta.com/oauth2/aus123', audience: undefined }],
  ['Cognito in China, at its own domain', cognito({ userPoolId: 'cn-north-1_AbCdEfGhI', domain: 'login.example.com' }),
    { issuer: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEfGhI' }],
])('accepts %s', (_, provider, expected) => {
  for (const [property, value] of Object.entries(expected)) {
    expect([property, provider[property as keyof IdentityProvider]]).toEqual([property, value]);
  }
});

test('oidc accepts the client ID as audience, and an audience that has to be requested', () => {
  expect(identityOf(oidc({ ...BASE, audienceIsClientId: true })).allowedAudience).toContain('union-service');
  expect(identityOf(oidc({ ...BASE, audienceMustBeRequested: true })).requestedAudience).toBe('https://union.example.com');
});

describe('Entra ID', () => {
  const own = IdentityProvider.entraId({ tenantId: TENANT, apiClientId: API_CLIENT_ID });

  test('the web application is the API: its login asks for itself by its client ID, and is an audience', () => {
    const identity = identityOf(PROVIDERS.entraId());
    expect(identity._applications.web!.scopes).toEqual(['profile', 'openid', 'offline_access', 'union-web/all']);
    expect(identity.allowedAudience).toEqual(['https://union.example.com', `api://${TENANT}/union`, 'union-web']);
    expect(identity.identityProvider._supports(ProviderFeature.ONE_SUBJECT)).toBe(true);
  });

  test('a separate registration of the API: the login requests it, and a person has two subjects', () => {
    const identity = identityOf(own);
    expect(identity._applications.web!.scopes).toEqual(['profile', 'openid', 'offline_access', `api://${TENANT}/union/all`]);
    expect(identity.allowedAudience).toEqual(['https://union.example.com', `api://${TENANT}/union`, API_CLIENT_ID]);
    expect(() => own._require(ProviderFeature.ONE_SUBJECT)).toThrow('leave out apiClientId, so that the web application is the API');
    expect(identity.checklist.toString()).toContain('writes one subject per person and application');
  });
});

test('a person has one subject at every other provider, unless it is said that they have two', () => {
  expect(Object.entries(PROVIDERS).filter(([, make]) => !make()._supports(ProviderFeature.ONE_SUBJECT))).toEqual([]);
  const pairwise = IdentityProvider.oidc({ issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token', pairwiseSubjects: true });
  expect(pairwise._supports(ProviderFeature.ONE_SUBJECT)).toBe(false);
});

test('the UUID of a URL is the one of RFC 4122', () => {
  // python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, 'https://union.example.com/x'))"
  expect(uuidOf('https://union.example.com/x')).toBe('405351d8-7467-50f5-b235-e652bc1477ec');
});

test('Keycloak\'s service accounts have an id of their realm and client, known before the first import', () => {
  const subject = (realm: string, clientId: string) => IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm }).serviceSubject(clientId);
  expect(subject('union', 'union-service')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(subject('union', 'union-service')).toBe(subject('union', 'union-service'));
  expect(new Set([subject('union', 'union-service'), subject('other', 'union-service'), subject('union', 'union-ci')]).size).toBe(3);
});

test('an oidc provider that grants offline_access to client credentials has both refresh tokens and API keys', () => {
  const provider = oidc({ ...BASE, nativeScopes: ['all', 'offline_access'] });
  expect([provider.nativeScopes, provider._supports(ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS)]).toEqual([['all', 'offline_access'], true]);
});
