import { randomBytes } from 'node:crypto';
import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import { ClientConfig, ControlPlaneAuth, IdentityProvider, SecretDelivery, UnionIdentity } from '../../../src';
import { ClientRegistration, Registrations } from '../../../src/constructs/registrations/registrations';
import { SCOPE_CLAIM } from '../../../src/contract/union/flyteadmin';
import { SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { OAuthClient, claimsOf, pkcePair } from './provider/oauth-client';
import { TestProvider } from './provider/test-provider';

let provider: TestProvider;
let client: OAuthClient;
let identity: UnionIdentity;
let withRefreshTokens: UnionIdentity;
let registrations: ClientRegistration[];
let metadata: Record<string, string>;
const secrets: Record<string, string> = {};

beforeAll(async () => {
  provider = await TestProvider.start();
  const props = {
    domain: 'union.example.com',
    additionalDomains: ['union.example.org'],
    identityProvider: IdentityProvider.oidc({
      issuer: provider.issuer,
      tokenEndpoint: `${provider.issuer}/token`,
      authorizationEndpoint: `${provider.issuer}/auth`,
      deviceAuthorizationEndpoint: `${provider.issuer}/device/auth`,
    }),
    applications: { web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET } },
  };
  identity = new UnionIdentity({ ...props, clients: { ci: { clientId: 'union-ci' } } });
  withRefreshTokens = new UnionIdentity({ ...props, applications: { ...props.applications, native: { clientId: 'union-native-refresh' } }, preferRefreshTokens: true });
  registrations = [...new Registrations({ identity }).all, new Registrations({ identity: withRefreshTokens }).all[1]];
  for (const registration of registrations) {
    secrets[registration.clientId] = randomBytes(32).toString('hex');
  }
  await provider.register({ registrations, secrets, audience: identity.url });
  client = new OAuthClient(provider.ca);
  metadata = await client.metadata(identity.identityProvider.metadataUrl);
});

afterAll(() => provider.stop());

describe('The metadata at the emitted path', () => {
  test('names the emitted issuer and endpoints', () => expect(metadata).toMatchObject({
    issuer: identity.identityProvider.issuer,
    token_endpoint: identity.identityProvider.tokenEndpoint,
    authorization_endpoint: identity.identityProvider.authorizationEndpoint,
    device_authorization_endpoint: identity.identityProvider.deviceAuthorizationEndpoint,
  }));

  test('names the keys that flyteadmin verifies tokens with', () => expect(metadata.jwks_uri).toMatch(/^https:/));
});

describe('The web application', () => {
  const web = () => ({ clientId: openId().clientId, clientSecret: secrets[openId().clientId] });

  test.each([0, 1])('signs a person in at domain %i, with its secret and without PKCE', async (i) => {
    const redirectUri = registrations[0].redirectUris[i];
    const { code } = await client.authorize(metadata.authorization_endpoint, { clientId: openId().clientId, redirectUri, scopes: openId().scopes });
    const tokens = await client.exchange(metadata.token_endpoint, web(), redirectUri, code);
    expect(claimsOf(tokens.id_token)).toMatchObject({ sub: 'alice', aud: 'union-web', iss: identity.identityProvider.issuer });
  });

  test('is given a refresh token, and may use it', async () => {
    const [redirectUri] = registrations[0].redirectUris;
    const { code } = await client.authorize(metadata.authorization_endpoint, { clientId: openId().clientId, redirectUri, scopes: openId().scopes });
    const { refresh_token: refreshToken } = await client.exchange(metadata.token_endpoint, web(), redirectUri, code);
    const refreshed = await client.refresh(metadata.token_endpoint, web(), refreshToken!);
    expect(claimsOf(refreshed.id_token).sub).toBe('alice');
  });

  test.each([
    ['another host', 'https://evil.example.com/callback'],
    ['another path', 'https://union.example.com/elsewhere'],
    ['plain http', 'http://union.example.com/callback'],
    ['flyteadmin\'s own Service, to which the guide\'s configuration leads', 'http://flyteadmin:80/callback'],
  ])('is refused a redirect to %s', async (_, redirectUri) => {
    const refusal = await client.authorize(metadata.authorization_endpoint, { clientId: openId().clientId, redirectUri, scopes: openId().scopes });
    expect(refusal).toMatchObject({ status: '400' });
    expect(refusal.page).toContain('redirect_uri');
  });

  test('is refused with a wrong secret', async () => {
    const [redirectUri] = registrations[0].redirectUris;
    const { code } = await client.authorize(metadata.authorization_endpoint, { clientId: openId().clientId, redirectUri, scopes: openId().scopes });
    const tokens = await client.exchange(metadata.token_endpoint, { clientId: 'union-web', clientSecret: 'wrong' }, redirectUri, code);
    expect(tokens.error).toBe('invalid_client');
  });

  test('is refused client credentials', async () => {
    const tokens = await client.clientCredentials(metadata.token_endpoint, web(), identity.identityProvider.serviceScopes);
    expect(tokens.error_description).toContain('grant type is not allowed for this client');
  });
});

