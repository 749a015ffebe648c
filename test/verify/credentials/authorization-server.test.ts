import { belongsTo } from '../../../src/verify/credentials/authorization-server';

const TENANT = '11111111-2222-3333-4444-555555555555';

test.each([
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/oauth2/default/v1/token', true],
  ['https://idp.example.com/oauth2/default/', 'https://idp.example.com/oauth2/default/v1/token', true],
  ['https://idp.example.com', 'https://idp.example.com/oauth/token', true],
  ['https://idp.example.com', 'https://login.example.com/oauth/token', false],
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/oauth2/other/v1/token', false],
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/oauth2/v1/token', false],
  // A layout that is nobody's tells nothing beyond the host.
  ['https://idp.example.com/oauth2/default', 'https://idp.example.com/token', true],
  ['https://sso.example.com/realms/a', 'https://sso.example.com/realms/b/protocol/openid-connect/token', false],
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, `https://login.microsoftonline.com/${TENANT.toUpperCase()}/oauth2/v2.0/token`, true],
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, 'https://login.microsoftonline.com/acme.example.com/oauth2/v2.0/token', undefined],
  ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', 'https://auth.example.com/oauth2/token', undefined],
  ['<issuer-uri>', 'https://idp.example.com/token', undefined],
  ['https://idp.example.com', '/v1/token', undefined],
])('issuer %s, token endpoint %s: %s', (issuer, tokenUrl, verdict) => expect(belongsTo(tokenUrl, issuer)).toBe(verdict));
