import { spawnSync } from 'node:child_process';
import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, DataPlaneAuth, SecretDelivery } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { FakeSecretsApi } from '../../_tools/fake-secrets-api';
import { propsOf, unionAuth } from '../../_tools/fixtures';
import { needing, SHELLCHECK } from '../../_tools/needs';
import { Bench } from '../../_tools/script-bench';

/** Each runs the script, which starts kubectl again and again. */
const deep = oneIn(8);

const SECRET = 'union/union-secret-auth';
const RECORD = 'kubectl.kubernetes.io/last-applied-configuration';
const MARKS = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'helm.sh/resource-policy': 'keep',
};

function text(plane: typeof ControlPlaneAuth | typeof DataPlaneAuth): string {
  return new plane(new Chart(new App(), 'chart'), 'auth', propsOf(plane, { identity: unionAuth(), secrets: SecretDelivery.provisioned() })).takeOverScript!.toString();
}

function record(fields: object): string {
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { annotations: {} }, ...fields })}\n`;
}

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

/** The script of the data plane, whose one Secret `union-secret-auth` is. */
const run = (environment = {}) => bench.run(text(DataPlaneAuth), environment);

deep('every shared Secret of a plane is kept, and those that the chart stops to render', () => {
  const kept = (script: string) => script.match(/^keep \S+ (shared|owned)$/gm);
  expect(kept(text(ControlPlaneAuth)))
    .toEqual(['keep flyte-admin-secrets shared', 'keep flyte-secret-auth owned', 'keep union-controlplane-secrets shared']);
  expect(kept(text(DataPlaneAuth))).toEqual(['keep union-secret-auth shared']);
});

deep('it keeps existing keys; a second run changes nothing', async () => {
  bench.api.put(SECRET, { client_secret: 'placeholder', tunnel_token: 'token' }, 'helm');
  expect(await run()).toEqual({ code: 0, output: 'secret union-secret-auth: its keys are kept from now on: client_secret tunnel_token\n' });
  expect(bench.api.annotations(SECRET)).toEqual(MARKS);
  expect(bench.api.ownedBy(SECRET, 'union-auth-keys')).toEqual(['client_secret', 'tunnel_token']);
  expect(bench.api.data(SECRET)).toEqual({ client_secret: 'placeholder', tunnel_token: 'token' });
  const before = bench.api.versions();
  expect(await run()).toEqual({ code: 0, output: 'secret union-secret-auth: its keys were kept already: client_secret tunnel_token\n' });
  expect(bench.api.versions()).toEqual(before);
});

const NOTED = 'secret union-secret-auth: its keys are kept from now on, and what kubectl noted of them at its last apply is gone: pass.txt\n';
const noted = (fields: object) => (api: FakeSecretsApi) =>
  api.put(SECRET, { 'pass.txt': 'x' }, 'kubectl-client-side-apply', { annotations: { [RECORD]: record(fields), mine: 'stays' } });

deep.each<[string, (api: FakeSecretsApi) => unknown, number, string, object]>([
  ['nothing on a fresh cluster', () => {}, 0, 'secret union-secret-auth: does not exist, nothing to keep\n', {}],
  ['a Secret without keys for those to come', (api) => api.put(SECRET, {}, 'helm'), 0, 'secret union-secret-auth: has no keys yet; new keys are kept from now on\n', MARKS],
  ['keys without what kubectl noted of data at its last apply', noted({ data: { 'pass.txt': 'eA==' } }), 0, NOTED, { ...MARKS, mine: 'stays' }],
  ['keys without what kubectl noted of stringData', noted({ stringData: { 'pass.txt': 'x' } }), 0, NOTED, { ...MARKS, mine: 'stays' }],
  ['what kubectl noted of a manifest without data', noted({}), 0, 'secret union-secret-auth: its keys are kept from now on: pass.txt\n', { ...MARKS, [RECORD]: record({}), mine: 'stays' }],
  ['nothing in a namespace that is being deleted', (api) => { api.phase = 'Terminating'; }, 1, 'namespace union: is being deleted, with every Secret in it; nothing was changed\n', {}],
])('keeps %s', async (_what, prepare, code, output, annotations) => {
  prepare(bench.api);
  expect(await run()).toEqual({ code, output });
  expect(SECRET in bench.api.versions() ? bench.api.annotations(SECRET) : {}).toEqual(annotations);
});

deep('what External Secrets delivers keeps its one owner, and keys that come later are held as well', async () => {
  bench.api.put(SECRET, { client_secret: 'delivered' }, 'externalsecrets.external-secrets.io/union-secret-auth');
  bench.api.put(SECRET, { 'pass.txt': 'x' }, 'kubectl');
  await run();
  expect(bench.api.ownedBy(SECRET, 'union-auth-keys')).toEqual(['pass.txt']);
  bench.api.put(SECRET, { tunnel_token: 'token' }, 'operator');
  await run();
  expect(bench.api.ownedBy(SECRET, 'union-auth-keys')).toEqual(['pass.txt', 'tunnel_token']);
});

deep('options of Argo CD that others have set stay, beside ours', async () => {
  const annotations = { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true', 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };
  bench.api.put(SECRET, {}, 'others', { annotations });
  for (const _ of [1, 2]) {
    await run();
    expect(bench.api.annotations(SECRET)).toMatchObject({
      'argocd.argoproj.io/sync-options': 'ServerSideApply=true,Prune=false,Delete=false',
      'argocd.argoproj.io/compare-options': 'ServerSideDiff=true,IgnoreExtraneous',
    });
  }
});

deep('no value shows in the arguments of a process or in the output, and none is sent', async () => {
  bench.api.put(SECRET, { 'pass.txt': 'hunter2' }, 'kubectl', { annotations: { [RECORD]: record({ stringData: { 'pass.txt': 'hunter2' } }) } });
  const { output } = await run();
  for (const value of ['hunter2', Buffer.from('hunter2').toString('base64')]) {
    expect(bench.argv).not.toContain(value);
    expect(output).not.toContain(value);
  }
});

deep('a concurrent change is not lost: the script reads again', async () => {
  bench.api.put(SECRET, { a: '1' }, 'others');
  let writes = 3;
  bench.api.before = (_method, secret) => writes-- > 0 && bench.api.put(secret, { [`late${writes}`]: 'x' }, 'others');
  const { code, output } = await run();
  expect({ code, output }).toEqual({ code: 0, output: 'secret union-secret-auth: its keys are kept from now on: a late0 late1 late2\n' });
  expect(bench.api.ownedBy(SECRET, 'union-auth-keys')).toEqual(['a', 'late0', 'late1', 'late2']);
});

deep.each(drawn<[string, string, object, object]>([
  ['is immutable', 'is immutable and accepts no further key; create it again without immutable: true', {}, { immutable: true }],
  ['is being deleted', 'is being deleted, with its keys: a', { deletionTimestamp: '2026-01-01T00:00:00Z' }, {}],
  [
    'belongs to an ExternalSecret',
    'belongs to ExternalSecret other, which can replace all its keys, and deletes it when it is deleted; an ExternalSecret '
      + 'releases it with creationPolicy: Merge',
    { ownerReferences: [{ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', name: 'other', uid: '1', controller: true }] }, {},
  ],
  [
    'is of another type', 'is of type kubernetes.io/basic-auth, and Kubernetes refuses manifests of type Opaque for it; create it again as Opaque',
    {}, { type: 'kubernetes.io/basic-auth' },
  ],
], 1))('a Secret that %s cannot be kept: it says why, does the others, and fails', async (_what, message, metadata, fields) => {
  bench.api.put('union-cp/flyte-admin-secrets', { a: '1' }, 'others', metadata, fields);
  bench.api.put('union-cp/union-controlplane-secrets', { 'pass.txt': 'x' }, 'others');
  const before = bench.api.versions()['union-cp/flyte-admin-secrets'];
  const { code, output } = await bench.run(text(ControlPlaneAuth), {});
  expect(code).toBe(1);
  expect(output).toContain(`secret flyte-admin-secrets: ${message}\n`);
  expect(output).toContain('secret union-controlplane-secrets: its keys are kept from now on: pass.txt\n');
  expect(bench.api.versions()['union-cp/flyte-admin-secrets']).toBe(before);
});

deep('a Secret that External Secrets is to own and owns needs no keeping', async () => {
  const ownerReferences = [{ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', name: 'flyte-secret-auth', uid: '1', controller: true }];
  bench.api.put('union-cp/flyte-secret-auth', { client_secret: 'x' }, 'externalsecrets.external-secrets.io/flyte-secret-auth', { ownerReferences });
  const { code, output } = await bench.run(text(ControlPlaneAuth), {});
  expect(code).toBe(0);
  expect(output).toContain('secret flyte-secret-auth: belongs to ExternalSecret flyte-secret-auth, which writes all its keys; nothing to keep\n');
});

deep.each<[string, (api: FakeSecretsApi) => void, string[]]>([
  ['may not read', (api) => { api.failWith = 403; }, ['not for you', 'secret union-secret-auth: cannot be read; see the message of kubectl above']],
  ['may only read', (api) => { api.refuse = ['PATCH']; }, ['secret union-secret-auth: cannot be kept: Error from server (Forbidden)']],
])('a user who %s learns what kubectl said', async (_, prepare, messages) => {
  bench.api.put(SECRET, { a: '1' }, 'others');
  prepare(bench.api);
  const { code, output } = await run();
  expect(code).toBe(1);
  messages.forEach((message) => expect(output).toContain(message));
});

deep('without kubectl it says so', async () => expect(await run({ KUBECTL: '/nowhere/kubectl' }))
  .toEqual({ code: 1, output: 'kubectl: command /nowhere/kubectl not found; install it, or set KUBECTL\n' }));

deep.each(['sh', 'bash'])('%s parses it', (shell) => {
  expect(spawnSync(shell, ['-n'], { input: text(ControlPlaneAuth), encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

needing('shellcheck', SHELLCHECK !== undefined).test('shellcheck has nothing to say', () => {
  const options = ['--shell=sh', '--enable=all', '--exclude=SC2250,SC2310,SC2016', '-'];
  const { status, stdout } = spawnSync(SHELLCHECK!, options, { input: text(ControlPlaneAuth), encoding: 'utf8' });
  expect([stdout, status]).toEqual(['', 0]);
});
