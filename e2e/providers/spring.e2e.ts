import { providerFor } from '../login/_world';
import { Cases, holdsForAll } from './_cases';
import { deploymentWithPlanes } from './_deployment';
import { walk } from './_sign-in';
import { springProvider, startSpring } from './_spring';

const union = deploymentWithPlanes(springProvider());
const provider = providerFor(() => startSpring(union));

const cases: Cases = holdsForAll({
  deployment: union,
  provider,
  // It signs in one fixed person without a form.
  signIn: (address) => walk(provider(), address),
});
const [web, native] = union.identity._applications._ofPeople;

test.each(['user', 'app'])('tokens of type %s have that identitytype', async (type) => {
  const tokens = type === 'app' ? await cases.serviceToken(cases.services[0]) : await cases.login(native);
  expect(cases.claims(tokens.access_token)).toMatchObject({ identitytype: type, scp: ['all'] });
});

test('web: gets a refresh token, which another application cannot use', async () => {
  const { refresh_token: token } = await cases.login(web);
  expect(token).toEqual(expect.any(String));
  expect(await cases.refresh(cases.services[0], token!)).toMatchObject({ error: expect.any(String) });
  expect((await cases.refresh(web, token!)).access_token).toBeDefined();
});