describe('The native application, as published for the SDK', () => {
  test('signs a person in with PKCE, and the token is one that flyteadmin accepts', async () => {
    const { clientId, redirectUri, scopes } = flyteClient();
    const { verifier, challenge } = pkcePair();
    const { code } = await client.authorize(metadata.authorization_endpoint, { clientId, redirectUri, scopes, codeChallenge: challenge });
    const tokens = await client.exchange(metadata.token_endpoint, { clientId }, redirectUri, code, verifier);
    expectAccepted(tokens.access_token);
    expect(claimsOf(tokens.access_token).sub).toBe('alice');
  });

  test('is given a refresh token, and may use it, where they are preferred to API keys', async () => {
    const { clientId, redirectUri, scopes } = flyteClient(withRefreshTokens);
    const { verifier, challenge } = pkcePair();
    const { code } = await client.authorize(metadata.authorization_endpoint, { clientId, redirectUri, scopes, codeChallenge: challenge });
    const { refresh_token: refreshToken } = await client.exchange(metadata.token_endpoint, { clientId }, redirectUri, code, verifier);
    expectAccepted((await client.refresh(metadata.token_endpoint, { clientId }, refreshToken!)).access_token);
  });

  test('is refused without PKCE', async () => {
    const { clientId, redirectUri, scopes } = flyteClient();
    const refusal = await client.authorize(metadata.authorization_endpoint, { clientId, redirectUri, scopes });
    expect(refusal.error).toBe('invalid_request');
    expect(refusal.error_description).toContain('PKCE');
  });

  test('is refused with the verifier of another login', async () => {
    const { clientId, redirectUri, scopes } = flyteClient();
    const { code } = await client.authorize(metadata.authorization_endpoint, { clientId, redirectUri, scopes, codeChallenge: pkcePair().challenge });
    const tokens = await client.exchange(metadata.token_endpoint, { clientId }, redirectUri, code, pkcePair().verifier);
    expect(tokens.error).toBe('invalid_grant');
  });

  test('signs a person in by device code', async () => {
    const { clientId, scopes } = flyteClient();
    const device = await client.device(metadata.device_authorization_endpoint, clientId, scopes);
    expect((await client.pollDevice(metadata.token_endpoint, clientId, device.device_code)).error).toBe('authorization_pending');
    await client.approveDevice(device.verification_uri_complete);
    expectAccepted((await client.pollDevice(metadata.token_endpoint, clientId, device.device_code)).access_token);
  });
});

