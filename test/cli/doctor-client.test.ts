import { request } from 'node:http';
import { PassThrough } from 'node:stream';
import { Io, UsageError } from '../../src/cli/command';
import { clientOf, personAt, personOf } from '../../src/cli/doctor-client';
import { reportOf } from '../../src/doctor/diagnose';
import { scratch } from '../_tools/scratch';

const HOST = 'union.example.com';
const KEY = Buffer.from(`${HOST}:union-ci:s3cret:acme`).toString('base64');
const { put } = scratch();
const fileOf = (text: string) => put('file', text);

type Options = Parameters<typeof clientOf>[0];

const ioWith: Io = {
  env: { UNION_CI_CLIENT_SECRET: ' by-default\n', OTHER: 'other', BLANK: ' ', KEY },
  stdoutIsTerminal: false,
  stderrIsTerminal: false,
  stdout: () => undefined,
  stderr: () => undefined,
  stdin: () => Buffer.alloc(0),
};

const MISREAD = 'three slashes: behind two, gRPC reads the DNS server to ask';

test.each([
  [`dns:///${HOST}`, []],
  [`dns:///${HOST}:443`, []],
  [HOST, []],
  // The server is asked for the host.
  [`dns://10.0.0.10/${HOST}`, []],
  [`dns://${HOST}`, [['endpoint', MISREAD, `dns://${HOST}`]]],
  [`dns://${HOST}/`, [['endpoint', MISREAD, `dns://${HOST}`]]],
  [`DNS://${HOST}:443`, [['endpoint', MISREAD, `dns://${HOST}`]]],
  ['dns:///other.example.com', [['endpoint', HOST, 'other.example.com']]],
  [`https://${HOST}`, [['endpoint', HOST, `https://${HOST}`]]],
])('the endpoint %s of a config file is reported as gRPC reads it', (endpoint, expected) => {
  const client = clientOf({ config: fileOf(`admin: { endpoint: "${endpoint}" }`) }, ioWith);
  const { findings } = reportOf({ origin: `https://${HOST}`, host: HOST, now: new Date(), release: '2026.8', client }, undefined);
  expect(findings.map(({ rule, field, expected: wanted, found }) => [rule, field, wanted, found])).toEqual(expected.map((each) => ['live-client-endpoint', ...each]));
});

