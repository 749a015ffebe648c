import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ChartRelease } from '../../src/contract/union/releases/chart-release';
import { Kubectl, KubectlError } from '../../src/doctor/cluster/kubectl';
import { ClusterContent, readCluster } from '../../src/doctor/cluster/read-cluster';
import { diagnose } from '../../src/doctor/diagnose';
import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import { kubeBinaries } from '../_tools/kube-binaries';
import { scratchDirectory } from '../constructs/edge/nginx/run-nginx';
import { ClusterApi } from './_cluster-api';

const NAMESPACE = 'union-cp';
const SECRET_VALUE = 'the-value-that-nobody-may-see';
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

const helmRelease = (chart: string, config: object) => ({
  metadata: metadata(`sh.helm.release.v1.${chart}.v3`, { labels: { owner: 'helm', status: 'deployed' } }),
  type: 'helm.sh/release.v1',
  data: { release: base64(gzipSync(JSON.stringify({ name: `union-${chart}`, chart: { metadata: { name: chart, version: '2026.8.3' } }, config })).toString('base64')) },
});

const ITEMS = {
  secrets: [
    { metadata: metadata('flyte-admin-secrets', writtenAt('2026-11-20T12:00:00Z')), type: 'Opaque', data: { client_secret: base64(SECRET_VALUE), cookie_hash_key: '' } },
    { metadata: metadata('flyte-secret-auth', writtenAt('2026-11-20T08:00:00Z')), type: 'Opaque', data: { client_secret: base64('placeholder') } },
    { metadata: metadata('union-controlplane-secrets'), type: 'Opaque' },
    helmRelease('controlplane', { global: { UNION_ORG: 'acme' }, flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } } }),
    helmRelease('prometheus', {}),
  ],
  pods: [
    { metadata: metadata('flyteadmin-1'), spec: { volumes: [{ secret: { secretName: 'flyte-admin-secrets' } }], containers: [] }, status: { phase: 'Running', startTime: '2026-11-20T10:00:00Z' } },
    { metadata: metadata('scheduler-1'), spec: { volumes: [{ secret: { secretName: 'flyte-secret-auth' } }], containers: [] }, status: { phase: 'Running', startTime: '2026-11-20T10:00:00Z' } },
    { metadata: metadata('done-1'), spec: { volumes: [{ secret: { secretName: 'flyte-admin-secrets' } }], containers: [] }, status: { phase: 'Succeeded', startTime: '2026-11-20T10:00:00Z' } },
  ],
  externalsecrets: [{
    metadata: metadata('union'),
    spec: { target: { name: 'union-controlplane-secrets', creationPolicy: 'Merge' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'x' } }] },
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'no such key' }] },
  }],
};

const apis: ClusterApi[] = [];

/** Reads through the real kubectl. */
async function read(api: ClusterApi): Promise<{ content: ClusterContent; printed: string }> {
  apis.push(api);
  const config = join(scratchDirectory(), 'config');
  writeFileSync(config, api.kubeconfig);
  let printed = '';
  const kubectl: Kubectl = (args) => new Promise((resolve, reject) => execFile(kubeBinaries().kubectl, [...args], { env: { KUBECONFIG: config, HOME: join(config, '..') } }, (error, out, err) => {
    printed += out;
    if (error) {
      reject(new KubectlError(err.trim().split('\n').pop()!));
    } else {
      resolve(out);
    }
  }));
  return { content: await readCluster([NAMESPACE], kubectl), printed };
}

afterAll(() => Promise.all(apis.map((api) => api.stop())));

test('kubectl reads, and prints the value of no Secret', async () => {
  const api = await ClusterApi.start(ITEMS);
  const { content, printed } = await read(api);
  expect(content.unread).toEqual([]);
  expect(api.asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
  for (const form of [SECRET_VALUE, base64(SECRET_VALUE)]) {
    expect(printed).not.toContain(form);
    expect(JSON.stringify(content)).not.toContain(form);
  }
});

test('Secrets are known by their keys, and by what kind of value each has', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  const { items } = JSON.parse(content.manifests[0].text) as { items: { kind: string; metadata: { name: string }; data: Record<string, string> }[] };
  const data = Object.fromEntries(items.filter(({ kind }) => kind === 'Secret').map((secret) => [secret.metadata.name, secret.data]));
  expect(data).toEqual({
    'flyte-admin-secrets': { client_secret: base64('withheld'), cookie_hash_key: '' },
    'flyte-secret-auth': { client_secret: base64('placeholder') },
    'union-controlplane-secrets': {},
  });
  expect(items.map(({ kind }) => kind)).toContain('ExternalSecret');
});

test('Secrets carry their labels, by which External Secrets watches them', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  const { items } = JSON.parse(content.manifests[0].text) as { items: { kind: string; metadata: { name: string; labels: object } }[] };
  const labels = Object.fromEntries(items.filter(({ kind }) => kind === 'Secret').map(({ metadata: { name, labels: each } }) => [name, each]));
  const managed = { 'reconcile.external-secrets.io/managed': 'true' };
  expect(labels).toEqual({ 'flyte-admin-secrets': managed, 'flyte-secret-auth': managed, 'union-controlplane-secrets': {} });
});

test('a pod that started before its Secret was written is named, and no other', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  expect(content.stalePods).toEqual([
    { namespace: NAMESPACE, pod: 'flyteadmin-1', secret: 'flyte-admin-secrets', started: new Date('2026-11-20T10:00:00Z'), written: new Date('2026-11-20T12:00:00Z') },
  ]);
});

test('it stands in the report beside what the deployment answers and what verify says of the objects', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  const report = await diagnose({
    deployment: { host: 'union.example.com', port: 443 },
    release: ChartRelease._current._contract,
    wires: { lookup: () => Promise.reject(new Error('ENOTFOUND')), connect: () => connect(9, '127.0.0.1') },
  }, content);
  const rules = report.findings.map(({ rule }) => rule);
  expect(rules.filter((rule) => rule.startsWith('live-'))).toEqual(['live-name-unresolved', 'live-pod-stale']);
  expect(rules.filter((rule) => !rule.startsWith('live-'))).not.toEqual([]);
  expect(report.findings.find(({ rule }) => rule === 'live-pod-stale')).toMatchObject({ object: { kind: 'Pod', namespace: NAMESPACE, name: 'flyteadmin-1' }, found: '2026-11-20T10:00:00Z' });
  expect(JSON.stringify(report)).not.toContain(SECRET_VALUE);
});

test('the values that Helm has deployed are judged as by verify, those of Union\'s charts alone', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  expect(content.values.map(({ name, chart }) => [name, chart])).toEqual([['helm release union-cp/union-controlplane', 'controlplane']]);
  const { findings, crashed } = verifyParsed(parseManifests(content.manifests, content.values));
  expect(crashed).toEqual([]);
  expect(findings.filter(({ file }) => file === 'helm release union-cp/union-controlplane')).not.toEqual([]);
});

test('what may not be read leaves the rest to be judged', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS, ['secrets']));
  expect(content.unread.map(({ what }) => what)).toEqual(['Secrets of union-cp', 'Helm releases of union-cp']);
  expect(content.unread[0].reason).toContain('forbidden');
  expect(content.manifests[0].text).toContain('ExternalSecret');
});

test('a cluster that cannot be asked is an error that says why', async () => {
  await expect(readCluster([NAMESPACE], () => Promise.reject(new KubectlError('refused')))).rejects.toThrow('refused');
});
