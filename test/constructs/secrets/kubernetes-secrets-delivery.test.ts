import { spawnSync } from 'node:child_process';
import { AuthProfile, ChartVersion, ControlPlaneAuth, DataPlaneAuth, SecretDelivery, TextFile } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { FakeSecretsApi } from '../../_tools/fake-secrets-api';
import { PROFILES, propsOf, unionAuth } from '../../_tools/fixtures';
import { inChart } from '../../_tools/made';
import { needing, SHELLCHECK, Tool } from '../../_tools/needs';
import { Bench, ENVIRONMENT } from '../../_tools/script-bench';

const { GUIDE, HARDENED } = AuthProfile;
const SHELLS: readonly Tool[] = ['dash', 'bash'];

/** Each runs a script, which starts kubectl again and again. */
const testOfRun = oneIn(24);

type Plane = typeof ControlPlaneAuth | typeof DataPlaneAuth;

function script(plane: Plane, profile = HARDENED, more: object = {}): TextFile {
  const props = { identity: unionAuth({ profile }), secrets: SecretDelivery.kubernetesSecrets(), ...more };
  return inChart((chart) => new plane(chart, 'auth', propsOf(plane, props))).made.secretScript!;
}
const CONTROL = `${script(ControlPlaneAuth)}`;
const CONTROL_GUIDE = `${script(ControlPlaneAuth, GUIDE)}`;
const DATA = `${script(DataPlaneAuth)}`;
const DATA_GUIDE = `${script(DataPlaneAuth, GUIDE)}`;
/** That of a release that keeps both client secrets in `flyte-admin-secrets`. */
const ONE_SECRET_FOR_TWO = `${script(ControlPlaneAuth, HARDENED, { chartVersion: ChartVersion.V2026_3 })}`;

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(async () => bench.close());

const SERVICE = { client_secret: 'service-value' };

testOfRun.each<[string, string, Record<string, object>]>([
  ['control plane, guide', CONTROL_GUIDE, { 'union-cp/flyte-admin-secrets': SERVICE, 'union-cp/flyte-secret-auth': SERVICE, 'union-cp/union-controlplane-secrets': SERVICE }],
  ['control plane, hardened', CONTROL, {
    'union-cp/flyte-admin-secrets': { ...SERVICE, oidc_client_secret: 'web-value' },
    'union-cp/flyteadmin-oidc-client-secret': { client_secret: 'web-value' },
    'union-cp/flyte-secret-auth': SERVICE,
    'union-cp/union-controlplane-secrets': SERVICE,
  }],
  ['data plane, guide', DATA_GUIDE, { 'union/union-secret-auth': SERVICE }],
  ['data plane, hardened', DATA, { 'union/union-secret-auth': { ...SERVICE, app_secret: 'service-value' } }],
])('%s: creates what is missing, and a second run changes nothing', async (_plane, text, expected) => {
  expect(await bench.run(text)).toMatchObject({ code: 0 });
  const versions = bench.api.versions();
  expect(Object.fromEntries(Object.keys(versions).map((secret) => [secret, bench.api.data(secret)]))).toEqual(expected);
  const writes = bench.api.seen.length;
  expect(await bench.run(text)).toMatchObject({ code: 0 });
  expect(bench.api.seen.length).toBeGreaterThan(writes);
  expect(bench.api.versions()).toEqual(versions);
});

testOfRun('keeps the keys that others wrote, before it and after it', async () => {
  bench.api.put('union-cp/union-controlplane-secrets', { 'pass.txt': 'database' }, 'terraform');
  bench.api.put('union-cp/flyte-admin-secrets', { client_secret: 'placeholder' }, 'helm');
  expect(await bench.run(ONE_SECRET_FOR_TWO)).toMatchObject({ code: 0 });

  bench.api.put('union-cp/flyte-admin-secrets', { cookie_hash_key: 'hash', cookie_block_key: 'block' }, 'flyteadmin');
  expect(await bench.run(ONE_SECRET_FOR_TWO, { ...ENVIRONMENT, UNION_WEB_CLIENT_SECRET: 'rotated' })).toMatchObject({ code: 0 });

  expect(bench.api.data('union-cp/union-controlplane-secrets')).toEqual({ 'client_secret': 'service-value', 'pass.txt': 'database' });
  expect(bench.api.data('union-cp/flyte-admin-secrets')).toEqual({
    client_secret: 'service-value',
    oidc_client_secret: 'rotated',
    cookie_hash_key: 'hash',
    cookie_block_key: 'block',
  });
});

