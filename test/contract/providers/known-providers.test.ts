import { knownProvider } from '../../../src/contract/providers/known-providers';

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
