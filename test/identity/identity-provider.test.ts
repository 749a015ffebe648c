import { IdentityProvider, ProviderFeature } from '../../src/identity';
import { API_CLIENT_ID, PROVIDERS, TENANT, identity } from './_identity';

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
    nativeScopes: ['all', 'offline_access'],
    webScopes: ['profile', 'openid', 'offline_access'],
    identityTypeClaimsForApps: {},
    limits: [],
  }],
  ['okta', {
    issuer: 'https://acme.okta.com/oauth2/default',
    tokenEndpoint: 'https://acme.okta.com/oauth2/default/v1/token',
    authorizationEndpoint: 'https://acme.okta.com/oauth2/default/v1/authorize',
    deviceAuthorizationEndpoint: 'https://acme.okta.com/oauth2/default/v1/device/authorize',
    metadataUrl: 'https://acme.okta.com/oauth2/default/.well-known/oauth-authorization-server',
    audience: 'api://default',
    serviceScopes: ['all'],
    webScopes: ['profile', 'openid', 'offline_access'],
    identityTypeClaimsForApps: {},
  }],
  ['entraId', {
    issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    tokenEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    authorizationEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/authorize`,
    deviceAuthorizationEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/devicecode`,
    metadataUrl: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
    audience: 'api://union',
    furtherAudiences: [API_CLIENT_ID],
    serviceScopes: ['api://union/.default'],
    nativeScopes: ['api://union/.default', 'offline_access'],
    webScopes: ['profile', 'openid', 'offline_access', 'api://union/all'],
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
    nativeScopes: ['all', 'offline_access'],
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
    nativeScopes: ['openid', 'union/all'],
    webScopes: ['profile', 'openid'],
  }],
] as const)('%s', (name, expected) => {
  test.each(Object.entries(expected))('%s', (property, value) => {
    expect(PROVIDERS[name]()[property as keyof IdentityProvider]).toEqual(value);
  });

  test('names the caller by its subject', () => {
    expect(PROVIDERS[name]().subjectClaimNames).toEqual(['sub']);
  });

  test('hands out scopes that the next reader does not share', () => {
    PROVIDERS[name]().serviceScopes.push('more');
    expect(PROVIDERS[name]().serviceScopes).not.toContain('more');
  });
});

describe('The subject of a service\'s token', () => {
  test.each([
    ['okta', 'c1'],
    ['auth0', 'c1@clients'],
    ['cognito', 'c1'],
    ['entraId', undefined],
    ['keycloak', undefined],
    ['oidc', 'c1'],
  ] as const)('of %s is %s', (name, subject) => {
    expect(PROVIDERS[name]().serviceSubject('c1')).toBe(subject);
  });
});

describe('The audiences that flyteadmin accepts', () => {
  test.each([
    ['oidc', ['https://union.example.com']],
    ['okta', ['https://union.example.com', 'api://default']],
    ['entraId', ['https://union.example.com', 'api://union', API_CLIENT_ID]],
    ['keycloak', ['https://union.example.com']],
    ['auth0', ['https://union.example.com']],
    ['cognito', ['https://union.example.com', 'union-web', 'union-native', 'union-service']],
  ] as const)('of %s are %j', (name, audiences) => {
    expect(identity(PROVIDERS[name]()).allowedAudience).toEqual(audiences);
  });

  test('name the deployment once, though the provider names it too', () => {
    const provider = IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union', audience: 'https://union.example.com' });
    expect(identity(provider).allowedAudience).toEqual(['https://union.example.com']);
  });
});

describe('The audience that clients ask for', () => {
  test('of Auth0 is the deployment\'s URL', () => {
    expect(identity(PROVIDERS.auth0()).requestedAudience).toBe('https://union.example.com');
  });

  test('of Auth0 is the API\'s identifier, where that is another', () => {
    expect(identity(IdentityProvider.auth0({ domain: 'acme.eu.auth0.com', audience: 'urn:union' })).requestedAudience).toBe('urn:union');
  });

  test.each(['oidc', 'okta', 'entraId', 'keycloak', 'cognito'] as const)('of %s need not be asked for', (name) => {
    expect(identity(PROVIDERS[name]()).requestedAudience).toBeUndefined();
  });
});

