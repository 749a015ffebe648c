import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { Kubectl, KubectlError } from '../../src/doctor/cluster/kubectl';
import { CLUSTER_WIDE, ClusterContent, DELIVERERS, NAMESPACED, PODS, readCluster } from '../../src/doctor/cluster/read-cluster';
import { diagnose } from '../../src/doctor/diagnose';
import type { ExaminationOptions } from '../../src/doctor/examination';
import { parseManifests } from '../../src/verify/parse';
import { verify, verifyParsed } from '../../src/verify/verify';
import { oneIn } from '../_tools/drawn';
import { kubeBinaries } from '../_tools/kube-binaries';
import { scratchDirectory } from '../constructs/edge/nginx/run-nginx';
import { ClusterApi } from './_cluster-api';
import { roleOnCall } from './_role';

/** Each starts kubectl again and again. */
const deep = oneIn(10);

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

const releaseName = (chart: string, config: object) => ({
  metadata: metadata(`sh.helm.release.v1.${chart}.v3`, { labels: { owner: 'helm', status: 'deployed' } }),
  type: 'helm.sh/release.v1',
  data: { release: base64(gzipSync(JSON.stringify({ name: `union-${chart}`, chart: { metadata: { name: chart, version: '2026.8.3' } }, config })).toString('base64')) },
});

/** A minute after the kubelet has taken the pod: its init containers come first. */
const startedAt = (phase: string, time: string) => ({
  phase, startTime: '2026-11-20T07:00:00Z', containerStatuses: [{ name: 'server', state: { running: { startedAt: time } } }],
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
    { metadata: metadata('flyteadmin-1'), spec: { volumes: [{ secret: { secretName: 'flyte-admin-secrets' } }], containers: [] }, status: startedAt('Running', '2026-11-20T10:00:00Z') },
    { metadata: metadata('scheduler-1'), spec: { volumes: [{ secret: { secretName: 'flyte-secret-auth' } }], containers: [] }, status: startedAt('Running', '2026-11-20T10:00:00Z') },
    {
      metadata: metadata('waiting-1'),
      spec: { volumes: [{ secret: { secretName: 'flyte-admin-secrets' } }], containers: [] },
      status: { phase: 'Pending', startTime: '2026-11-20T10:00:00Z', containerStatuses: [{ name: 'server', state: { waiting: { reason: 'ContainerCreating' } } }] },
    },
    { metadata: metadata('done-1'), spec: { volumes: [{ secret: { secretName: 'flyte-admin-secrets' } }], containers: [] }, status: startedAt('Succeeded', '2026-11-20T10:00:00Z') },
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
  let printed = '';
  const content = await readCluster([NAMESPACE], kubectlAt(api, (out) => (printed += out)));
  return { content, printed };
}

function kubectlAt(api: ClusterApi, prints: (out: string) => void = () => undefined): Kubectl {
  const config = join(scratchDirectory(), 'config');
  writeFileSync(config, api.kubeconfig);
  const env = { KUBECONFIG: config, HOME: join(config, '..') };
  return (args) => new Promise((resolve, reject) => execFile(kubeBinaries().kubectl, [...args], { env }, (error, out, err) => {
    prints(out);
    if (error) {
      reject(new KubectlError(err.trim().split('\n').pop()!));
    } else {
      resolve(out);
    }
  }));
}

afterAll(() => Promise.all(apis.map((api) => api.stop())));

deep('kubectl reads, and prints the value of no Secret', async () => {
  const api = await ClusterApi.start(ITEMS);
  const { content, printed } = await read(api);
  expect(content.unread).toEqual([]);
  expect(api.asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
  for (const form of [SECRET_VALUE, base64(SECRET_VALUE)]) {
    expect(printed).not.toContain(form);
    expect(JSON.stringify(content)).not.toContain(form);
  }
});

deep('Secrets are known by their keys, and by what kind of value each has', async () => {
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

deep('Secrets carry their labels, by which External Secrets watches them', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  const { items } = JSON.parse(content.manifests[0].text) as { items: { kind: string; metadata: { name: string; labels: object } }[] };
  const labels = Object.fromEntries(items.filter(({ kind }) => kind === 'Secret').map(({ metadata: { name, labels: each } }) => [name, each]));
  const managed = { 'reconcile.external-secrets.io/managed': 'true' };
  expect(labels).toEqual({ 'flyte-admin-secrets': managed, 'flyte-secret-auth': managed, 'union-controlplane-secrets': {} });
});

deep('keys that the next kubectl apply takes are named, as verify names them of a dump, until somebody else has them, too', async () => {
  const applied = (name: string, ...managers: string[]) => ({
    metadata: metadata(name, {
      managedFields: managers.map((manager) => ({ manager, operation: 'Update', time: '2026-11-20T08:00:00Z', fieldsV1: { 'f:data': { '.': {}, 'f:pass.txt': {} } } })),
    }),
    type: 'Opaque',
    data: { 'pass.txt': base64(SECRET_VALUE) },
  });
  const appliedKeys = async (...managers: string[]) => {
    const { content } = await read(await ClusterApi.start({ ...ITEMS, secrets: [applied('union-controlplane-secrets', ...managers)] }));
    expect(JSON.stringify(content)).not.toContain(SECRET_VALUE);
    return verify([...content.manifests], { only: ['secret-keys-applied'] }).findings.map(({ found }) => found);
  };
  expect(await appliedKeys('kubectl-client-side-apply')).toEqual([expect.stringMatching(/^pass\.txt, which only kubectl apply or Argo CD owns/)]);
  expect(await appliedKeys('kubectl-client-side-apply', 'union-auth-keys')).toEqual([]);
});

deep('a pod that started before its Secret was written is named, and no other', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  expect(content.facts.stalePods).toEqual([
    {
      namespace: NAMESPACE,
      pod: 'flyteadmin-1',
      started: new Date('2026-11-20T10:00:00Z'),
      secrets: [{ name: 'flyte-admin-secrets', written: new Date('2026-11-20T12:00:00Z') }],
    },
  ]);
});

/** A deployment whose name is unknown here. */
const UNKNOWN: ExaminationOptions = {
  deployment: { host: 'union.example.com', port: 443 },
  release: ChartVersion._current._contract,
  wires: { lookup: () => Promise.reject(new Error('ENOTFOUND')), connect: () => connect(9, '127.0.0.1') },
};

deep('it is in the report next to the answers of the deployment and the findings of verify', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  const report = await diagnose(UNKNOWN, content);
  const rules = report.findings.map(({ rule }) => rule);
  expect(rules.filter((rule) => rule.startsWith('live-'))).toEqual(['live-name-unresolved', 'live-pod-stale']);
  expect(rules.filter((rule) => !rule.startsWith('live-'))).not.toEqual([]);
  expect(report.findings.find(({ rule }) => rule === 'live-pod-stale')).toMatchObject({ object: { kind: 'Pod', namespace: NAMESPACE, name: 'flyteadmin-1' }, found: '2026-11-20T10:00:00Z' });
  expect(JSON.stringify(report)).not.toContain(SECRET_VALUE);
});

deep('the values that Helm has deployed are judged as by verify, those of Union\'s charts alone', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  expect(content.values.map(({ name, chart }) => [name, chart])).toEqual([['helm release union-cp/union-controlplane', 'controlplane']]);
  const { findings, crashed } = verifyParsed(parseManifests(content.manifests, content.values));
  expect(crashed).toEqual([]);
  expect(findings.filter(({ file }) => file === 'helm release union-cp/union-controlplane')).not.toEqual([]);
});

