import { BrowserContext } from 'playwright-core';
import { ClientConfig } from '../../src';
import { eventually } from '../_support/processes';
import { Browser, isAskedToSignIn, screenshot, signIn } from './_browser';
import { FLYTE_SDK, GO_CLIENT, runClient, withFile } from './_clients';
import { KeycloakDeployment, keycloakDeployment, startKeycloak } from './_keycloak';
import { ALICE } from './_people';
import { Cluster, Provider, UNION_HOST } from './_world';

const union = keycloakDeployment();
/** A realm with `identitytype` only in access tokens. */
const silent = withoutIdentityTypeInIdTokens(keycloakDeployment('silent'));
const HOME = `https://${UNION_HOST}`;
const DEEP_LINK = `${HOME}/console/projects/flytesnacks?domain=development&filter=running`;
const PROGRAMS = [['flyte-sdk', FLYTE_SDK], ['the Go client of flytectl and uctl', GO_CLIENT]] as const;
let provider: Provider;
let cluster: Cluster;
let browser: Browser;

beforeAll(async () => {
  provider = await startKeycloak(union, silent);
  cluster = await Cluster.start(provider, union);
  browser = await Browser.start(provider);
}, 600_000);

afterAll(async () => {
  await browser?.stop();
  await cluster?.stop();
  await provider?.network.stop();
});

beforeEach(async () => {
  await cluster.flyteadmin.forget();
});

function withoutIdentityTypeInIdTokens(from: KeycloakDeployment): KeycloakDeployment {
  const realm = JSON.parse(from.realm) as { clients: { protocolMappers?: { name: string; config: Record<string, string> }[] }[] };
  const mappers = realm.clients.flatMap(({ protocolMappers = [] }) => protocolMappers).filter(({ name }) => name === 'identitytype');
  mappers.forEach(({ config }) => (config['id.token.claim'] = 'false'));
  return { ...from, realm: JSON.stringify(realm) };
}

/** Signs in twice in the same browser, the second time without Union's cookies. */
async function signInTwice(faulty: KeycloakDeployment): Promise<{ readonly formAgain: boolean; readonly identityType?: string }> {
  await cluster.stop();
  cluster = await Cluster.start(provider, faulty);
  const visitor = await browser.visitor();
  const page = await visitor.newPage();
  await page.goto(DEEP_LINK);
  await signIn(page);
  await page.waitForURL(`${HOME}/**`);
  const me = await page.request.get(`${HOME}/me`);
  expect(me.status()).toBe(200);
  await visitor.clearCookies({ domain: UNION_HOST });
  await page.goto(DEEP_LINK);
  const formAgain = await isAskedToSignIn(page);
  await visitor.close();
  return { formAgain, identityType: me.headers()['x-user-claim-identitytype'] };
}

async function cookiesOf(visitor: BrowserContext) {
  return (await visitor.cookies(HOME)).filter(({ name }) => name.startsWith('flyte_'));
}

it('a deep link survives sign-in with its query, and the next one needs no form until logout', async () => {
  const visitor = await browser.visitor();
  const page = await visitor.newPage();
  await page.goto(DEEP_LINK);
  expect(await isAskedToSignIn(page)).toBe(true);
  await screenshot(page, '1-form');
  await signIn(page);
  await page.waitForURL(`${HOME}/**`);
  expect(page.url()).toBe(DEEP_LINK);
  await screenshot(page, '2-deep-link');
  const cookies = await cookiesOf(visitor);
  expect(cookies.map(({ name }) => name)).toEqual(expect.arrayContaining(['flyte_at_1', 'flyte_at_2', 'flyte_idt', 'flyte_rt', 'flyte_user_info']));
  expect(cookies.filter(({ httpOnly, secure, sameSite }) => !httpOnly || !secure || sameSite !== 'Lax')).toEqual([]);

  const seen = (await cluster.flyteadmin.served()).filter(({ path }) => path.startsWith('/console'));
  const me = await page.request.get(`${HOME}/me`);
  expect(me.status()).toBe(200);
  // A session has the claims of the ID token.
  expect(me.headers()['x-user-claim-identitytype']).toBe('"user"');
  expect(seen.map(({ identity }) => identity.claims)).toEqual([expect.objectContaining({ preferred_username: ALICE.username, identitytype: 'user' })]);

  // Keycloak still has its session.
  await visitor.clearCookies({ domain: UNION_HOST });
  await page.goto(DEEP_LINK);
  expect(page.url()).toBe(DEEP_LINK);
  expect(await cookiesOf(visitor)).not.toEqual([]);

  await page.goto(`${HOME}/logout`);
  // The other cookies must be gone.
  const left = (await cookiesOf(visitor)).map(({ name }) => name);
  expect(left.filter((name) => !['flyte_csrf_state', 'flyte_redirect_location', 'flyte_user_info'].includes(name))).toEqual([]);
  expect((await page.request.get(`${HOME}/me`)).status()).toBe(401);
  await screenshot(page, '3-logged-out');
  await visitor.close();
});