const KEEP = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'helm.sh/resource-policy': 'keep',
};

testOfRun('marks for adoption only what it creates and the chart renders; everything that it fills outlives an upgrade', async () => {
  bench.api.put('union-cp/flyte-secret-auth', { client_secret: 'placeholder' }, 'helm');
  expect(await bench.run(CONTROL_GUIDE)).toMatchObject({ code: 0 });

  expect(bench.api.labels('union-cp/flyte-admin-secrets')).toEqual({ 'app.kubernetes.io/managed-by': 'Helm' });
  expect(bench.api.annotations('union-cp/flyte-admin-secrets')).toEqual({
    'meta.helm.sh/release-name': 'unionai-controlplane',
    'meta.helm.sh/release-namespace': 'union-cp',
    ...KEEP,
  });
  for (const untouched of ['union-cp/flyte-secret-auth', 'union-cp/union-controlplane-secrets']) {
    expect({ untouched, ...bench.api.labels(untouched), ...bench.api.annotations(untouched) }).toEqual({ untouched, ...KEEP });
  }
});

testOfRun.each<[string, string, Record<string, string>, string]>([
  ['the prop', 'acme-cp', {}, 'acme-cp'],
  ['the environment over the prop', 'acme-cp', { HELM_RELEASE: 'other' }, 'other'],
  ['digits alone, which YAML would take for a number', '2026', {}, '2026'],
])('the Helm release is named by %s, and a namespace of digits stays one', async (_source, releaseName, environment, expected) => {
  expect(await bench.run(`${script(ControlPlaneAuth, HARDENED, { releaseName, namespace: '42' })}`, { ...ENVIRONMENT, ...environment })).toMatchObject({ code: 0 });
  expect(bench.api.annotations('42/flyte-admin-secrets')).toMatchObject({ 'meta.helm.sh/release-name': expected });
  expect(bench.api.data('42/flyte-admin-secrets')).toHaveProperty('client_secret');
});

describe.each(drawn(PROFILES, 1))('%s: an empty variable', (profile) => {
  const text = `${script(ControlPlaneAuth, profile)}`;
  const needed = Object.keys(ENVIRONMENT).filter((variable) => text.includes(variable));

  test.each(drawn(needed, 1))('%s stops it before it touches anything', async (variable) => {
    for (const environment of [{ ...ENVIRONMENT, [variable]: '' }, without(variable)]) {
      const { code, output } = await bench.run(text, environment);
      expect(code).not.toBe(0);
      expect(output).toContain(`${variable}: is empty; export the `);
    }
    expect(bench.argv).toBe('');
    expect(bench.api.seen).toEqual([]);
  });
});

testOfRun('one secret for two clients, and every empty variable, are said at once, before anything is touched', async () => {
  const same = await bench.run(CONTROL, { UNION_SERVICE_CLIENT_SECRET: 'value', UNION_WEB_CLIENT_SECRET: 'value' });
  const none = await bench.run(CONTROL, {});
  expect([same.code, none.code]).not.toContain(0);
  expect(same.output).toContain('UNION_SERVICE_CLIENT_SECRET: is the same as UNION_WEB_CLIENT_SECRET; each client has its own secret');
  expect(none.output.match(/is empty/g)).toHaveLength(2);
  expect(bench.api.seen).toEqual([]);
});

test('the guide needs no web client secret', () => expect(CONTROL_GUIDE).not.toContain('UNION_WEB_CLIENT_SECRET'));

testOfRun.each([
  ['quotes', 'it\'s "quoted" \\\'twice\\\''],
  ['shell syntax', '$HOME `id` $(id) ${PATH} ; exit 1 # & | > < * ? ~ !'],
  ['backslashes and percent signs', '\\n \\t \\0 %s %d 100%'],
  ['line breaks', '\nfirst\nsecond\r\n\n'],
  ['white space at both ends', ' \t value \t '],
  ['a leading dash', '-n --help'],
  ['YAML and base64 syntax', 'a: [b] {c} = == - |'],
  ['other scripts', 'pässwörd 密码 🔑'],
  ['ten thousand characters', 'x'.repeat(10_000)],
])('%s arrive byte for byte', async (_what, value) => {
  expect(await bench.run(DATA_GUIDE, { UNION_SERVICE_CLIENT_SECRET: value })).toMatchObject({ code: 0 });
  expect(bench.api.data('union/union-secret-auth')).toEqual({ client_secret: value });
});

