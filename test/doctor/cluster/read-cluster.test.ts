import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../src/common/data/json';
import { Kubectl, KubectlError } from '../../../src/doctor/cluster/kubectl';
import { CLUSTER_WIDE, DELIVERERS, deployedValues, NAMESPACED, PODS, readCluster } from '../../../src/doctor/cluster/read-cluster';
import { NAMESPACE, object } from './_objects';

const FORBIDDEN = new KubectlError('forbidden');

/** A cluster that answers with objects by the resource, and refuses what is in a list together with one that it forbids. */
function cluster(items: Readonly<Record<string, readonly JsonObject[]>>, { forbidden = [], served = [...NAMESPACED, ...CLUSTER_WIDE, ...DELIVERERS, PODS], secrets = '', helm = '' }: {
  readonly forbidden?: readonly string[]; readonly served?: readonly string[]; readonly secrets?: string; readonly helm?: string;
} = {}) {
  const asked: string[] = [];
  const kubectl: Kubectl = (args) => {
    asked.push(args.join(' ').replace(/(go-template|jsonpath)=.*/s, '$1'));
    if (args[0] === 'api-resources') {
      return Promise.resolve(`${served.join('\n')}\n`);
    }
    if (args.includes('secrets')) {
      const isHelm = args.includes('-l');
      return forbidden.includes(isHelm ? 'helm' : 'secrets') ? Promise.reject(FORBIDDEN) : Promise.resolve(isHelm ? helm : secrets);
    }
    const names = args[1].split(',');
    const list = { items: names.flatMap((name) => items[name] ?? []) };
    return names.some((name) => forbidden.includes(name)) ? Promise.reject(FORBIDDEN) : Promise.resolve(JSON.stringify(list));
  };
  return { asked, kubectl };
}

const ITEMS = { 'configmaps': [object('v1', 'ConfigMap', 'c', {})], 'ingressclasses.networking.k8s.io': [object('networking.k8s.io/v1', 'IngressClass', 'nginx', {})] };
const itemsOf = (text: string) => (JSON.parse(text) as { items: { kind: string; metadata: { name: string } }[] }).items.map(({ kind, metadata: { name } }) => `${kind} ${name}`);

test('a namespace is listed with what its objects name, and what delivers into it', async () => {
  const { asked, kubectl } = cluster(ITEMS);
  const content = await readCluster([NAMESPACE], kubectl);
  expect(asked.sort()).toEqual([
    'api-resources --verbs=list -o name',
    `get ${CLUSTER_WIDE.join(',')} -o json`,
    `get ${DELIVERERS.join(',')} -A -o json`,
    `get ${NAMESPACED.join(',')} -n union-cp -o json`,
    'get pods -n union-cp -o json',
    '-n union-cp get secrets --field-selector=type!=helm.sh/release.v1 -o go-template',
    '-n union-cp get secrets -l owner=helm,status=deployed -o jsonpath',
  ].sort());
  expect(content.manifests.map(({ name, text }) => [name, itemsOf(text)])).toEqual([['namespace union-cp', ['ConfigMap c']], ['the cluster', ['IngressClass nginx']]]);
  expect([content.values, content.unread]).toEqual([[], []]);
  expect(content.facts).toEqual({ stalePods: [], edge: { classless: [], unclaimed: [], unissued: [] }, failedDeliveries: [] });
});

test('of what the whole cluster has, classes are classes and no store is', async () => {
  const ingress = object('networking.k8s.io/v1', 'Ingress', 'a', { spec: { ingressClassName: 'nginx', rules: [{ host: 'a' }] } });
  const store = object('external-secrets.io/v1', 'ClusterSecretStore', 'vault', {});
  const items = { ...ITEMS, 'ingresses.networking.k8s.io': [ingress], 'clustersecretstores.external-secrets.io': [store] };
  const classless = async (all: typeof items) =>
    (await readCluster([NAMESPACE], cluster(all).kubectl)).facts.edge.classless?.map(({ reason }) => reason);
  expect(await classless(items)).toEqual([]);
  expect(await classless({ ...items, 'ingressclasses.networking.k8s.io': [] })).toEqual(['the class nginx; the cluster has none']);
});

