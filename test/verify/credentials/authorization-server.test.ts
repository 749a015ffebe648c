import { belongsTo, noTokenEndpoint } from '../../../src/verify/credentials/authorization-server';

const TENANT = 'abcdef01-2222-3333-4444-555555555555';
const HOST = 'https://idp.example.com';

test.each([
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/oauth2/default/v1/token', true],
  ['https://idp.example.com/oauth2/default/', 'https://idp.example.com/oauth2/default/v1/token', true],
  ['https://idp.example.com', 'https://idp.example.com/oauth/token', true],
  ['https://idp.example.com', 'https://login.example.com/oauth/token', false],
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/oauth2/other/v1/token', false],
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/oauth2/v1/token', false],
  // An unknown layout shows only the host.
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/token', true],
  ['https://sso.example.com/realms/a', 'https://sso.example.com/realms/b/protocol/openid-connect/token', false],
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, `https://login.microsoftonline.com/${TENANT.toUpperCase()}/oauth2/v2.0/token`, true],
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, 'https://login.microsoftonline.com/acme.example.com/oauth2/v2.0/token', undefined],
  ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', 'https://auth.example.com/oauth2/token', undefined],
  ['<issuer-uri>', 'https://idp.example.com/token', undefined],
  ['https://idp.example.com', '/v1/token', undefined],
])('issuer %s, token endpoint %s: %s', (issuer, tokenUrl, verdict) => expect(belongsTo(tokenUrl, issuer)).toBe(verdict));

test.each([
  'authorize', 'auth', 'login', 'userinfo', 'introspect', 'revoke', 'logout', 'end_session', 'register', 'keys', 'jwks', 'certs', 'device', 'device_authorization', 'device/code',
  '.well-known/openid-configuration', 'jwks.json', 'Authorize/',
])('…/%s is not a token endpoint', (path) => expect(noTokenEndpoint(`${HOST}/x/${path}`, [])).toBe('another endpoint of the provider'));

test.each<[string, string[], string | undefined]>([
  [`${HOST}/oauth2/default/`, [HOST, `${HOST}/oauth2/default`], 'the issuer itself'],
  [`${HOST}/oauth2/default`, [`${HOST}/oauth2/default//`], 'the issuer itself'],
  [`${HOST}/`, [], 'the issuer itself'],
  ['<token-url>', [], undefined],
  [`${HOST}/token`, [], undefined],
  [`${HOST}/authorize/token`, [], undefined],
  ['https://login.microsoftonline.com/Common/oauth2/v2.0/token', [], 'an endpoint for all tenants, which gives no token to a service'],
  ['https://acme.okta.com/oauth2/default/v1/tokens', [], 'a path that no token endpoint of Okta has'],
  // A domain of its own, which only the issuer shows.
  [`${HOST}/realms/acme/token`, [`${HOST}/realms/acme`], 'a path that no token endpoint of Keycloak has'],
  [`${HOST}/realms/acme/token`, [`${HOST}/other`, `${HOST}/realms/acme`], 'a path that no token endpoint of Keycloak has'],
  [`${HOST}/realms/acme/token`, ['https://sso.example.com/realms/acme'], undefined],
])('%s, of an issuer among %j, is %s', (tokenUrl, issuers, expected) => expect(noTokenEndpoint(tokenUrl, issuers)).toBe(expected));