describe.each(drawn(SHELLS, 1))('%s', (shell) => {
  testWith(shell)('runs it', async () => {
    const value = '-n \'"$(id)\\n%s\n';
    expect(await bench.run(CONTROL_GUIDE, { UNION_SERVICE_CLIENT_SECRET: value }, shell)).toMatchObject({ code: 0 });
    expect(bench.api.data('union-cp/flyte-secret-auth')).toEqual({ client_secret: value });
  });
});

testOfRun('no secret value shows in the arguments of a process or in the output', async () => {
  const { output } = await bench.run(CONTROL);
  expect(bench.argv).toContain('--patch-file=/dev/stdin');
  for (const value of Object.values(ENVIRONMENT).flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])) {
    expect(bench.argv).not.toContain(value);
    expect(output).not.toContain(value);
  }
});

testOfRun('a Secret that takes no key is named, and the others are delivered', async () => {
  bench.api.put('union-cp/flyteadmin-oidc-client-secret', { client_secret: 'old' }, 'others');
  bench.api.refuse = ['PATCH'];
  const { code, output } = await bench.run(CONTROL);
  expect(code).toBe(1);
  expect(output.match(/^secret .*: was not delivered/gm)).toEqual(['secret flyteadmin-oidc-client-secret: was not delivered']);
  expect(output).not.toContain('Delivered');
  expect(bench.api.data('union-cp/union-controlplane-secrets')).toEqual({ client_secret: 'service-value' });
});

testOfRun('a server that goes away meanwhile: what was not delivered is named, and nothing is said to be gone', async () => {
  bench.api.before = (method) => {
    bench.api.failWith = method === 'PATCH' ? 503 : undefined;
  };
  const { code, output } = await bench.run(CONTROL);
  expect(code).toBe(1);
  expect(output).toContain('secret flyte-admin-secrets: cannot be read; see the message of kubectl above');
  expect(output.match(/^secret .*: was not delivered/gm)).toHaveLength(3);
  expect(output).not.toContain('it is gone');
});

testOfRun('an existing Secret is patched, not applied, and every key, own or foreign, gets an owner that never applies', async () => {
  bench.api.put('union-cp/flyte-admin-secrets', { client_secret: 'old', cookie_hash_key: 'hash' }, 'kubectl-client-side-apply');
  expect(await bench.run(ONE_SECRET_FOR_TWO)).toMatchObject({ code: 0 });
  const methods = new Set(bench.api.seen.filter(({ secret }) => secret === 'union-cp/flyte-admin-secrets').map(({ method }) => method));
  expect([...methods]).toEqual(['GET', 'PATCH']);
  expect(bench.argv.split('\n')).not.toContain('apply');
  expect(bench.api.ownedBy('union-cp/flyte-admin-secrets', 'union-auth-keys')).toEqual(['client_secret', 'cookie_hash_key', 'oidc_client_secret']);
});

testOfRun('a Secret that another tool creates meanwhile is patched, with all that it wrote', async () => {
  bench.api.before = (method, secret) => method === 'POST' && bench.api.put(secret, { tunnel_token: 'token' }, 'operator');
  const { code, output } = await bench.run(DATA);
  expect(code).toBe(0);
  expect(output).toContain('already exists');
  expect(bench.api.data('union/union-secret-auth')).toEqual({ client_secret: 'service-value', app_secret: 'service-value', tunnel_token: 'token' });
});

const managed = (api: FakeSecretsApi, name: string) => api.put(`union-cp/${name}`, SERVICE, 'external-secrets', { labels: { 'reconcile.external-secrets.io/managed': 'true' } });
const scheduler = 'union-cp/flyte-secret-auth';

