import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { AuthProfile, ClientCredentialsOptions, ClientEnvironment, IdentityProvider, UnionIdentityProps } from '../../../src';
import { PROFILES, unionAuth } from '../../_tools/fixtures';

const { GUIDE, HARDENED } = AuthProfile;
const ci = (props: Partial<UnionIdentityProps> = {}) => unionAuth({ clients: { ci: { clientId: 'ci-client-id' } }, ...props }).client('ci');
const SECRET = 's3cret "quoted" \'$HOME\' `id`\nsecond line';

/** Sources the text in a shell, as a pipeline does, and returns the variables that a child process then sees. */
function sourced(environment: ClientEnvironment, given: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', 'eval "$TEXT"; exec env -0', 'sh'], {
    env: { PATH: process.env.PATH, TEXT: environment.toShell().toString(), ...given },
    encoding: 'utf8',
  });
  const variables = Object.fromEntries(stdout.split('\0').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { status, stderr, variables };
}

const FLYTEKIT = { FLYTE_CREDENTIALS_CLIENT_ID: 'ci-client-id', FLYTE_CREDENTIALS_AUTH_MODE: 'basic' };
const CONFIG = join(mkdtempSync(join(tmpdir(), 'union-client-')), 'config.yaml');
afterAll(() => rmSync(dirname(CONFIG), { recursive: true }));

test.each<[string, ClientEnvironment, Record<string, string>]>([
  ['guide, flytekit: the variables of the guide', ClientEnvironment.flytekit(ci({ profile: GUIDE })), FLYTEKIT],
  [
    'hardened, flytekit: the endpoint and the scopes too',
    ClientEnvironment.flytekit(ci({ profile: HARDENED })),
    { FLYTE_PLATFORM_URL: 'union.example.com', FLYTE_CREDENTIALS_SCOPES: 'all', ...FLYTEKIT },
  ],
  ['guide, flyte-sdk', ClientEnvironment.flyteSdk(ci({ profile: GUIDE })), { UCTL_CONFIG: '/tmp/union-client.yaml' }],
  ['hardened, flyte-sdk', ClientEnvironment.flyteSdk(ci({ profile: HARDENED }), { configPath: '/ci/c.yaml' }), { UCTL_CONFIG: '/ci/c.yaml' }],
  ['an API key: nothing that is not a secret', ClientEnvironment.apiKey(ci()), {}],
])('%s', (_what, environment, expected) => {
  expect(environment.variables).toEqual(expected);
  expect(environment.secretVariable).toBe('UNION_CI_CLIENT_SECRET');
});

test('flytekit and API keys have the secret under their own name, flyte-sdk reads the name from its config file', () => {
  expect(ClientEnvironment.flytekit(ci()).secretAlias).toBe('FLYTE_CREDENTIALS_CLIENT_SECRET');
  expect(ClientEnvironment.apiKey(ci()).secretAlias).toBe('FLYTE_API_KEY');
  const { secretAlias, configFile } = ClientEnvironment.flyteSdk(ci(), { secretVariable: 'MINE' });
  expect(secretAlias).toBeUndefined();
  expect(configFile!.toObject()).toEqual({
    admin: { endpoint: 'dns:///union.example.com', authType: 'ClientSecret', clientId: 'ci-client-id', clientSecretEnvVar: 'MINE', insecure: false, scopes: ['all'] },
  });
});

test('flytekit reads scopes between commas', () => {
  const identityProvider = IdentityProvider.oidc({ issuer: 'https://idp.example.com/', tokenEndpoint: 'https://idp.example.com/token', serviceScopes: ['all', 'offline'] });
  expect(ClientEnvironment.flytekit(ci({ identityProvider })).variables.FLYTE_CREDENTIALS_SCOPES).toBe('all,offline');
});

test('where an audience must be asked for, flytekit asks for it', () => {
  const identityProvider = IdentityProvider.auth0({ domain: 'acme.eu.auth0.example.com', audience: 'https://union.example.com' });
  expect(ClientEnvironment.flytekit(ci({ identityProvider })).variables.FLYTE_CREDENTIALS_AUDIENCE).toBe('https://union.example.com');
});

test('the variable with the secret is named after the client', () => {
  const client = unionAuth({ clients: { 'nightly-report': { clientId: 'nightly' } } }).client('nightly-report');
  expect(ClientEnvironment.flyteSdk(client).secretVariable).toBe('UNION_NIGHTLY_REPORT_CLIENT_SECRET');
});

test.each(['flytekit', 'flyteSdk', 'apiKey'] as const)('%s takes what the identity hands out, and nothing else', (sdk) => {
  expect(() => ClientEnvironment[sdk](unionAuth() as never)).toThrow(/client: .*write identity\.client\('…'\) with its name in clients of UnionIdentity/);
});

