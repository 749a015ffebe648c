import { AuthProfile, OAuthGrantType } from '../../src/identity';
import { PROVIDERS, identity } from './_identity';

const { AUTHORIZATION_CODE, CLIENT_CREDENTIALS, DEVICE_CODE, REFRESH_TOKEN } = OAuthGrantType;

describe('The three applications', () => {
  const { web, native, service } = identity(PROVIDERS.oidc()).applications;

  test('web: confidential, code and refresh token, no PKCE', () => {
    expect(web).toMatchObject({
      redirectUris: ['https://union.example.com/callback'],
      postLogoutRedirectUris: ['https://union.example.com/logout'],
      grantTypes: [AUTHORIZATION_CODE, REFRESH_TOKEN],
      requirePkce: false,
      hasClientSecret: true,
    });
  });

  test('native: public, PKCE, device code', () => {
    expect(native).toMatchObject({
      redirectUris: ['http://localhost:53593/callback'],
      grantTypes: [AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN],
      scopes: ['all', 'offline_access'],
      requirePkce: true,
      hasClientSecret: false,
    });
  });

  test('service: client credentials alone', () => {
    expect(service).toMatchObject({ redirectUris: [], grantTypes: [CLIENT_CREDENTIALS], scopes: ['all'], requirePkce: false, hasClientSecret: true });
  });
});

describe('The guide\'s profile', () => {
  const { web, native } = identity(PROVIDERS.oidc(), AuthProfile.GUIDE).applications;

  test('asks for no refresh tokens', () => {
    expect(web.grantTypes).toEqual([AUTHORIZATION_CODE]);
    expect(native.grantTypes).toEqual([AUTHORIZATION_CODE, DEVICE_CODE]);
    expect(native.scopes).toEqual(['all']);
  });
});

describe('A provider without device code', () => {
  test('is asked for none', () => {
    expect(identity(PROVIDERS.cognito()).applications.native.grantTypes).toEqual([AUTHORIZATION_CODE, REFRESH_TOKEN]);
  });

  test('says so in the checklist', () => {
    const checklist = identity(PROVIDERS.cognito()).checklist.toString();
    expect(checklist).toContain('- Amazon Cognito has no device authorization endpoint;');
    expect(checklist).not.toContain(DEVICE_CODE);
  });
});

describe('The checklist', () => {
  const lines = identity(PROVIDERS.okta()).checklist.toString().split('\n');

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
    '- [ ] PKCE: required, always',
    '- [ ] Client secret: none, it is a public client',
  ])('says %s', (line) => {
    expect(lines).toContain(line);
  });
});
