import { IdentityProvider } from '../../src';
import { OAuthApplication } from '../../src/constructs/identity/oauth-client';
import { HYDRA_HOST, hydraFor } from '../login/_hydra';
import { Cases, holdsForAll } from './_cases';
import { deploymentWithPlanes } from './_deployment';
import { walk } from './_sign-in';

const union = deploymentWithPlanes(IdentityProvider.hydra({ issuer: `https://${HYDRA_HOST}` }));
const hydra = hydraFor(union);

const cases: Cases = holdsForAll({
  deployment: union,
  provider: () => hydra.provider,
  // The sign-in app signs in one fixed person.
  signIn: (address) => walk(hydra.provider, address),
});
const [web, native] = union.identity._applications._ofPeople;

test.each([['web', web], ['native', native]] as const)('%s: gets a refresh token, which another application cannot use', async (_, application: OAuthApplication) => {
  const { refresh_token: token } = await cases.login(application);
  expect(token).toEqual(expect.any(String));
  expect(await cases.refresh(application === web ? native : web, token!)).toMatchObject({ error: expect.any(String) });
  expect((await cases.refresh(application, token!)).access_token).toBeDefined();
});

test('the web application is registered for public subjects, also against another default of the server', async () => {
  expect(await hydra.client('union-web')).toMatchObject({ subject_type: 'public' });
});