describe.each(PROFILES)('%s, sourced by a shell', (profile) => {
  test.each([undefined, 'MY_SECRET', 'FLYTE_CREDENTIALS_CLIENT_SECRET'])('flytekit finds its variables, secret in %s', (secretVariable) => {
    const environment = ClientEnvironment.flytekit(ci({ profile }), { secretVariable });
    const { status, variables } = sourced(environment, { [environment.secretVariable]: SECRET });
    expect(status).toBe(0);
    expect(variables).toMatchObject({ ...environment.variables, FLYTE_CREDENTIALS_CLIENT_SECRET: SECRET });
  });

  test.each([undefined, 'MY_SECRET'])('flyte-sdk finds its config file and its variables, secret in %s', (secretVariable) => {
    const environment = ClientEnvironment.flyteSdk(ci({ profile }), { secretVariable, configPath: CONFIG });
    const { status, variables } = sourced(environment, { [environment.secretVariable]: SECRET });
    expect(status).toBe(0);
    expect(variables.UCTL_CONFIG).toBe(CONFIG);
    const { admin } = parse(readFileSync(CONFIG, 'utf8'));
    expect(admin).toEqual((environment.configFile!.toObject() as any).admin);
    expect(variables[admin.clientSecretEnvVar]).toBe(SECRET);
  });

  test.each([['with the organization', 's3cret "quoted" $HOME', 'acme'], ['on one line, however long', 'x'.repeat(200), undefined]])(
    'an API key is encoded from the secret, %s', (_, secret, organization) => {
      const { status, variables } = sourced(ClientEnvironment.apiKey(ci({ profile, organization })), { UNION_CI_CLIENT_SECRET: secret });
      expect(status).toBe(0);
      expect(variables.FLYTE_API_KEY).toMatch(/^[A-Za-z0-9+/=]+$/);
      expect(Buffer.from(variables.FLYTE_API_KEY, 'base64').toString()).toBe(`union.example.com:ci-client-id:${secret}:${organization ?? ''}`);
    });

  test('a client secret with a colon stops the pipeline, which would sign in as another client', () => {
    const { status, stderr, variables } = sourced(ClientEnvironment.apiKey(ci({ profile })), { UNION_CI_CLIENT_SECRET: 'a:b' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('UNION_CI_CLIENT_SECRET: contains a colon');
    expect(variables).toEqual({});
  });

  test.each([
    ['flytekit', ClientEnvironment.flytekit(ci({ profile }))],
    ['flyte-sdk', ClientEnvironment.flyteSdk(ci({ profile }), { configPath: CONFIG })],
    ['an API key', ClientEnvironment.apiKey(ci({ profile }))],
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
  const environment = ClientEnvironment.flytekit(ci({ clients: { ci: { clientId } } }));
  expect(sourced(environment, { UNION_CI_CLIENT_SECRET: SECRET }).variables.FLYTE_CREDENTIALS_CLIENT_ID).toBe(clientId);
});

const NO_NAME = 'is not an environment variable name; use letters, digits and "_"';

test.each<[ClientCredentialsOptions, string[]]>([
  [{ secretVariable: '1ST' }, [`secretVariable: "1ST" ${NO_NAME}`]],
  [{ secretVariable: 'A;id' }, [`secretVariable: "A;id" ${NO_NAME}`]],
  [{ secretVariable: 'A\n' }, [`secretVariable: "A\\n" ${NO_NAME}`]],
  [{ secretPath: '/secret', secretVariable: '' }, ['secretPath: (hidden) applies to ClientConfig only, as the secret is in a variable here; leave it out', `secretVariable: "" ${NO_NAME}`]],
])('rejects %j', (bad, problems) => {
  const message = [problems.length === 1 ? 'has a problem:' : `has ${problems.length} problems:`, ...problems.map((problem) => `  - ${problem}`)].join('\n');
  expect(() => ClientEnvironment.flytekit(ci(), bad)).toThrow(new Error(`ClientEnvironment.flytekit ${message}`));
  expect(() => ClientEnvironment.flyteSdk(ci(), bad)).toThrow(new Error(`ClientEnvironment.flyteSdk ${message}`));
});

test.each(['flytekit', 'apiKey'] as const)('%s reads no file, whatever its path', (sdk) => {
  for (const configPath of ['/ci/c.yaml', 'c.yaml']) {
    expect(() => ClientEnvironment[sdk](ci(), { configPath })).toThrow(`configPath: "${configPath}" applies to flyteSdk only, as this SDK reads no file; leave it out`);
  }
});

test.each(['c.yaml', '/ci/$HOME.yaml', '/ci/a b.yaml', '/ci/"c".yaml', '/ci/`c`.yaml', '/ci/\'c\'.yaml'])('flyteSdk: %j is not a path of a config file', (configPath) => {
  expect(() => ClientEnvironment.flyteSdk(ci(), { configPath })).toThrow(/configPath: .* (is not an absolute path|contains a space or a quote)/);
});

test.each([
  ['flytekit', () => ClientEnvironment.flytekit(ci(), { secretVariable: 'FLYTE_CREDENTIALS_CLIENT_ID' }), 'FLYTE_CREDENTIALS_CLIENT_ID'],
  ['flyteSdk', () => ClientEnvironment.flyteSdk(ci(), { secretVariable: 'FLYTE_ADMIN_ENDPOINT' }), 'FLYTE_ADMIN_ENDPOINT'],
])('%s: the secret may not lie in a variable that is set here', (sdk, build, name) => expect(build).toThrow(
  new Error(`ClientEnvironment.${sdk} has a problem:\n  - secretVariable: "${name}" is a variable that the SDK reads for another purpose; keep the secret in another one`),
));