test('each namespace has its objects, its Secrets and its values', async () => {
  const helm = Buffer.from(Buffer.from(JSON.stringify({ name: 'union', chart: { metadata: { name: 'dataplane', version: '2026.8.3' } } })).toString('base64')).toString('base64');
  const secrets = JSON.stringify({ namespace: 'union', name: 's', uid: 'u', type: 'Opaque', labels: {}, written: [], owners: [], recordedBy: [], keys: {} });
  const { manifests, values } = await readCluster([NAMESPACE, 'union'], cluster(ITEMS, { helm, secrets }).kubectl);
  expect(manifests.map(({ text }) => itemsOf(text))).toEqual([['ConfigMap c', 'Secret s'], ['ConfigMap c', 'Secret s'], ['IngressClass nginx']]);
  expect(values.map(({ name }) => name)).toEqual(['helm release union-cp/union', 'helm release union/union']);
});

test('what the cluster does not serve is not asked for', async () => {
  const { asked, kubectl } = cluster(ITEMS, { served: ['configmaps', 'pods', 'x'] });
  await readCluster([NAMESPACE], kubectl);
  expect(asked.filter((each) => each.startsWith('get '))).toEqual(['get configmaps -n union-cp -o json', 'get pods -n union-cp -o json']);
});

test('forbidden kinds are reported in order, and the rest is read', async () => {
  const forbidden = ['secrets', 'helm', 'services', 'deployments.apps', 'ingressclasses.networking.k8s.io'];
  const content = await readCluster([NAMESPACE, 'union'], cluster(ITEMS, { forbidden }).kubectl);
  expect(content.unread).toEqual([
    'Helm releases of union', 'Helm releases of union-cp', 'Secrets of union', 'Secrets of union-cp', 'ingressclasses of the cluster', 'services, deployments of union', 'services, deployments of union-cp',
  ].map((what) => ({ what, reason: 'forbidden' })));
  expect(itemsOf(content.manifests[0].text)).toEqual(['ConfigMap c']);
  expect(content.facts.edge).toEqual({ unclaimed: [], unissued: [] });
});

test('other failures are reported as such', async () => {
  const { kubectl } = cluster({});
  const content = await readCluster([NAMESPACE], (args) => (args.includes('-l') ? Promise.resolve('bm9uZQ==') : kubectl(args)));
  expect(content.unread).toEqual([{ what: 'Helm releases of union-cp', reason: 'kubectl printed something that cannot be read' }]);
});

test.each([
  ['that is refused', new KubectlError('refused', '')],
  ['that breaks', new Error('broken')],
])('a cluster %s is an error', async (_, error) => {
  await expect(readCluster([NAMESPACE], () => Promise.reject(error))).rejects.toBe(error);
});

test('an extension of the API that is down leaves the rest', async () => {
  const { kubectl } = cluster(ITEMS);
  const half: Kubectl = async (args) => {
    const printed = await kubectl(args);
    return args[0] === 'api-resources' ? Promise.reject(new KubectlError('metrics.k8s.io is down', printed)) : printed;
  };
  const { unread, manifests } = await readCluster([NAMESPACE], half);
  expect([unread, itemsOf(manifests[0].text)]).toEqual([[{ what: 'some kinds of objects', reason: 'metrics.k8s.io is down' }], ['ConfigMap c']]);
});

test.each([['null'], ['[]'], ['{"items":{}}'], ['{"items":[7,null]}']])('a list that is %s has nothing', async (printed) => {
  const { kubectl } = cluster({});
  const { manifests } = await readCluster([NAMESPACE], (args) => (args[1]?.startsWith('configmaps') ? Promise.resolve(printed) : kubectl(args)));
  expect(itemsOf(manifests[0].text)).toEqual([]);
});

