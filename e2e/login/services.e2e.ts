import { Construct } from 'constructs';
import { parse, stringify } from 'yaml';
import { ClientEnvironment, DataPlane, SecretDelivery } from '../../src';
import { claimsOf } from '../../test/_tools/flyteadmin/tokens';
import { PLAIN_DATA_PLANE } from '../../test/_tools/plain-plane';
import { manifests, ofKind } from '../../test/constructs/edge/support';
import { FLYTE_SDK, GO_CLIENT, Outcome, pipelineSignIns, runClient } from './_clients';
import { eagerKey } from './_eager-key';
import { keycloakDeployment, startKeycloak } from './_keycloak';
import { CI_CLIENT, Cluster, Provider, UNION_HOST } from './_world';

const union = keycloakDeployment();
let provider: Provider;
let cluster: Cluster;

beforeAll(async () => {
  provider = await startKeycloak(union);
  cluster = await Cluster.start(provider, union);
}, 600_000);

afterAll(async () => {
  await cluster?.stop();
  await provider?.network.stop();
});

beforeEach(async () => {
  await cluster.flyteadmin.forget();
});

/** Expects an answer to the client, whose subject the realm fixes in advance. */
async function expectTheCallOf(clientId: string, { code, output }: Outcome): Promise<void> {
  expect(output).toContain('answered');
  expect(code).toBe(0);
  const subject = union.identity.identityProvider.serviceSubject(clientId);
  const calls = (await cluster.flyteadmin.served()).filter(({ path }) => path !== '/me');
  expect(calls).not.toEqual([]);
  for (const { identity } of calls) {
    expect(identity.claims).toMatchObject({ identitytype: 'app', azp: clientId, ...(subject ? { sub: subject } : {}) });
  }
}

it('clients get the settings of the config file without a token', async () => {
  const asJson = { headers: { accept: 'application/json' } };
  const told = await provider.network.ask(`https://${UNION_HOST}/config/v1/flyte_client`, asJson);
  expect(JSON.parse(told.body)).toEqual({
    client_id: 'union-native',
    redirect_uri: 'http://localhost:53593/callback',
    scopes: ['all'],
    authorization_metadata_key: 'flyte-authorization',
    audience: '',
    service_http_endpoint: '',
  });
  const metadata = await provider.network.ask(`https://${UNION_HOST}/.well-known/oauth-authorization-server`, asJson);
  expect(JSON.parse(metadata.body)).toMatchObject({ issuer: union.identity.identityProvider.issuer, device_authorization_endpoint: expect.stringContaining('/auth/device') });
});

it.each(pipelineSignIns(union.identity))('%s', async (_, program, shell) => {
  await expectTheCallOf(CI_CLIENT, await runClient(provider, program, { shell, env: provider.pipeline }));
});

it('flyte-sdk signs in with the key of eager tasks that a data plane\'s ExternalSecret delivers', async () => {
  const secret = provider.secrets['union-service'];
  const key = eagerKey(union.identity, secret);
  expect(Buffer.from(key, 'base64').toString()).toBe(`${UNION_HOST}:union-service:${secret}:acme`);
  await expectTheCallOf('union-service', await runClient(provider, FLYTE_SDK, { env: { FLYTE_API_KEY: key } }));
});

it('services of a data plane sign in with their emitted config', async () => {
  const planes = manifests((scope: Construct) => new DataPlane(scope, 'plane', { dataPlane: union.identity.unlistedDataPlane(), secrets: SecretDelivery.provisioned(), ...PLAIN_DATA_PLANE }));
  const files = [...ofKind(planes, 'ConfigMap')].flatMap(([name, { data = {} }]) => Object.entries(data).map(([file, text]) => ({ name: `${name}/${file}`, text: text as string })));
  const clients = files.filter(({ text }) => /^admin:/m.test(text) && /clientSecretLocation/.test(text));
  expect(clients.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringContaining('propeller')]));
  for (const { text } of clients) {
    const { admin } = parse(text) as { admin: { clientSecretLocation: string; endpoint: string } };
    // The Go client reads only this section; the secret's file replaces the mount of a pod.
    const config = stringify({ admin: { ...admin, clientSecretLocation: 'client_secret' } });
    const shell = `printf %s "$SERVICE_SECRET" > client_secret\ncat > client.yaml <<'END'\n${config}END\nexport UCTL_CONFIG=client.yaml`;
    await expectTheCallOf('union-service', await runClient(provider, GO_CLIENT, { shell, env: { SERVICE_SECRET: provider.secrets['union-service'] } }));
    await cluster.flyteadmin.forget();
  }
});

it('flyteadmin serves no call with a wrong client secret', async () => {
  const shell = ClientEnvironment.apiKey(union.identity.client('ci')).toShell().toString();
  const { code } = await runClient(provider, FLYTE_SDK, { shell, env: { UNION_CI_CLIENT_SECRET: 'guessed' } });
  expect(code).not.toBe(0);
  expect(await cluster.flyteadmin.served()).toEqual([]);
});

it('the internal service client gets a token that flyteadmin accepts', async () => {
  const basic = Buffer.from(`union-service:${provider.secrets['union-service']}`).toString('base64');
  const { body } = await provider.network.ask(union.identity.identityProvider.tokenEndpoint, { headers: { authorization: `Basic ${basic}` }, form: { grant_type: 'client_credentials', scope: 'all' } });
  const token = (JSON.parse(body) as { access_token: string }).access_token;
  expect(claimsOf(token)).toMatchObject({ aud: `https://${UNION_HOST}`, scp: ['all'], identitytype: 'app' });
  const me = await provider.network.ask(`https://${UNION_HOST}/me`, { headers: { 'flyte-authorization': `Bearer ${token}` } });
  expect(me.status).toBe(200);
  expect(me.headers['x-user-claim-identitytype']).toBe('"app"');
});
