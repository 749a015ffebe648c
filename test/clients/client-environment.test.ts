import { spawnSync } from 'node:child_process';
import { AuthProfile, ClientEnvironment, ClientEnvironmentProps } from '../../src';
import { PROFILES, unionAuth } from '../_tools/fixtures';

const { GUIDE, HARDENED } = AuthProfile;
const CI = { clientId: 'ci-client-id' };
const SECRET = 's3cret "quoted" \'$HOME\' `id`\nsecond line';

/** Sources the text in a shell, as a pipeline does, and answers the variables that a child process then sees. */
function sourced(environment: ClientEnvironment, given: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', 'eval "$TEXT"; exec env -0', 'sh'], {
    env: { PATH: process.env.PATH, TEXT: environment.toShell().toString(), ...given },
    encoding: 'utf8',
  });
  const variables = Object.fromEntries(stdout.split('\0').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { status, stderr, variables };
}

const FLYTEKIT = { FLYTE_CREDENTIALS_CLIENT_ID: 'ci-client-id', FLYTE_CREDENTIALS_AUTH_MODE: 'basic' };
const FLYTE_SDK = {
  FLYTE_ADMIN_ENDPOINT: 'dns:///union.example.com',
  FLYTE_ADMIN_AUTHTYPE: 'ClientSecret',
  FLYTE_ADMIN_CLIENTID: 'ci-client-id',
  FLYTE_ADMIN_CLIENTSECRETENVVAR: 'UNION_CI_CLIENT_SECRET',
};

test.each<[string, ClientEnvironment, Record<string, string>]>([
  ['guide, flytekit: the variables of the guide', ClientEnvironment.flytekit(unionAuth({ profile: GUIDE }), CI), FLYTEKIT],
  [
    'hardened, flytekit: the endpoint too',
    ClientEnvironment.flytekit(unionAuth({ profile: HARDENED }), CI),
    { FLYTE_PLATFORM_URL: 'union.example.com', ...FLYTEKIT },
  ],
  ['guide, flyte-sdk', ClientEnvironment.flyteSdk(unionAuth({ profile: GUIDE }), CI), FLYTE_SDK],
  ['hardened, flyte-sdk', ClientEnvironment.flyteSdk(unionAuth({ profile: HARDENED }), CI), FLYTE_SDK],
])('%s', (_what, environment, expected) => {
  expect(environment.variables).toEqual(expected);
  expect(environment.secretVariable).toBe('UNION_CI_CLIENT_SECRET');
});

test('flytekit gets the secret under its own name, flyte-sdk is told the name', () => {
  expect(ClientEnvironment.flytekit(unionAuth(), CI).secretAlias).toBe('FLYTE_CREDENTIALS_CLIENT_SECRET');
  expect(ClientEnvironment.flyteSdk(unionAuth(), CI).secretAlias).toBeUndefined();
  expect(ClientEnvironment.flyteSdk(unionAuth(), { ...CI, secretVariable: 'MINE' }).variables.FLYTE_ADMIN_CLIENTSECRETENVVAR).toBe('MINE');
});

describe.each(PROFILES)('%s, sourced by a shell', (profile) => {
  test.each([undefined, 'MY_SECRET', 'FLYTE_CREDENTIALS_CLIENT_SECRET'])('flytekit finds its variables, secret in %s', (secretVariable) => {
    const environment = ClientEnvironment.flytekit(unionAuth({ profile }), { ...CI, secretVariable });
    const { status, variables } = sourced(environment, { [environment.secretVariable]: SECRET });
    expect(status).toBe(0);
    expect(variables).toMatchObject({ ...environment.variables, FLYTE_CREDENTIALS_CLIENT_SECRET: SECRET });
  });

  test.each([undefined, 'MY_SECRET'])('flyte-sdk finds its variables, secret in %s', (secretVariable) => {
    const environment = ClientEnvironment.flyteSdk(unionAuth({ profile }), { ...CI, secretVariable });
    const { status, variables } = sourced(environment, { [environment.secretVariable]: SECRET });
    expect(status).toBe(0);
    expect(variables).toMatchObject(environment.variables);
    expect(variables[variables.FLYTE_ADMIN_CLIENTSECRETENVVAR]).toBe(SECRET);
  });

  test.each([
    ['flytekit', ClientEnvironment.flytekit(unionAuth({ profile }), CI)],
    ['flyte-sdk', ClientEnvironment.flyteSdk(unionAuth({ profile }), CI)],
  ])('%s: an empty secret stops the pipeline', (_sdk, environment) => {
    for (const given of [{}, { UNION_CI_CLIENT_SECRET: '' }]) {
      const { status, stderr, variables } = sourced(environment, given as Record<string, string>);
      expect(status).not.toBe(0);
      expect(stderr).toContain('UNION_CI_CLIENT_SECRET: is empty; the pipeline must set it to the client secret');
      expect(variables).toEqual({});
    }
  });
});

test('a client ID with shell syntax stays a text', () => {
  const clientId = 'a\'b"$(id)`id`$HOME';
  const environment = ClientEnvironment.flytekit(unionAuth(), { clientId });
  expect(sourced(environment, { UNION_CI_CLIENT_SECRET: SECRET }).variables.FLYTE_CREDENTIALS_CLIENT_ID).toBe(clientId);
});

const NO_NAME = 'is no name of an environment variable; use letters, digits and "_"';

test.each<[Partial<ClientEnvironmentProps>, string[]]>([
  [{ clientId: '' }, ['clientId: "" is blank; give a value']],
  [{ clientId: '<your-ci-client-id>' }, ['clientId: "<your-ci-client-id>" is a placeholder; put your own value in its place']],
  [{ secretVariable: '1ST' }, [`secretVariable: "1ST" ${NO_NAME}`]],
  [{ secretVariable: 'A;id' }, [`secretVariable: "A;id" ${NO_NAME}`]],
  [{ secretVariable: 'A\n' }, [`secretVariable: "A\\n" ${NO_NAME}`]],
  [{ clientId: ' ', secretVariable: '' }, ['clientId: " " is blank; give a value', `secretVariable: "" ${NO_NAME}`]],
])('%j is refused', (bad, problems) => {
  const message = [problems.length === 1 ? 'has a problem:' : `has ${problems.length} problems:`, ...problems.map((problem) => `  - ${problem}`)].join('\n');
  expect(() => ClientEnvironment.flytekit(unionAuth(), { ...CI, ...bad })).toThrow(new Error(`ClientEnvironment.flytekit ${message}`));
  expect(() => ClientEnvironment.flyteSdk(unionAuth(), { ...CI, ...bad })).toThrow(new Error(`ClientEnvironment.flyteSdk ${message}`));
});

test.each([
  ['flytekit', () => ClientEnvironment.flytekit(unionAuth(), { ...CI, secretVariable: 'FLYTE_CREDENTIALS_CLIENT_ID' }), 'FLYTE_CREDENTIALS_CLIENT_ID'],
  ['flyteSdk', () => ClientEnvironment.flyteSdk(unionAuth(), { ...CI, secretVariable: 'FLYTE_ADMIN_ENDPOINT' }), 'FLYTE_ADMIN_ENDPOINT'],
])('%s: the secret may not lie in a variable that is set here', (sdk, build, name) => {
  expect(build).toThrow(
    new Error(`ClientEnvironment.${sdk} has a problem:\n  - secretVariable: "${name}" is read by the SDK for something else; keep the secret in another variable`),
  );
});