describe('A service application', () => {
  test.each(['union-service', 'union-ci'])('%s signs in with client credentials, and the token is one that flyteadmin accepts', async (clientId) => {
    const credentials = { clientId, clientSecret: secrets[clientId] };
    const tokens = await client.clientCredentials(metadata.token_endpoint, credentials, identity.identityProvider.serviceScopes);
    expectAccepted(tokens.access_token);
    expect(claimsOf(tokens.access_token)).toMatchObject({ client_id: clientId, sub: clientId });
  });

  test('signs in as the emitted CI client file says', async () => {
    const config = ClientConfig.clientCredentials(identity.client('ci'), { secretPath: '/secrets/client_secret' });
    const { clientId, scopes } = parse(config.toString()).admin as { clientId: string; scopes: string[] };
    const tokens = await client.clientCredentials(metadata.token_endpoint, { clientId, clientSecret: secrets[clientId] }, scopes);
    expectAccepted(tokens.access_token);
  });

  test('signs in with an API key, whose scopes are those that flyteadmin offers to everybody', async () => {
    const credentials = { clientId: 'union-ci', clientSecret: secrets['union-ci'] };
    expectAccepted((await client.clientCredentials(metadata.token_endpoint, credentials, flyteClient().scopes)).access_token);
  });

  test('is refused with an API key where refresh tokens are preferred, as the docs say', async () => {
    const credentials = { clientId: 'union-ci', clientSecret: secrets['union-ci'] };
    const tokens = await client.clientCredentials(metadata.token_endpoint, credentials, flyteClient(withRefreshTokens).scopes);
    expect(tokens.error).toBe('invalid_scope');
  });

  test('is refused with the secret of another', async () => {
    const tokens = await client.clientCredentials(metadata.token_endpoint, { clientId: 'union-ci', clientSecret: secrets['union-service'] }, ['all']);
    expect(tokens.error).toBe('invalid_client');
  });

  test('is refused a scope that it is not registered for', async () => {
    const credentials = { clientId: 'union-service', clientSecret: secrets['union-service'] };
    const tokens = await client.clientCredentials(metadata.token_endpoint, credentials, ['all', 'profile']);
    expect(tokens.error).toBe('invalid_scope');
  });
});

/** What flyteadmin checks of a token beside its signature: `auth/authzserver/claims_verifier.go`, `auth/interceptor.go`. */
function expectAccepted(accessToken: string | undefined): void {
  const claims = claimsOf(accessToken);
  expect(externalAuthServer().allowedAudience).toContain(claims.aud);
  expect(claims[SCOPE_CLAIM]).toContain('all');
}

interface AdminAuth {
  readonly appAuth: {
    readonly externalAuthServer: { readonly allowedAudience: string[] };
    readonly thirdPartyConfig: { readonly flyteClient: { readonly clientId: string; readonly redirectUri: string; readonly scopes: string[] } };
  };
  readonly userAuth: { readonly openId: { readonly clientId: string; readonly scopes: string[] } };
}

/** flyteadmin's settings in the emitted values of the control plane chart. */
function adminAuth(of = identity): AdminAuth {
  const controlPlane = new ControlPlaneAuth(Testing.chart(), 'auth', { identity: of, secrets: SecretDelivery.provisioned() });
  const values = controlPlane.helmValues.toObject() as { flyte: { configmap: { adminServer: { auth: AdminAuth } } } };
  return values.flyte.configmap.adminServer.auth;
}

function externalAuthServer() {
  return adminAuth().appAuth.externalAuthServer;
}

/** What the SDK knows: its own config file, and what `GetPublicClientConfig` of the control plane that the file names answers. */
function flyteClient(of = identity) {
  const { admin } = parse(ClientConfig.pkce(of).toString()) as { admin: { endpoint: string; authType: string; insecure: boolean } };
  expect(admin).toEqual({ endpoint: `dns:///${identity.domain}`, authType: 'Pkce', insecure: false });
  return adminAuth(of).appAuth.thirdPartyConfig.flyteClient;
}

function openId() {
  return adminAuth().userAuth.openId;
}