testOfRun.each<[string, (api: FakeSecretsApi) => void, string[]]>([
  ['an immutable Secret', (api) => api.put(scheduler, {}, 'others', {}, { immutable: true }), ['secret flyte-secret-auth: is immutable; create it again without immutable: true']],
  ['a Secret that is being deleted', (api) => api.put(scheduler, {}, 'others', { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    ['secret flyte-secret-auth: is being deleted; wait until it is gone']],
  ['a namespace that is being deleted', (api) => { api.phase = 'Terminating'; }, ['namespace union-cp: is being deleted, with every Secret in it; nothing was changed']],
  ['a user who may only read', (api) => { api.verbs = ['get']; },
    ['secret flyte-secret-auth: you may not create it in namespace union-cp; request get, create and patch of secrets']],
  ['a user who may not read', (api) => { api.failWith = 403; }, [
    'not for you', ...['flyte-admin-secrets', 'flyte-secret-auth', 'union-controlplane-secrets'].map((name) => `secret ${name}: cannot be read; see the message of kubectl above`),
  ]],
  ['Secrets that External Secrets delivers', (api) => ['union-controlplane-secrets', 'flyte-secret-auth'].forEach((name) => managed(api, name)),
    ['union-controlplane-secrets', 'flyte-secret-auth'].flatMap((name) => [
      `secret ${name}: External Secrets delivers it; delete its ExternalSecret, then: `, `label secret ${name} --namespace union-cp reconcile.external-secrets.io/managed-`,
    ])],
])('%s: said before anything is written', async (_what, prepare, messages) => {
  prepare(bench.api);
  const { code, output } = await bench.run(CONTROL);
  expect(code).toBe(1);
  messages.forEach((message) => expect(output).toContain(message));
  expect(output).not.toContain('Delivered');
  expect(bench.api.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('without kubectl it says so', async () => {
  const { code, output } = await bench.run(DATA, { ...ENVIRONMENT, KUBECTL: '/nowhere/kubectl' });
  expect(code).toBe(1);
  expect(output).toBe('kubectl: command /nowhere/kubectl not found; install it, or set KUBECTL\n');
});

describe.each(drawn([
  ['control plane, guide', CONTROL_GUIDE], ['control plane, hardened', CONTROL], ['data plane, guide', DATA_GUIDE], ['data plane, hardened', DATA],
], 1))('%s', (_plane, input) => {
  describe.each(SHELLS)('%s', (shell) => {
    testWith(shell)('parses it', () => expect(spawnSync(shell, ['-n'], { input, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' }));
  });

  needing('shellcheck', SHELLCHECK !== undefined).test('shellcheck has nothing to say', () => {
    const { status, stdout } = spawnSync(SHELLCHECK!, ['--shell=sh', '--enable=all', '--exclude=SC2250,SC2310,SC2016', '-'], { input, encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
  });
});

test('it is written as an executable', () => {
  expect(script(DataPlaneAuth)._files('deliver.sh')).toEqual([{ path: 'deliver.sh', text: DATA, executable: true }]);
});

test.each(['', 'My Release', 'acme"; rm -rf /', '$(id)', 'Acme', 'a'.repeat(54)])('rejects the release name %j', (releaseName) => {
  for (const plane of [ControlPlaneAuth, DataPlaneAuth]) {
    expect(() => script(plane, HARDENED, { releaseName })).toThrow(
      `  - releaseName: ${JSON.stringify(releaseName)} is not a Helm release name; use lower-case letters, digits, "-" and ".", at most 53 characters`,
    );
  }
});

testOfRun('an upgrade that stops to render a Secret leaves it, with the keys of others', async () => {
  bench.api.put('union/union-secret-auth', { client_secret: 'placeholder', tunnel_token: 'token' }, 'helm');
  expect(await bench.run(DATA)).toMatchObject({ code: 0 });
  expect(bench.api.annotations('union/union-secret-auth')).toEqual(KEEP);
  expect(bench.api.data('union/union-secret-auth')).toMatchObject({ client_secret: 'service-value', tunnel_token: 'token' });
});

function without(variable: string): Record<string, string> {
  return Object.fromEntries(Object.entries(ENVIRONMENT).filter(([name]) => name !== variable));
}

/** `test`, where a tool is here. */
function testWith(tool: Tool): (name: string, body: () => void | Promise<void>) => void {
  return needing(tool, spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0).test;
}