describe('values that Helm has deployed', () => {
  const release = (chart: unknown, more: object = {}) => ({ name: 'union', chart: { metadata: { name: chart, version: '2026.8.3' } }, config: { a: 1 }, ...more });
  const packed = (content: Buffer) => Buffer.from(content.toString('base64')).toString('base64');
  const zipped = (content: object) => packed(gzipSync(JSON.stringify(content)));
  const read = async (...lines: string[]) => deployedValues('union-cp', () => Promise.resolve(`${lines.join('\n')}\n`));

  test('are read packed and unpacked, those of Union\'s charts alone', async () => {
    const values = await read(zipped(release('controlplane')), packed(Buffer.from(JSON.stringify(release('dataplane', { name: 'dp', config: null })))), zipped(release('prometheus')), zipped(release(7)), zipped([]), zipped({ chart: 'x' }), zipped({ chart: {} }));
    const at = { namespace: 'union-cp' };
    expect(values).toMatchObject([
      { ...at, name: 'helm release union-cp/union', plane: 'helm release union-cp/union', chart: 'controlplane', text: 'a: 1\n' },
      { ...at, name: 'helm release union-cp/dp', plane: 'helm release union-cp/dp', chart: 'dataplane', text: '{}\n' },
    ]);
    expect(values).toHaveLength(2);
  });

  // Neither byte alone is the mark of a packed release.
  test.each([[[0x1f, 0x00]], [[0x7b, 0x8b]]])('that begin with %j are not unpacked', async (bytes) => {
    await expect(read(packed(Buffer.from(bytes)))).rejects.toThrow(SyntaxError);
  });
});

describe('a pod that has old values', () => {
  const pod = (name: string, started: readonly string[], phase = 'Running', secrets = ['a', 'b', 'c', 'd']) => object('v1', 'Pod', name, {
    spec: { volumes: secrets.map((secretName) => ({ name: secretName, secret: { secretName } })), containers: [] },
    status: { phase, containerStatuses: started.map((startedAt) => ({ state: startedAt === '' ? { waiting: {} } : { running: { startedAt } } })) },
  });
  const day = (number: number) => `2030-01-0${number}T00:00:00Z`;
  const secret = (name: string, written: readonly string[], namespace = NAMESPACE) => JSON.stringify({ namespace, name, uid: 'u', type: 'Opaque', labels: {}, written, owners: [], recordedBy: [], keys: {} });
  const SECRETS = [secret('a', [day(4)]), secret('b', [day(6)]), secret('c', []), secret('d', [day(5)]), secret('e', [day(9)])].join('\n');

  test.each<[string, JsonObject, string[]]>([
    ['of two, the latest first', pod('p', [day(4)]), ['b', 'd']],
    ['by the first of its containers', pod('p', [day(6), day(5), '']), ['b']],
    ['of none that was written when it started', pod('p', [day(6)]), []],
    ['but has not started', pod('p', ['']), []],
    ['but has ended', pod('p', [day(1)], 'Succeeded'), []],
    ['of Secrets that it does not read', pod('p', [day(1)], 'Running', ['c']), []],
  ])('%s', async (_, raw, names) => {
    const { facts } = await readCluster([NAMESPACE], cluster({ pods: [raw] }, { secrets: SECRETS }).kubectl);
    expect(facts.stalePods.map(({ namespace, pod: name, secrets }) => [namespace, name, secrets.map((each) => each.name)])).toEqual(names.length === 0 ? [] : [[NAMESPACE, 'p', names]]);
  });

  test('is reported with both times', async () => {
    const { facts } = await readCluster([NAMESPACE], cluster({ pods: [pod('p', [day(5)])] }, { secrets: SECRETS }).kubectl);
    expect(facts.stalePods).toEqual([{ namespace: NAMESPACE, pod: 'p', started: new Date(day(5)), secrets: [{ name: 'b', written: new Date(day(6)) }] }]);
  });
});