deep('what verify passes over in the cluster is named in the report', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS));
  const manifests = [...content.manifests, { name: 'namespace other', text: '{{- range .Values.services }}\n- {{ . }}\n{{- end }}\n' }];
  const { notices } = await diagnose(UNKNOWN, { ...content, manifests });
  expect(notices).toEqual(verifyParsed(parseManifests(manifests, content.values)).notices);
  expect(notices).toContainEqual({ file: 'namespace other', line: 1, message: expect.stringMatching(/template.*ignored/) as string });
});

deep('what may not be read leaves the rest to be judged', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS, ['secrets']));
  expect(content.unread.map(({ what }) => what)).toEqual(['Helm releases of union-cp', 'Secrets of union-cp']);
  expect(content.unread[0].reason).toContain('forbidden');
  expect((await diagnose(UNKNOWN, content)).coverage.open).toContainEqual({
    missing: `Secrets of union-cp could not be read (${content.unread[1].reason})`, question: 'the content of the namespace', add: 'permission to list them',
  });
  expect(content.manifests[0].text).toContain('ExternalSecret');
});

deep('of a kind that may not be read alone the others are', async () => {
  const { content } = await read(await ClusterApi.start(ITEMS, ['configmaps', 'deployments', 'ingressclasses']));
  expect(content.unread.map(({ what }) => what).sort()).toEqual(['configmaps, deployments of union-cp', 'ingressclasses of the cluster']);
  expect(content.manifests[0].text).toContain('ExternalSecret');
  expect(content.facts.edge.classless).toBeUndefined();
});

deep('an extension of the API that is down leaves the rest to be judged', async () => {
  const api = await ClusterApi.start(ITEMS);
  apis.push(api);
  const kubectl = kubectlAt(api);
  const half: Kubectl = async (args) => {
    const printed = await kubectl(args);
    return args[0] === 'api-resources' ? Promise.reject(new KubectlError('metrics.k8s.io is down', printed)) : printed;
  };
  const content = await readCluster([NAMESPACE], half);
  expect(content.unread).toEqual([{ what: 'some kinds of objects', reason: 'metrics.k8s.io is down' }]);
  expect(content.facts.stalePods).toHaveLength(1);
});

deep('the role in integrations allows to list the kinds that are read, except Secrets, and nothing else', () => {
  const rules = (name: string) => roleOnCall().filter((object) => object.kind === 'ClusterRole' && object.metadata.name === name)
    .flatMap(({ rules: all }) => all as { apiGroups: string[]; resources: string[]; verbs: string[] }[]);
  const allowed = (name: string) => rules(name).flatMap(({ apiGroups: [group], resources }) => resources.map((each) => (group === '' ? each : `${each}.${group}`)));
  expect(allowed('union-doctor').sort()).toEqual([...NAMESPACED, PODS].sort());
  expect(allowed('union-doctor-cluster').sort()).toEqual([...CLUSTER_WIDE, ...DELIVERERS].sort());
  expect([...rules('union-doctor'), ...rules('union-doctor-cluster')].flatMap(({ verbs }) => verbs).filter((verb) => verb !== 'list')).toEqual([]);
});

deep('a cluster that cannot be asked is an error that says why', async () => {
  await expect(readCluster([NAMESPACE], () => Promise.reject(new KubectlError('refused')))).rejects.toThrow('refused');
});
