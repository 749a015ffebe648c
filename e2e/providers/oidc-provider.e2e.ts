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
  // It signs everybody in as one person, and asks nothing.
  signIn: (address) => walk(running.provider, address),
});
const [web, native] = union.identity._applications._ofPeople;

test.each(['user', 'app'])('identitytype is %s in the tokens of those who are', async (type) => {
  const tokens = type === 'app' ? await cases.serviceToken(cases.services[0]) : await cases.login(native);
  expect(cases.claims(tokens.access_token)).toMatchObject({ identitytype: type, scp: ['all'] });
});

test('web: is given a refresh token for consent alone, which another application cannot use', async () => {
  // OpenID Connect has the provider pass over offline_access where nobody is asked; flyteadmin asks for no prompt.
  expect(await cases.login(web)).not.toHaveProperty('refresh_token');
  const { refresh_token: token } = await cases.login(web, { prompt: 'consent' });
  expect(token).toEqual(expect.any(String));
  expect(await cases.refresh(native, token!)).toMatchObject({ error: expect.any(String) });
  expect((await cases.refresh(web, token!)).access_token).toBeDefined();
});

test('native: goes without one, as API keys ask for the same scopes', async () => {
  expect(await cases.login(native)).not.toHaveProperty('refresh_token');
});
