import {
  auth0Subject, clientOfSubject, dexSubject, isAuthentikIssuer, KNOWN_PROVIDERS, knownProvider,
  providerByTokenUrl, providerOf, refusesOfflineAccessToServices, sharedAudience,
} from '../../../src/contract/providers/known-providers';
import { testFacts } from '../_facts';

testFacts('providers');

const named = (name: string) => KNOWN_PROVIDERS.find((each) => each.name === name)!;

test.each([
  ['https://login.microsoftonline.com/acme/v2.0', 'Microsoft Entra ID'],
  ['https://login.microsoftonline.us/acme/v2.0', 'Microsoft Entra ID'],
  ['https://login.partner.microsoftonline.cn/acme/v2.0', 'Microsoft Entra ID'],
  ['https://acme.ciamlogin.com/acme/v2.0', 'Microsoft Entra ID'],
  ['https://STS.windows.net/acme/', 'Microsoft Entra ID'],
  ['https://accounts.google.com', 'Google'],
  ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', 'Amazon Cognito'],
  ['https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEfGhI', 'Amazon Cognito'],
  ['https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token', 'Amazon Cognito'],
  ['https://acme.okta.com/oauth2/default', 'Okta'],
  ['https://acme.oktapreview.com/oauth2/default', 'Okta'],
  ['https://acme.eu.auth0.com/', 'Auth0'],
  ['https://acme.auth0.com:443/', 'Auth0'],
])('%s is %s', (url, name) => expect(knownProvider(url)?.name).toBe(name));

test.each([
  'https://sso.example.com/realms/acme',
  'https://okta.com.example.com/oauth2/default',
  'https://acme.okta.com.example.com/oauth2/default',
  'https://example.com/login.microsoftonline.com',
  'login.microsoftonline.com',
  '<issuer-uri>',
  '',
  undefined,
])('%s is nobody known', (url) => expect(knownProvider(url)).toBeUndefined());

test.each([
  ['https://acme.okta.com/anything', 'Okta'],
  ['https://sso.example.com/realms/acme', 'Keycloak'],
  ['https://sso.example.com/auth/realms/acme/', 'Keycloak'],
  ['https://sso.example.com/realms/acme?x#/y', 'Keycloak'],
  ['http://sso.example.com/realms/acme/protocol/openid-connect/token', 'Keycloak'],
  ['https://sso.example.com/realms/acme/other', undefined],
  ['https://id.example.com/application/o/union/', 'authentik'],
  ['https://id.example.com/application/o/token/', 'authentik'],
  ['https://id.example.com/oauth2/default', 'Okta'],
  ['https://id.example.com/oauth2/default/v1/token', 'Okta'],
  ['https://id.example.com/oauth2/v1/token', 'Okta'],
  ['https://id.example.com/', undefined],
  ['https://id.example.com', undefined],
  ['/realms/acme', undefined],
  [undefined, undefined],
])('by host or path, %s is of %s', (url, name) => expect(providerOf(url)?.name).toBe(name));

test.each([
  ['https://a.example.com/oauth/token', 'Auth0'],
  ['https://a.example.com/realms/r/protocol/openid-connect/token', 'Keycloak'],
  ['https://a.example.com/oauth2/default/v1/token', 'Okta'],
  ['https://a.example.com/application/o/token/', 'authentik'],
  ['https://a.example.com/application/o/token', 'authentik'],
  ['https://a.example.com/token', undefined],
  ['https://a.example.com/x/oauth/token', undefined],
])('only %s has such a token endpoint: %s', (url, name) => expect(providerByTokenUrl(url)?.name).toBe(name));

test('offline access is refused to services by those of whom it is known', () => {
  expect(KNOWN_PROVIDERS.filter((each) => each.refusesOfflineAccessToServices === true).map(({ name }) => name)).toEqual(['Okta', 'Auth0', 'Keycloak']);
  expect(['https://acme.okta.com/oauth2/default', 'https://sso.example.com/realms/acme', 'https://accounts.google.com', 'https://id.example.com'].map(refusesOfflineAccessToServices))
    .toEqual([true, true, false, false]);
});

