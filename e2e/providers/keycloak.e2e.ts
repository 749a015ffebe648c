import { OAuthApplication } from '../../src/constructs/identity/oauth-client';
import { atKeycloak, KEYCLOAK_HOST, keycloakProvider, startKeycloak } from '../login/_keycloak';
import { ALICE } from '../login/_people';
import { providerFor } from '../login/_world';
import { Cases, holdsForAll } from './_cases';
import { deploymentWithPlanes } from './_deployment';
import { loginUrl, pkcePair } from './_sign-in';

const union = atKeycloak(deploymentWithPlanes(keycloakProvider()));
const provider = providerFor(() => startKeycloak(union));

/** Sends Keycloak's form, which needs no scripts. */
async function signIn(address: string): Promise<string> {
  const page = await provider().network.ask(address);
  const action = /<form[^>]*action="([^"]+)"/.exec(page.body)?.[1].replace(/&amp;/g, '&');
  if (page.headers.location || action === undefined) {
    return page.headers.location as string ?? `https://${KEYCLOAK_HOST}/?error=refused`;
  }
  const cookie = (page.headers['set-cookie'] as string[] ?? []).map((each) => each.split(';')[0]).join('; ');
  const form = { username: ALICE.username, password: ALICE.password };
  const { location } = (await provider().network.ask(action, { headers: { cookie }, form })).headers;
  return location as string ?? `https://${KEYCLOAK_HOST}/?error=refused`;
}

const cases: Cases = holdsForAll({ deployment: union, provider, signIn });
const [web, native] = union.identity._applications._ofPeople;

test.each(['user', 'app'])('tokens of type %s have that identitytype', async (type) => {
  const tokens = type === 'app' ? await cases.serviceToken(cases.services[0]) : await cases.login(web);
  expect(cases.claims(tokens.access_token)).toMatchObject({ identitytype: type, scp: ['all'] });
  expect(type === 'app' || cases.claims(tokens.id_token).identitytype).toBeTruthy();
});

test.each([['web', web], ['native', native]] as const)('%s: a refresh token works once', async (_, application: OAuthApplication) => {
  const first = await cases.login(application);
  const second = await cases.refresh(application, first.refresh_token!);
  expect(second.access_token).toBeDefined();
  expect(await cases.refresh(application, first.refresh_token!)).toMatchObject({ error: 'invalid_grant' });
});

test('another application cannot use the refresh token of the web application', async () => {
  const { refresh_token: token } = await cases.login(web);
  expect(await cases.refresh(native, token!)).toMatchObject({ error: expect.any(String) });
});

test('a person can sign in to the account console', async () => {
  const base = `https://${KEYCLOAK_HOST}/realms/union`;
  const { verifier, challenge } = pkcePair();
  const redirectUri = `${base}/account/`;
  const back = new URL(await signIn(loginUrl(`${base}/protocol/openid-connect/auth`, {
    clientId: 'account-console', redirectUri, scopes: ['openid'], challenge,
  })));
  const { body } = await provider().network.ask(`${base}/protocol/openid-connect/token`, {
    form: { grant_type: 'authorization_code', client_id: 'account-console', code: back.searchParams.get('code')!, redirect_uri: redirectUri, code_verifier: verifier },
  });
  const token = (JSON.parse(body) as { access_token: string }).access_token;
  const account = await provider().network.ask(`${base}/account/?userProfileMetadata=true`, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
  expect([account.status, JSON.parse(account.body || '{}').username]).toEqual([200, ALICE.username]);
});
