import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { IdentityProvider, OAuthApplication } from '../../src';
import { freePort, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { listens } from '../edges/_loopback';
import { Walker } from '../login/_walker';
import { Provider } from '../login/_world';
import { dex } from '../tools/dex';
import { Cases, holdsForAll } from './_cases';
import { deploymentWithPlanes } from './_deployment';

const HOST = 'dex.example.com';
const union = deploymentWithPlanes(IdentityProvider.dex({ issuer: `https://${HOST}` }));
let provider: Provider;

beforeAll(async () => {
  provider = await Provider.start(HOST, async ({ certificate, key }, network) => {
    const home = temporaryDirectory('dex');
    const [port, file] = [await freePort(), (name: string) => join(home, name)];
    writeFileSync(file('tls.crt'), certificate);
    writeFileSync(file('tls.key'), key);
    writeFileSync(file('dex.yaml'), stringify({
      issuer: `https://${HOST}`,
      storage: { type: 'memory' },
      web: { https: `127.0.0.1:${port}`, tlsCert: file('tls.crt'), tlsKey: file('tls.key') },
      // Signs everybody in as one person.
      connectors: [{ type: 'mockCallback', id: 'mock', name: 'Example' }],
      ...parse(union.registrations.dexStaticClients().toString()) as object,
    }));
    const confidential = union.registrations.all.filter(({ hasClientSecret }) => hasClientSecret);
    const secrets = Object.fromEntries(confidential.map(({ clientId }) => [clientId, `secret-of-${clientId}`]));
    const env = Object.fromEntries(confidential.map(({ clientId, clientSecretVariable }) => [clientSecretVariable, secrets[clientId]]));
    await start(pathOf(dex), ['serve', file('dex.yaml')], { env: { ...env, DEX_CLIENT_CREDENTIAL_GRANT_ENABLED_BY_DEFAULT: 'true' }, ready: () => listens(port) });
    network.serve(HOST, port);
    return secrets;
  });
}, 120_000);

afterAll(() => provider?.network.stop());

async function signIn(address: string): Promise<string> {
  return (await new Walker(provider.network).open(address).catch(({ message }: Error) => ({ url: `https://${HOST}/?error=${encodeURIComponent(message)}` }))).url;
}

const cases: Cases = holdsForAll({ deployment: union, provider: () => provider, signIn });
const { web, native } = union.auth.applications;

test.each([['web', web]] as const)('%s: is given a refresh token, which another application cannot use', async (_, application: OAuthApplication) => {
  const { refresh_token: token } = await cases.login(application);
  expect(token).toEqual(expect.any(String));
  expect(await cases.refresh(native, token!)).toMatchObject({ error: expect.any(String) });
  expect((await cases.refresh(application, token!)).access_token).toBeDefined();
});

test('a token has the client that asked for it as its one audience', async () => {
  for (const service of cases.services) {
    expect(cases.claims((await cases.serviceToken(service)).access_token).aud).toBe(service.clientId);
  }
});
