import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { Kubectl, KubectlError } from '../../src/doctor/cluster/kubectl';
import { CLUSTER_WIDE, ClusterContent, DELIVERERS, NAMESPACED, PODS, readCluster } from '../../src/doctor/cluster/read-cluster';
import { diagnose } from '../../src/doctor/diagnose';
import type { ExaminationOptions } from '../../src/doctor/examination';
import { verify } from '../../src/verify/verify';
import { oneIn } from '../_tools/drawn';
import { kubeBinaries } from '../_tools/kube-binaries';
import { ClusterApi, Items } from './_cluster-api';
import { roleOnCall } from './_role';

/** Each starts kubectl again and again. */
const deep = oneIn(4);

const NAMESPACE = 'union-cp';
const SECRET_VALUE = 'the-value-that-stays-hidden';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const metadata = (name: string, more: object = {}) => ({ name, namespace: NAMESPACE, uid: `uid-${name}`, resourceVersion: '1', ...more });
const writtenAt = (time: string) => ({
  managedFields: [
    { manager: 'kubectl', operation: 'Update', time: '2026-11-30T00:00:00Z', fieldsV1: { 'f:metadata': {} } },
    { manager: 'externalsecrets', operation: 'Update', time, fieldsV1: { 'f:data': { 'f:client_secret': {} } } },
    // As the take-over scripts leave it.
    { manager: 'union-auth-keys', operation: 'Apply', fieldsV1: { 'f:data': { 'f:client_secret': {} } } },
  ],
  labels: { 'reconcile.external-secrets.io/managed': 'true' },
});

const releaseName = (chart: string, config: object) => ({
  metadata: metadata(`sh.helm.release.v1.${chart}.v3`, { labels: { owner: 'helm', status: 'deployed' } }),
  type: 'helm.sh/release.v1',
  data: { release: base64(gzipSync(JSON.stringify({ name: `union-${chart}`, chart: { metadata: { name: chart, version: '2026.8.3' } }, config })).toString('base64')) },
});

/** It started hours after the kubelet had accepted it: init containers come first. */
const pod = (name: string, secretName: string, phase: string, state: object = { running: { startedAt: '2026-11-20T10:00:00Z' } }) => ({
  metadata: metadata(name),
  spec: { volumes: [{ secret: { secretName } }], containers: [] },
  status: { phase, startTime: '2026-11-20T07:00:00Z', containerStatuses: [{ name: 'server', state }] },
});

const ITEMS = {
  secrets: [
    { metadata: metadata('flyte-admin-secrets', writtenAt('2026-11-20T12:00:00Z')), type: 'Opaque', data: { client_secret: base64(SECRET_VALUE), cookie_hash_key: '' } },
    { metadata: metadata('flyte-secret-auth', writtenAt('2026-11-20T08:00:00Z')), type: 'Opaque', data: { client_secret: base64('placeholder') } },
    { metadata: metadata('union-controlplane-secrets'), type: 'Opaque' },
    releaseName('controlplane', { global: { UNION_ORG: 'acme' }, flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } } }),
    releaseName('prometheus', {}),
  ],
  pods: [
    pod('flyteadmin-1', 'flyte-admin-secrets', 'Running'), pod('scheduler-1', 'flyte-secret-auth', 'Running'),
    pod('waiting-1', 'flyte-admin-secrets', 'Pending', { waiting: { reason: 'ContainerCreating' } }), pod('done-1', 'flyte-admin-secrets', 'Succeeded'),
  ],
  externalsecrets: [{
    metadata: metadata('union'),
    spec: { target: { name: 'union-controlplane-secrets', creationPolicy: 'Merge' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'x' } }] },
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'no such key' }] },
  }],
};

interface Listed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: object };
  readonly data: object;
}

interface Read {
  readonly api: ClusterApi;
  readonly content: ClusterContent;
  readonly printed: string;
}

/** Reads through the real kubectl. */
async function read(items: Items = ITEMS, forbidden: readonly string[] = []): Promise<Read> {
  const api = await ClusterApi.start(items, forbidden);
  const folder = mkdtempSync(join(tmpdir(), 'kube-'));
  const env = { KUBECONFIG: join(folder, 'config'), HOME: folder };
  writeFileSync(env.KUBECONFIG, api.kubeconfig);
  let printed = '';
  const kubectl: Kubectl = (args) => new Promise((resolve, reject) => execFile(kubeBinaries().kubectl, [...args], { env }, (error, out, err) => {
    printed += out;
    return error ? reject(new KubectlError(err.trim().split('\n').pop()!)) : resolve(out);
  }));
  const content = await readCluster([NAMESPACE], kubectl);
  await api.stop();
  return { api, content, printed };
}

/** A deployment whose name is unknown here. */
const UNKNOWN: ExaminationOptions = {
  deployment: { host: 'union.example.com', port: 443 },
  release: ChartVersion._current._contract,
  wires: { lookup: () => Promise.reject(new Error('ENOTFOUND')), connect: () => connect(9, '127.0.0.1') },
};