describe('a person at a browser', () => {
  const told: string[] = [];
  const io: Io = { ...ioWith, stderr: (text) => void told.push(text) };
  const open = new URL('https://idp.example.com/auth?client_id=x');
  const ENDS_AT = 'https://union.example.com/callback';
  const asked = { as: 'browser', open, endsAt: new URL(ENDS_AT) } as const;
  beforeEach(() => { told.length = 0; });

  test('pastes the address at the end; another one is not accepted', async () => {
    const input = new PassThrough();
    const opened: string[] = [];
    const person = personAt(io, { input, open: ({ href }) => void opened.push(href) }, true);
    const end = person(asked);
    input.write('https://evil.example.org/callback?code=1\nhttps://union.example.com/elsewhere?code=2\nhttps://union.example.com/callback?code=3&state=x\n');
    expect([(await end)?.search, opened, told[0]]).toEqual(['?code=3&state=x', [open.href], expect.stringContaining(open.href)]);
    expect(told.slice(1)).toEqual(Array(2).fill('The address at the end begins with https://union.example.com/callback; paste that one:\n'));
  });

  test('holds its input for no longer than it is asked, and may be asked again', async () => {
    const input = new PassThrough();
    const person = personAt(io, { input, open: () => undefined }, false);
    expect(input.listenerCount('end')).toBe(0);
    for (const code of ['1', '2']) {
      const end = person(asked);
      input.write(`\nhttps://union.example.com/callback?code=${code}\n`);
      expect((await end)?.search).toBe(`?code=${code}`);
      expect([input.isPaused(), input.listenerCount('end')]).toEqual([true, 0]);
    }
    expect(told).toHaveLength(2);
  });

  test.each(['before', 'while'])('gives up where the input ends %s it is asked', async (when) => {
    const input = new PassThrough();
    if (when === 'before') {
      await new Promise((resolve) => input.resume().end().once('end', resolve));
    }
    const end = personAt(io, { input, open: () => undefined }, false)(asked);
    input.end();
    expect(await end).toBeUndefined();
  });

  test('is caught on the loopback, as an SDK does', async () => {
    const person = personAt(io, { input: new PassThrough(), open: () => undefined }, false);
    const endsAt = new URL('http://localhost:53599/callback');
    const end = person({ as: 'CLI', open, endsAt });
    const statusOf = (host: string, path: string) => new Promise<number | undefined>((resolve) => {
      request({ host, port: 53599, path, agent: false }, (answer) => answer.resume().once('end', () => resolve(answer.statusCode))).once('error', () => resolve(undefined)).end();
    });
    while (await statusOf('127.0.0.1', '/favicon.ico') !== 404) {
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    // Not at the other addresses of this machine.
    expect(await statusOf('127.0.0.2', '/favicon.ico')).toBeUndefined();
    expect(await statusOf('127.0.0.1', '/callback?code=4&state=y')).toBe(200);
    expect((await end)?.href).toBe('http://localhost:53599/callback?code=4&state=y');
  });
});

/** A client with its secret in clear. */
function shown(options: Options) {
  const client = clientOf(options, ioWith);
  const { clientSecret, ...credentials } = client?.credentials ?? {};
  return client && { ...client, credentials: client.credentials && { ...credentials, secret: clientSecret?.reveal() } };
}

describe('a client by options', () => {
  test.each<[Options, object]>([
    [{ 'client-id': 'ci' }, { clientId: 'ci', secret: 'by-default', scopes: undefined, audience: undefined }],
    [{ 'client-id': 'ci', 'client-secret-env': 'OTHER', 'scope': ['a', 'b'], 'audience': 'x' }, { clientId: 'ci', secret: 'other', scopes: ['a', 'b'], audience: 'x' }],
    [{ 'client-id': 'ci', 'client-secret-file': fileOf(' in-file \n') }, { clientId: 'ci', secret: 'in-file', scopes: undefined, audience: undefined }],
  ])('%j', (options, credentials) => expect(shown(options)).toEqual({ source: 'client ci', credentials }));

  test('scopes and an audience alone name no client; an API key names host, client and secret', () => {
    const credentials = { clientId: 'union-ci', secret: 's3cret', scopes: undefined, audience: undefined };
    expect([shown({ scope: ['all'], audience: 'x' }), shown({ 'api-key-env': 'KEY' })]).toEqual([undefined, { source: 'KEY', endpoint: { host: HOST, insecure: false }, credentials }]);
  });

  test.each<[Options, string]>([
    [{ 'client-id': 'ci', 'config': 'x' }, '--client-id and --config each name a client; use only one of them'],
    [{ 'config': 'x', 'api-key-env': 'KEY' }, '--config and --api-key-env each name a client; use only one of them'],
    [{ 'client-secret-env': 'OTHER' }, '--client-secret-file and --client-secret-env belong to --client-id'],
    [{ 'client-secret-file': 'x' }, '--client-secret-file and --client-secret-env belong to --client-id'],
    [{ 'client-id': 'ci', 'client-secret-file': 'x', 'client-secret-env': 'OTHER' }, '--client-secret-file and --client-secret-env each name a secret; use only one of them'],
    [{ 'client-id': 'ci', 'client-secret-env': 'NONE' }, '--client-secret-env: the variable NONE is not set'],
    [{ 'client-id': 'ci', 'client-secret-env': 'BLANK' }, '--client-secret-env: BLANK is empty'],
  ])('%j is refused', (options, message) => expect(() => clientOf(options, ioWith)).toThrow(new UsageError(message)));

  test('a file that is not there is named', () => {
    expect(() => clientOf({ 'client-id': 'ci', 'client-secret-file': '/nowhere/x' }, ioWith)).toThrow('--client-secret-file: /nowhere/x cannot be read (');
  });

  test.each(['a:b:c', 'a:b:c:d:e', ':b:c:d', 'a::c:d', 'a:b::d'])('%s is no API key', (fields) => {
    expect(() => clientOf({ 'api-key-env': 'K' }, { ...ioWith, env: { K: Buffer.from(fields).toString('base64') } }))
      .toThrow(new UsageError('--api-key-env: the value of K is not an API key; it must be the base64 of host:clientId:clientSecret:organization'));
  });
});

describe('a client by a config file', () => {
  const SECRET_FILE = fileOf('in-file\n');
  const configured = (admin: string, options: Options = {}) => shown({ ...options, config: fileOf(`admin: { endpoint: "dns:///${HOST}", ${admin} }`) });

  test.each<[string, object | undefined]>([
    ['authType: Pkce, clientId: x', undefined],
    ['', undefined],
    [`authType: ClientSecret, clientId: ci, clientSecretLocation: ${SECRET_FILE}`, { clientId: 'ci', secret: 'in-file' }],
    [`authType: CLIENTSECRET, clientId: ci, clientSecretEnvVar: OTHER, clientSecretLocation: ${SECRET_FILE}`, { clientId: 'ci', secret: 'in-file' }],
    ['authType: ClientSecret, clientId: ci, clientSecretEnvVar: OTHER, scopes: [a, 7], audience: api, tokenUrl: "https://idp.example.com/token"', {
      clientId: 'ci', secret: 'other', scopes: ['a', '7'], audience: 'api', tokenUrl: new URL('https://idp.example.com/token'),
    }],
    ['authType: ClientSecret, clientId: ci, clientSecretEnvVar: OTHER, scopes: all, audience: ""', { clientId: 'ci', secret: 'other' }],
  ])('%s', (admin, credentials) => expect(configured(admin)?.credentials).toEqual(credentials));

  test('options come before what it says', () => {
    expect(configured('authType: ClientSecret, clientId: ci, clientSecretEnvVar: OTHER, scopes: [a], audience: api', { scope: ['b'], audience: 'x' })?.credentials)
      .toMatchObject({ scopes: ['b'], audience: 'x' });
  });

  test.each([['insecure: true', true], ['insecure: "true"', false], ['', false]])('%s: without TLS %s', (admin, insecure) => {
    expect(configured(admin)?.endpoint).toEqual({ host: HOST, insecure });
  });

  test.each<[string, string]>([
    ['a: [', 'cannot be read ('],
    ['[]', 'has no section "admin"; name a config file of uctl or an SDK'],
    ['admin: 7', 'has no section "admin"; name a config file of uctl or an SDK'],
    ['admin: { endpoint: "" }', 'has no admin.endpoint'],
    ['admin: { endpoint: 7 }', 'has no admin.endpoint'],
    ['admin: { endpoint: x, tokenUrl: none }', 'has an admin.tokenUrl that is not a URL: none'],
    ['admin: { endpoint: x, authType: ClientSecret }', 'has no admin.clientId'],
    ['admin: { endpoint: x, authType: ClientSecret, clientId: ci }', 'has neither admin.clientSecretLocation nor admin.clientSecretEnvVar'],
    ['admin: { endpoint: x, authType: ClientSecret, clientId: ci, clientSecretLocation: a/b }', 'has an admin.clientSecretLocation that is not an absolute path: a/b'],
  ])('%s is refused', (text, message) => {
    const file = fileOf(text);
    expect(() => clientOf({ config: file }, ioWith)).toThrow(`--config: ${file} ${message}`);
  });
});

describe('the two tokens of a login', () => {
  test('are read from two variables', () => {
    const person = personOf({ 'id-token-env': 'OTHER', 'access-token-env': 'UNION_CI_CLIENT_SECRET' }, ioWith);
    expect([person?.source, person?.idToken.reveal(), person?.accessToken.reveal()]).toEqual(['OTHER and UNION_CI_CLIENT_SECRET', 'other', 'by-default']);
    expect(personOf({}, ioWith)).toBeUndefined();
  });

  test.each<[string | undefined, string | undefined, string]>([
    ['OTHER', undefined, '--id-token-env and --access-token-env belong together: the two tokens of one login'],
    [undefined, 'OTHER', '--id-token-env and --access-token-env belong together: the two tokens of one login'],
    ['NONE', 'OTHER', '--id-token-env: the variable NONE is not set'],
    ['OTHER', 'BLANK', '--access-token-env: BLANK is empty'],
  ])('%s and %s are refused', (id, access, message) => {
    expect(() => personOf({ 'id-token-env': id, 'access-token-env': access }, ioWith)).toThrow(new UsageError(message));
  });
});