test.each([
  ['Okta', 'https://acme-admin.okta.com/oauth2/default/', 'https://acme.okta.com/oauth2/default'],
  ['Okta', 'https://acme.okta.com', 'https://acme.okta.com'],
  ['Google', 'https://accounts.google.com//', 'https://accounts.google.com'],
  ['Google', 'https://accounts.google.com/a/b', 'https://accounts.google.com/a/b'],
  ['Amazon Cognito', 'https://cognito-idp.eu-west-1.amazonaws.com/p/', 'https://cognito-idp.eu-west-1.amazonaws.com/p'],
  ['Auth0', 'https://acme.auth0.com', 'https://acme.auth0.com/'],
  ['Auth0', 'https://acme.auth0.com//', 'https://acme.auth0.com/'],
  ['Keycloak', 'https://sso.example.com/realms/a/', 'https://sso.example.com/realms/a'],
  ['authentik', 'https://id.example.com/application/o/a', 'https://id.example.com/application/o/a/'],
  ['Microsoft Entra ID', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0'],
  ...['common', 'organizations', 'consumers', 'acme.onmicrosoft.com'].map((tenant) =>
    ['Microsoft Entra ID', `https://login.microsoftonline.com/${tenant}/v2.0`, 'https://login.microsoftonline.com/<the UUID of your tenant>/v2.0']),
  ['Microsoft Entra ID', 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/', 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/'],
])('%s writes the issuer %s as %s', (name, issuer, written) => expect(named(name).issuerAs!(issuer)).toBe(written));

test.each([
  ['https://acme.okta.com', 'https://acme.okta.com/oauth2/<id of the authorization server, such as default>'],
  ['https://acme.okta.com/oauth2/', 'https://acme.okta.com/oauth2/<id of the authorization server, such as default>'],
  ['https://acme.okta.com/oauth2/default/', 'https://acme.okta.com/oauth2/default'],
])('tokens of %s for others are issued by %s', (issuer, tokens) => expect(named('Okta').tokenIssuerAs!(issuer)).toBe(tokens));

/** What is wrong with the subject of a person, by the start of the fault. */
test.each([
  ['Okta', '00u1234567890abcdef1', undefined], ['Okta', '00g12345678901234567', 'is a group'], ['Okta', '00g123456789012345678', undefined], ['Okta', 'ada@acme.com', 'is a login'],
  ['Auth0', 'auth0|1', undefined], ['Auth0', 'ada@acme.com', 'has no connection'],
  ['Keycloak', 'ada@acme.com', 'is an address'], ['Keycloak', 'ada@acme', undefined], ['Keycloak', 'a b@acme.com', undefined], ['Keycloak', 'x|ada@acme.com', undefined],
  ['Amazon Cognito', 'ada@acme.co.uk', 'is an address'], ['authentik', 'ada@acme.com', 'is an address'],
])('of %s, the subject %s %s', (name, subject, fault) => {
  const wrong = named(name).subjectOfPerson!(subject);
  expect(wrong?.fault.slice(0, fault?.length)).toBe(fault);
  expect(wrong?.remedy).toEqual(fault === undefined ? undefined : expect.stringMatching(/^give the /));
});

test.each([
  ['client', auth0Subject('client')], ['plain', 'plain'], ['@clients-of', '@clients-of'], ['', '@clients'],
  ...[1, 2, 127, 128, 129, 300].map((length) => ['c'.repeat(length), dexSubject('c'.repeat(length))]),
])('%s is the client of the subject %s', (client, subject) => expect(clientOfSubject(subject)).toBe(client));

test('the subject of Dex is a message with the length before the ID', () => {
  expect(Buffer.from(dexSubject('c'.repeat(127)), 'base64url').subarray(0, 3)).toEqual(Buffer.from([0x0a, 127, 99]));
  expect(Buffer.from(dexSubject('c'.repeat(128)), 'base64url').subarray(0, 4)).toEqual(Buffer.from([0x0a, 0x80, 1, 99]));
});

test.each([
  ['account', 'Keycloak writes it'], ['accounts', undefined], ['https://acme.auth0.com/userinfo', 'it is an API of Auth0'], ['https://acme.auth0.com/api/v2/', 'it is an API of Auth0'],
  ['https://acme.auth0.com/api/v2', 'it is an API of Auth0'], ['https://acme.auth0.com/api/v3', undefined],
])('the audience %s is shared: %s', (audience, why) => expect(sharedAudience(audience)?.slice(0, why?.length)).toBe(why));

test.each([
  ['https://id.example.com/application/o/union/', true], ['https://id.example.com/application/o/union', true], ['https://id.example.com/application/o/', false],
  ['https://id.example.com/application/o/union/x', false], ['no URL', false],
])('%s is an issuer of authentik: %s', (url, isIssuer) => expect(isAuthentikIssuer(url)).toBe(isIssuer));
