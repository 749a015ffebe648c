import { IdentityProvider } from '../../src';
import { providerFor } from '../login/_world';
import { Cases, holdsForAll } from './_cases';
import { deploymentWithPlanes } from './_deployment';
import { DEX_HOST, startDex } from './_dex';
import { walk } from './_sign-in';

const union = deploymentWithPlanes(IdentityProvider.dex({ issuer: `https://${DEX_HOST}` }));
const provider = providerFor(() => startDex(union));

const cases: Cases = holdsForAll({
  deployment: union,
  provider,
  // Its mock connector signs in one fixed person.
  signIn: (address) => walk(provider(), address),
});
const [web, native] = union.identity._applications._ofPeople;

test('web: gets a refresh token, which another application cannot use', async () => {
  const { refresh_token: token } = await cases.login(web);
  expect(token).toEqual(expect.any(String));
  expect(await cases.refresh(native, token!)).toMatchObject({ error: expect.any(String) });
  expect((await cases.refresh(web, token!)).access_token).toBeDefined();
});

test('native: gets no refresh token, since SDK and CLI request the scopes of services', async () => {
  expect(native.scopes).not.toContain('offline_access');
  expect((await cases.login(native)).refresh_token).toBeUndefined();
});

test('Dex refuses offline_access to services, so they do not request it', async () => {
  const [service] = cases.services;
  expect(service.scopes).toEqual(['openid']);
  expect(await cases.tokenFor(service, ['openid', 'offline_access'])).toMatchObject({ error: 'invalid_scope' });
});

test('Dex refuses unknown scopes, so no token has the scope all', async () => {
  expect(await cases.tokenFor(cases.services[0], ['all'])).toMatchObject({ error: 'invalid_scope' });
});

test('tokens of people and services have no identitytype', async () => {
  const tokens = [await cases.serviceToken(cases.services[0]), await cases.login(native)];
  expect(tokens.map(({ access_token: token }) => 'identitytype' in cases.claims(token))).toEqual([false, false]);
});
