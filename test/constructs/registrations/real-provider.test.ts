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

/** A login up to its redirect, by what flyteadmin has in its settings. */
const authorize = ({ clientId, scopes }: { clientId: string; scopes: string[] }, redirectUri: string, codeChallenge?: string) =>
  client.authorize(metadata.authorization_endpoint, { clientId, redirectUri, scopes, codeChallenge });

describe('The web application', () => {
  const web = () => ({ clientId: openId().clientId, clientSecret: secrets[openId().clientId] });
  const signIn = async (i = 0, credentials = web()) => {
    const redirectUri = registrations[0].redirectUris[i];
    return client.exchange(metadata.token_endpoint, credentials, redirectUri, (await authorize(openId(), redirectUri)).code);
  };

  test.each([0, 1])('signs a person in at domain %i, with its secret and without PKCE', async (i) => {
    expect(claimsOf((await signIn(i)).id_token)).toMatchObject({ sub: 'alice', aud: 'union-web', iss: identity.identityProvider.issuer });
  });

  test('is given a refresh token, and may use it', async () => {
    const { refresh_token: refreshToken } = await signIn();
    expect(claimsOf((await client.refresh(metadata.token_endpoint, web(), refreshToken!)).id_token).sub).toBe('alice');
  });

  test.each([
    ['another host', 'https://evil.example.com/callback'],
    ['another path', 'https://union.example.com/elsewhere'],
    ['plain http', 'http://union.example.com/callback'],
    ['flyteadmin\'s own Service, to which the guide\'s configuration leads', 'http://flyteadmin:80/callback'],
  ])('is denied a redirect to %s', async (_, redirectUri) => {
    const refusal = await authorize(openId(), redirectUri);
    expect(refusal).toMatchObject({ status: '400' });
    expect(refusal.page).toContain('redirect_uri');
  });

  test('is rejected with a wrong secret, and client credentials', async () => {
    expect((await signIn(0, { clientId: 'union-web', clientSecret: 'wrong' })).error).toBe('invalid_client');
    const tokens = await client.clientCredentials(metadata.token_endpoint, web(), identity.identityProvider.serviceScopes);
    expect(tokens.error_description).toContain('grant type is not allowed for this client');
  });
});

describe('The native application, as published for the SDK', () => {
  const signIn = async (application: ReturnType<typeof flyteClient>, { verifier, challenge } = pkcePair(), of = verifier) => {
    const { clientId, redirectUri } = application;
    return client.exchange(metadata.token_endpoint, { clientId }, redirectUri, (await authorize(application, redirectUri, challenge)).code, of);
  };

  test('signs a person in with PKCE, and the token is one that flyteadmin accepts', async () => {
    const tokens = await signIn(flyteClient());
    expectAccepted(tokens.access_token);
    expect(claimsOf(tokens.access_token).sub).toBe('alice');
  });

  test('is given a refresh token, and may use it, where they are preferred to API keys', async () => {
    const application = flyteClient(withRefreshTokens);
    const { refresh_token: refreshToken } = await signIn(application);
    expectAccepted((await client.refresh(metadata.token_endpoint, { clientId: application.clientId }, refreshToken!)).access_token);
  });

  test('is rejected without PKCE, or with the verifier of another login', async () => {
    const refusal = await authorize(flyteClient(), flyteClient().redirectUri);
    expect(refusal.error).toBe('invalid_request');
    expect(refusal.error_description).toContain('PKCE');
    expect((await signIn(flyteClient(), pkcePair(), pkcePair().verifier)).error).toBe('invalid_grant');
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
  const tokensOf = (clientId: string, scopes: string[], clientSecret = secrets[clientId]) =>
    client.clientCredentials(metadata.token_endpoint, { clientId, clientSecret }, scopes);

  test.each(['union-service', 'union-ci'])('%s signs in with client credentials, and the token is one that flyteadmin accepts', async (clientId) => {
    const tokens = await tokensOf(clientId, identity.identityProvider.serviceScopes);
    expectAccepted(tokens.access_token);
    expect(claimsOf(tokens.access_token)).toMatchObject({ client_id: clientId, sub: clientId });
  });

  test('signs in as the emitted CI client file says', async () => {
    const config = ClientConfig.clientCredentials(identity.client('ci'), { secretPath: '/secrets/client_secret' });
    const { clientId, scopes } = parse(config.toString()).admin as { clientId: string; scopes: string[] };
    expectAccepted((await tokensOf(clientId, scopes)).access_token);
  });

  test('signs in with an API key, whose scopes are those that flyteadmin offers to all callers', async () => {
    expectAccepted((await tokensOf('union-ci', flyteClient().scopes)).access_token);
  });

  test.each<[string, string, () => string[], string | undefined, string]>([
    ['an API key where refresh tokens are preferred, as the docs say', 'union-ci', () => flyteClient(withRefreshTokens).scopes, undefined, 'invalid_scope'],
    ['the secret of another', 'union-ci', () => ['all'], 'union-service', 'invalid_client'],
    ['a scope that it is not registered for', 'union-service', () => ['all', 'profile'], undefined, 'invalid_scope'],
  ])('is rejected with %s', async (_, clientId, scopes, secretOf, error) => {
    expect((await tokensOf(clientId, scopes(), secrets[secretOf ?? clientId])).error).toBe(error);
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