describe('a whole cluster', () => {
  let whole: Read;
  beforeAll(async () => {
    whole = await read();
  });

  test('is read, and the value of no Secret is printed or reported', async () => {
    const { api, content, printed } = whole;
    expect(content.unread).toEqual([]);
    expect(api.asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
    const shown = `${printed} ${JSON.stringify(content)} ${JSON.stringify(await diagnose(UNKNOWN, content))}`;
    expect([SECRET_VALUE, base64(SECRET_VALUE)].filter((form) => shown.includes(form))).toEqual([]);
  });

  test('Secrets are known by their keys, by what kind of value each has, and by the labels by which External Secrets watches them', () => {
    const { items } = JSON.parse(whole.content.manifests[0].text) as { items: Listed[] };
    const secrets = items.filter(({ kind }) => kind === 'Secret').map(({ metadata: { name, labels }, data }) => [name, data, labels]);
    const managed = { 'reconcile.external-secrets.io/managed': 'true' };
    expect(secrets).toEqual([
      ['flyte-admin-secrets', { client_secret: base64('withheld'), cookie_hash_key: '' }, managed],
      ['flyte-secret-auth', { client_secret: base64('placeholder') }, managed],
      ['union-controlplane-secrets', {}, {}],
    ]);
    expect(items.map(({ kind }) => kind)).toContain('ExternalSecret');
  });

  test('a pod that started before its Secret was written is named, and no other', () => {
    expect(whole.content.facts.stalePods).toEqual([{
      namespace: NAMESPACE,
      pod: 'flyteadmin-1',
      started: new Date('2026-11-20T10:00:00Z'),
      secrets: [{ name: 'flyte-admin-secrets', written: new Date('2026-11-20T12:00:00Z') }],
    }]);
  });

  test('is in the report, with the values that Helm has deployed of Union\'s charts alone', async () => {
    const { content } = whole;
    expect(content.values.map(({ name, chart }) => [name, chart])).toEqual([['helm release union-cp/union-controlplane', 'controlplane']]);
    const { findings, crashed } = await diagnose(UNKNOWN, content);
    expect(crashed).toEqual([]);
    expect(findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('live-'))).toEqual(['live-name-unresolved', 'live-pod-stale']);
    expect(findings.find(({ rule }) => rule === 'live-pod-stale')).toMatchObject({ object: { kind: 'Pod', namespace: NAMESPACE, name: 'flyteadmin-1' }, found: '2026-11-20T10:00:00Z' });
    expect(findings.map(({ file }) => file)).toEqual(expect.arrayContaining(['namespace union-cp', 'helm release union-cp/union-controlplane']));
  });
});

deep.each([
  ['kubectl-client-side-apply', [expect.stringMatching(/^pass\.txt, which only kubectl apply or Argo CD owns/)]],
  ['kubectl-client-side-apply union-auth-keys', []],
])('keys that the next kubectl apply removes are named, as verify names them of a dump, unless another manager has them, too: %s', async (managers, found) => {
  const managedFields = managers.split(' ').map((manager) => ({ manager, operation: 'Update', time: '2026-11-20T08:00:00Z', fieldsV1: { 'f:data': { '.': {}, 'f:pass.txt': {} } } }));
  const secret = { metadata: metadata('union-controlplane-secrets', { managedFields }), type: 'Opaque', data: { 'pass.txt': base64(SECRET_VALUE) } };
  const { content } = await read({ ...ITEMS, secrets: [secret] });
  expect(JSON.stringify(content)).not.toContain(SECRET_VALUE);
  expect(verify([...content.manifests], { only: ['secret-keys-applied'] }).findings.map((finding) => finding.found)).toEqual(found);
});

deep.each([
  [['secrets'], ['Helm releases of union-cp', 'Secrets of union-cp']],
  [['configmaps', 'deployments', 'ingressclasses'], ['configmaps, deployments of union-cp', 'ingressclasses of the cluster']],
])('where %j may not be read, the rest is', async (forbidden, unread) => {
  const { content } = await read(ITEMS, forbidden);
  expect(content.unread.map(({ what }) => what).sort()).toEqual(unread);
  expect(content.manifests[0].text).toContain('ExternalSecret');
  const missing = content.unread.map(({ what, reason }) => `${what} could not be read (${reason})`);
  expect(missing.filter((text) => !text.includes('is forbidden'))).toEqual([]);
  expect((await diagnose(UNKNOWN, content)).coverage.open.map((each) => each.missing)).toEqual(expect.arrayContaining(missing));
});

test('the role in integrations allows to list the kinds that are read, except Secrets, and nothing else', () => {
  const rules = (name: string) => roleOnCall().filter((object) => object.kind === 'ClusterRole' && object.metadata.name === name)
    .flatMap(({ rules: all }) => all as { apiGroups: string[]; resources: string[]; verbs: string[] }[]);
  const allowed = (name: string) => rules(name).flatMap(({ apiGroups: [group], resources }) => resources.map((each) => (group === '' ? each : `${each}.${group}`)));
  expect(allowed('union-doctor').sort()).toEqual([...NAMESPACED, PODS].sort());
  expect(allowed('union-doctor-cluster').sort()).toEqual([...CLUSTER_WIDE, ...DELIVERERS].sort());
  expect([...rules('union-doctor'), ...rules('union-doctor-cluster')].flatMap(({ verbs }) => verbs).filter((verb) => verb !== 'list')).toEqual([]);
});