it('flyteadmin refuses a sign-in with a way back to another host', async () => {
  const visitor = await browser.visitor();
  // By a request, since the answer has no page.
  const answer = await visitor.request.get(`${HOME}/login?redirect_url=${encodeURIComponent('https://evil.example.org/')}`);
  expect(answer.status()).toBe(403);
  expect(new URL(answer.url()).hostname).toBe(UNION_HOST);
  await visitor.close();
});

it.each(PROGRAMS)('%s signs a person in through the browser with PKCE', async (_, program) => {
  const visitor = await browser.visitor();
  const page = await visitor.newPage();
  let opened: Promise<unknown> | undefined;
  const outcome = await runClient(provider, program, {
    shell: withFile(ClientConfig.pkce(union.identity)),
    onOutput: (output) => {
      const url = /https:\/\/keycloak\.example\.com\/\S+\/auth\?\S+(?=\s)/.exec(output)?.[0];
      if (url && !opened) {
        // The program may end before it has answered the browser.
        const called = page.waitForRequest(/^http:\/\/localhost:53593\//);
        opened = page.goto(url).then(() => Promise.all([called, signIn(page)]));
      }
    },
  });
  await opened;
  expect(outcome).toMatchObject({ code: 0, output: expect.stringContaining('answered') });
  await screenshot(page, '4-pkce');
  expect((await cluster.flyteadmin.served()).map(({ identity }) => identity.claims)).toContainEqual(expect.objectContaining({ azp: 'union-native', identitytype: 'user', scp: ['all'] }));
  await visitor.close();
});

it('Keycloak refuses the native application without PKCE', async () => {
  const visitor = await browser.visitor();
  const page = await visitor.newPage();
  const authorize = `${union.identity.identityProvider.issuer}/protocol/openid-connect/auth?client_id=union-native&response_type=code&scope=all`;
  const refused = page.waitForRequest(/^http:\/\/localhost:53593\/callback\?/);
  await page.goto(`${authorize}&redirect_uri=${encodeURIComponent('http://localhost:53593/callback')}`).catch(() => undefined);
  expect(new URL((await refused).url()).searchParams.get('error')).toBe('invalid_request');
  await visitor.close();
});

it.each(PROGRAMS)('%s signs a person in by device code', async (_, program) => {
  const visitor = await browser.visitor();
  const page = await visitor.newPage();
  let confirmed: Promise<unknown> | undefined;
  const outcome = await runClient(provider, program, {
    shell: withFile(ClientConfig.deviceCode(union.identity)),
    onOutput: (output) => {
      const url = /https:\/\/keycloak\.example\.com\/\S+\?user_code=[\w-]+(?=\s)/.exec(output)?.[0];
      if (url && !confirmed) {
        confirmed = page.goto(url).then(() => signIn(page)).then(() => eventually(() => page.locator('#kc-login').isVisible(), 'the page that asks for consent'))
          .then(() => page.locator('#kc-login').click());
      }
    },
  });
  await confirmed;
  expect(outcome).toMatchObject({ code: 0, output: expect.stringContaining('answered') });
  await screenshot(page, '5-device-code');
  await visitor.close();
});

it('fault: without identitytype in the ID token a session has none', async () => {
  expect(await signInTwice(silent)).toEqual({ formAgain: false, identityType: undefined });
});

it('fault: offline_access among the web scopes breaks single sign-on', async () => {
  const flyteadminConfig = union.flyteadminConfig.replace(/- "profile"\n( +)- "openid"/, (scopes, indent: string) => `${scopes}\n${indent}- "offline_access"`);
  expect(flyteadminConfig).not.toBe(union.flyteadminConfig);
  expect(await signInTwice({ ...union, flyteadminConfig })).toEqual({ formAgain: true, identityType: '"user"' });
});
