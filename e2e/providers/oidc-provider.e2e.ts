import { Cases, holdsForAll } from './_cases';
import { deploymentWithPlanes } from './_deployment';
import { oidcProvider, RunningOidcProvider, startOidcProvider } from './_oidc-provider';
import { walk } from './_sign-in';

const union = deploymentWithPlanes(oidcProvider());
let running: RunningOidcProvider;

beforeAll(async () => {
  running = await startOidcProvider(union);
});

afterAll(() => running?.stop());

const cases: Cases = holdsForAll({
  deployment: union,
  provider: () => running.provider,
  // It signs in one fixed person without a form.
  signIn: (address) => walk(running.provider, address),
});
const [web, native] = union.identity._applications._ofPeople;

test.each(['user', 'app'])('tokens of type %s have that identitytype', async (type) => {
  const tokens = type === 'app' ? await cases.serviceToken(cases.services[0]) : await cases.login(native);
  expect(cases.claims(tokens.access_token)).toMatchObject({ identitytype: type, scp: ['all'] });
});

test('web: gets a refresh token only with consent, which another application cannot use', async () => {
  // OpenID Connect lets the provider ignore offline_access without a prompt for consent, and flyteadmin requests no prompt.
  expect(await cases.login(web)).not.toHaveProperty('refresh_token');
  const { refresh_token: token } = await cases.login(web, { prompt: 'consent' });
  expect(token).toEqual(expect.any(String));
  expect(await cases.refresh(native, token!)).toMatchObject({ error: expect.any(String) });
  expect((await cases.refresh(web, token!)).access_token).toBeDefined();
});

test('native: gets no refresh token, since API keys request the same scopes', async () => {
  expect(await cases.login(native)).not.toHaveProperty('refresh_token');
});
