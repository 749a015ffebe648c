import { ClientEnvironment } from '../../src';
import { FLYTE_SDK, FLYTEKIT, Outcome, runClient } from './_clients';
import { keycloakDeployment, startKeycloak } from './_keycloak';
import { Deployment, CI_CLIENT, Cluster, providerFor, UNION_HOST } from './_world';

const union = keycloakDeployment();
/** The realm writes another audience than flyteadmin expects. */
const strangers = { ...keycloakDeployment('strangers', 'https://elsewhere.example.com') };
/** The realm writes a custom audience, which flyteadmin allows. */
const named = keycloakDeployment('named', 'api://union');
const provider = providerFor(() => startKeycloak(union, strangers, named));

/** Changes the emitted config; the change must have an effect. */
function changed(from: Deployment, change: (config: string) => string): Deployment {
  const flyteadminConfig = change(from.flyteadminConfig);
  expect(flyteadminConfig).not.toBe(from.flyteadminConfig);
  return { ...from, flyteadminConfig };
}

interface Seen extends Outcome {
  readonly refused: readonly string[];
  readonly served: number;
}

async function apiKeyAgainst(faulty: Deployment): Promise<Seen> {
  const shell = ClientEnvironment.apiKey(faulty.identity.client('ci')).toShell().toString();
  return on(faulty, () => runClient(provider(), FLYTE_SDK, { shell, env: provider().pipeline }));
}

async function on(faulty: Deployment, call: () => Promise<Outcome>): Promise<Seen> {
  const { flyteadmin, stop } = await Cluster.start(provider(), faulty);
  try {
    return { ...await call(), refused: await flyteadmin.refused(), served: (await flyteadmin.served()).length };
  } finally {
    await stop();
  }
}

it('flyteadmin accepts a custom audience only with allowedAudience', async () => {
  expect(await apiKeyAgainst(named)).toMatchObject({ code: 0, output: expect.stringContaining('answered') });
  const { code, refused, served } = await apiKeyAgainst(changed(named, (config) => config.replace(/ +allowedAudience:\n( +- .*\n)+/, '')));
  expect(code).not.toBe(0);
  expect(served).toBe(0);
  expect(refused).toContainEqual(expect.stringContaining('invalid audience [&{[api://union]'));
});

it('flyteadmin refuses a token for another audience', async () => {
  const { code, refused, served } = await apiKeyAgainst(changed(strangers, (config) => config.replace('https://elsewhere.example.com', `https://${UNION_HOST}`)));
  expect(code).not.toBe(0);
  expect(served).toBe(0);
  expect(refused).toContainEqual(expect.stringContaining('invalid audience [&{[https://elsewhere.example.com]'));
});

it('offline_access among the scopes for clients breaks API keys', async () => {
  const { code, output, served } = await apiKeyAgainst(changed(union, (config) => config.replace(/(flyteClient:[^]*scopes:\n +- "all"\n)/, (part) => `${part}          - "offline_access"\n`)));
  expect(code).not.toBe(0);
  expect(served).toBe(0);
  expect(output).toContain('invalid_scope');
});

it('flyte-sdk needs the config file, also with variables for flytekit', async () => {
  const env = { ...provider().pipeline, FLYTE_ADMIN_ENDPOINT: `dns:///${UNION_HOST}`, FLYTE_ADMIN_CLIENTID: CI_CLIENT, FLYTE_ADMIN_AUTHTYPE: 'ClientSecret', FLYTE_ADMIN_CLIENTSECRETENVVAR: 'UNION_CI_CLIENT_SECRET' };
  const { code, served } = await on(union, () => runClient(provider(), FLYTE_SDK, { env }));
  expect(code).not.toBe(0);
  expect(served).toBe(0);
});

it('flytekit without FLYTE_CREDENTIALS_SCOPES requests the scopes for people', async () => {
  const withRefresh = changed(union, (config) => config.replace(/(flyteClient:[^]*scopes:\n +- "all"\n)/, (part) => `${part}          - "offline_access"\n`));
  const lines = ClientEnvironment.flytekit(union.identity.client('ci')).toShell().toString();
  const call = (shell: string) => on(withRefresh, () => runClient(provider(), FLYTEKIT, { shell, env: provider().pipeline }));
  expect(await call(lines)).toMatchObject({ code: 0 });
  const { code, output } = await call(lines.replace(/export FLYTE_CREDENTIALS_SCOPES=.*\n/, ''));
  expect(code).not.toBe(0);
  expect(output).toContain('invalid_scope');
});

it('guarded routes refuse a token under a header that flyteadmin does not read', async () => {
  const { refused, served, code } = await on(changed(union, (config) => config.replace(/httpAuthorizationHeader: .*/, 'httpAuthorizationHeader: "x-other"')), () =>
    runClient(provider(), FLYTEKIT, { shell: ClientEnvironment.flytekit(union.identity.client('ci')).toShell().toString(), env: provider().pipeline }));
  expect(code).not.toBe(0);
  expect(served).toBe(0);
  expect(refused).toContainEqual(expect.stringContaining('Could not retrieve bearer token from metadata'));
});
