import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { IdentityProvider } from '../../../src/constructs/identity';
import { uuidOf } from '../../../src/constructs/identity/providers/checks';
import { ProviderFeature } from '../../../src/constructs/identity/providers/provider-description';
import { API_CLIENT_ID, PROVIDERS, TENANT, identityOf } from './_identity';

const EXPECTED = parse(readFileSync(join(__dirname, 'providers', 'providers.yaml'), 'utf8')) as Record<string, object>;

describe.each(Object.entries(PROVIDERS))('%s', (name, make) => {
  test('is as its documentation says', () => {
    const provider = make();
    const identity = identityOf(provider);
    const own = Object.fromEntries(Object.entries(provider).filter(([property]) => !property.startsWith('_')));
    expect({
      ...own,
      metadataUrl: provider.metadataUrl,
      lacks: provider._limits.map(({ feature }) => feature),
      subjectOfC1: provider.serviceSubject('c1'),
      allowedAudience: identity.allowedAudience,
      requestedAudience: identity.requestedAudience,
    }).toEqual(EXPECTED[name]);
  });

  test('hands out scopes that the next reader does not share', () => {
    make().serviceScopes.push('more');
    expect(make().serviceScopes).not.toContain('more');
  });

  test('supports each feature that it does not lack', () => {
    const provider = make();
    const lacks = provider._limits.map(({ feature }) => feature);
    expect(Object.values(ProviderFeature).filter((feature) => provider._supports(feature) === lacks.includes(feature))).toEqual([]);
    for (const feature of Object.values(ProviderFeature).filter((each) => !lacks.includes(each))) {
      expect(() => provider._require(feature)).not.toThrow();
    }
  });
});

test.each(['eu-west-1_AbCdEfGhI', 'us-gov-west-1_AbCdEfGhI', 'ap-southeast-2_0'])('%s is a pool of Cognito', (userPoolId) => {
  expect(IdentityProvider.cognito({ userPoolId, domain: 'login.example.com' }).issuer).toBe(`https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`);
});

describe('The audiences that flyteadmin accepts', () => {
  test('are further clients, too, where the audience is the client', () => {
    const audiences = (name: 'okta' | 'cognito') => identityOf(PROVIDERS[name](), undefined, { additionalClientIds: ['ci'] }).allowedAudience;
    expect([audiences('okta').includes('ci'), audiences('cognito').at(-1)]).toEqual([false, 'ci']);
  });

  test('name the deployment once, though the provider names it too', () => {
    const provider = IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union', audience: 'https://union.example.com' });
    expect(identityOf(provider).allowedAudience).toEqual(['https://union.example.com']);
  });
});

test('the audience of Auth0 is the identifier of the API, where that is another', () => {
  expect(identityOf(IdentityProvider.auth0({ domain: 'acme.eu.auth0.com', audience: 'urn:union' })).requestedAudience).toBe('urn:union');
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

test('a person has two subjects where one says so', () => {
  expect(oidc({ ...BASE, pairwiseSubjects: true })._supports(ProviderFeature.ONE_SUBJECT)).toBe(false);
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