describe('What Cognito cannot do', () => {
  test.each([
    [ProviderFeature.DEVICE_CODE, 'Amazon Cognito has no device authorization endpoint; sign in on a machine with a browser, or use client credentials.'],
    [ProviderFeature.OFFLINE_ACCESS, 'Amazon Cognito refuses the scope offline_access; it issues a refresh token with every authorization code as it is.'],
    [ProviderFeature.CUSTOM_AUDIENCE, 'Amazon Cognito lets a pre token generation trigger add an audience, but only the ID of the client itself; accept the client IDs as audiences.'],
  ])('%s is refused with the reason', (feature, reason) => {
    expect(PROVIDERS.cognito().supports(feature)).toBe(false);
    expect(() => PROVIDERS.cognito().require(feature)).toThrow(reason);
  });

  test.each(['oidc', 'okta', 'entraId', 'keycloak', 'auth0'] as const)('%s can', (name) => {
    for (const feature of Object.values(ProviderFeature)) {
      expect(PROVIDERS[name]().supports(feature)).toBe(true);
      expect(() => PROVIDERS[name]().require(feature)).not.toThrow();
    }
  });

  test('China has its own domain', () => {
    const provider = IdentityProvider.cognito({ userPoolId: 'cn-north-1_AbCdEfGhI', domain: 'login.example.com' });
    expect(provider.issuer).toBe('https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEfGhI');
  });
});

describe('oidc takes what its provider does otherwise', () => {
  const base = { issuer: 'https://dex.example.com', tokenEndpoint: 'https://dex.example.com/token' };

  test('scopes', () => {
    const provider = IdentityProvider.oidc({ ...base, serviceScopes: ['openid'], webScopes: ['openid', 'email'] });
    expect(provider.serviceScopes).toEqual(['openid']);
    expect(provider.nativeScopes).toEqual(['openid', 'offline_access']);
    expect(provider.webScopes).toEqual(['openid', 'email']);
  });

  test('the client ID as audience', () => {
    expect(identity(IdentityProvider.oidc({ ...base, audienceIsClientId: true })).allowedAudience).toContain('union-service');
  });

  test('an audience that has to be asked for', () => {
    expect(identity(IdentityProvider.oidc({ ...base, audienceMustBeRequested: true })).requestedAudience).toBe('https://union.example.com');
  });

  test('claims', () => {
    const provider = IdentityProvider.oidc({ ...base, subjectClaimNames: ['client_id', 'sub'], identityTypeClaimsForApps: { kind: ['robot'] } });
    expect(provider.subjectClaimNames).toEqual(['client_id', 'sub']);
    expect(provider.identityTypeClaimsForApps).toEqual({ kind: ['robot'] });
  });

  test('a token endpoint on another host, when it is said to be meant', () => {
    const provider = IdentityProvider.oidc({ ...base, tokenEndpoint: 'https://tokens.example.com/token', tokenEndpointOnOtherHost: true });
    expect(provider.tokenEndpoint).toBe('https://tokens.example.com/token');
  });
});

test('Entra ID in a national cloud signs in at its own host', () => {
  const provider = IdentityProvider.entraId({ tenantId: TENANT, applicationIdUri: 'api://union', authorityHost: 'login.microsoftonline.us' });
  expect(provider.issuer).toBe(`https://login.microsoftonline.us/${TENANT}/v2.0`);
  expect(provider.furtherAudiences).toEqual([]);
});

test('Keycloak may live under a path, with or without a slash at its end', () => {
  const provider = IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com/auth/', realm: 'union' });
  expect(provider.issuer).toBe('https://sso.example.com/auth/realms/union');
});

test('Okta\'s other authorization servers have the deployment as audience', () => {
  const provider = IdentityProvider.okta({ orgUrl: 'https://acme.okta.com/', authorizationServerId: 'aus123' });
  expect(provider.issuer).toBe('https://acme.okta.com/oauth2/aus123');
  expect(provider.audience).toBeUndefined();
});
