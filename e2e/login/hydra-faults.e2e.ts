import { ClientEnvironment, UnionIdentity } from '../../src';
import { ClientProgram, FLYTE_SDK, GO_CLIENT, Outcome, runClient } from './_clients';
import { authorizeWithoutPkce, hydraDeployment, hydraFor, RunningHydra, startHydra } from './_hydra';
import { Walker } from './_walker';
import { APPLICATIONS, CI_CLIENT, Cluster, Deployment, UNION_HOST } from './_world';

const union = hydraDeployment();
const API_KEY = ClientEnvironment.apiKey(union.identity.client('ci')).toShell().toString();

/** Runs Hydra with a mistake in the settings of docs/providers.md. */
async function withSettings<T>(mistake: (settings: string) => string, run: (hydra: RunningHydra) => Promise<T>): Promise<T> {
  const hydra = await startHydra(union, (settings) => changed(settings, mistake));
  try {
    return await run(hydra);
  } finally {
    await hydra.stop();
  }
}

function changed(text: string, change: (text: string) => string): string {
  const result = change(text);
  expect(result).not.toBe(text);
  return result;
}

interface Seen extends Outcome {
  readonly refused: readonly string[];
  readonly identityTypes: readonly unknown[];
}

interface Caller {
  /** @default flyte-sdk */
  readonly program?: ClientProgram;
  readonly deployment?: Deployment;
}

async function call({ provider }: RunningHydra, shell: string, { program = FLYTE_SDK, deployment = union }: Caller = {}): Promise<Seen> {
  const { flyteadmin, stop } = await Cluster.start(provider, deployment);
  try {
    const outcome = await runClient(provider, program, { shell, env: provider.pipeline });
    const served = await flyteadmin.served();
    return { ...outcome, refused: await flyteadmin.refused(), identityTypes: served.map(({ identity }) => identity.claims.identitytype ?? 'none') };
  } finally {
    await stop();
  }
}

describe('with the settings of docs/providers.md', () => {
  const hydra = hydraFor(union);

  it('a config file without an audience gets a token without an audience', async () => {
    const lines = changed(ClientEnvironment.flyteSdk(union.identity.client('ci')).toShell().toString(), (text) => text.replace(/ +audience: .*\n/, ''));
    const { code, refused, identityTypes } = await call(hydra, lines, { program: GO_CLIENT });
    expect(code).not.toBe(0);
    expect(identityTypes).toEqual([]);
    expect(refused).toContainEqual(expect.stringContaining('invalid audience [&{[]'));
  });

  it('an API key gets a token without an audience if flyteadmin\'s client settings have none', async () => {
    const flyteadminConfig = changed(union.flyteadminConfig, (text) => text.replace(/(flyteClient:[^]*?) +audience: .*\n/, '$1'));
    const { code, refused, identityTypes } = await call(hydra, API_KEY, { deployment: { ...union, flyteadminConfig } });
    expect(code).not.toBe(0);
    expect(identityTypes).toEqual([]);
    expect(refused).toContainEqual(expect.stringContaining('invalid audience [&{[]'));
  });

  it('Hydra refuses an audience that is not registered for the client', async () => {
    const { provider: { network, secrets } } = hydra;
    const authorization = `Basic ${Buffer.from(`${CI_CLIENT}:${secrets[CI_CLIENT]}`).toString('base64')}`;
    const ask = (audience: string) => network.ask(union.identity.identityProvider.tokenEndpoint, { headers: { authorization }, form: { grant_type: 'client_credentials', scope: 'all', audience } });
    expect(await ask(`https://${UNION_HOST}`)).toMatchObject({ status: 200 });
    expect(await ask('https://elsewhere.example.com')).toMatchObject({ status: 400, body: expect.stringContaining('has not been whitelisted') });
  });

  it('flyteadmin refuses a token for another audience', async () => {
    const flyteadminConfig = changed(union.flyteadminConfig, (text) => text.replace(/(allowedAudience:\n +- ).*\n/, '$1"https://elsewhere.example.com"\n').replaceAll(`- "https://${UNION_HOST}"`, '- "https://other.example.com"'));
    const { code, refused, identityTypes } = await call(hydra, API_KEY, { deployment: { ...union, flyteadminConfig } });
    expect(code).not.toBe(0);
    expect(identityTypes).toEqual([]);
    expect(refused).toContainEqual(expect.stringContaining(`invalid audience [&{[https://${UNION_HOST}]`));
  });

  it('Hydra refuses a client that may not request the scopes that flyteadmin gives API keys', async () => {
    const [, , , ci] = JSON.parse(union.registrations.files()['hydra-clients.json'].toString()) as Record<string, unknown>[];
    await hydra.register({ ...ci, client_id: 'union-short', client_secret: 'of-the-short-one', scope: 'all' });
    const { identityProvider } = union.identity;
    const identity = new UnionIdentity({ domain: UNION_HOST, organization: 'acme', identityProvider, applications: APPLICATIONS, clients: { ci: { clientId: 'union-short' } } });
    const lines = ClientEnvironment.apiKey(identity.client('ci')).toShell().toString();
    const { code, output } = await call(hydra, `UNION_CI_CLIENT_SECRET=of-the-short-one\n${lines}`);
    expect(code).not.toBe(0);
    expect(output).toContain('invalid_scope');
  });
});

it('without enforced_for_public_clients the native application needs no PKCE', async () => {
  const arrived = await withSettings((settings) => settings.replace(/ +pkce:\n.*\n/, ''), ({ provider }) => new Walker(provider.network).open(authorizeWithoutPkce(union)));
  expect(new URL(arrived.url).searchParams.get('code')).toEqual(expect.any(String));
});

it('without allowed_top_level_claims the identity type stays in ext', async () => {
  const { code, output, identityTypes } = await withSettings(
    (settings) => settings.replace(/ +allowed_top_level_claims: .*\n/, ''),
    (hydra) => call(hydra, API_KEY),
  );
  expect(`${code} ${output}`).toMatch(/^0 /);
  expect(new Set(identityTypes)).toEqual(new Set(['none']));
});

it('without the JWT strategy flyteadmin cannot read the tokens', async () => {
  const { code, identityTypes } = await withSettings(
    (settings) => settings.replace(/^strategies:\n.*\n/m, ''),
    (hydra) => call(hydra, API_KEY),
  );
  expect(code).not.toBe(0);
  expect(identityTypes).toEqual([]);
});
