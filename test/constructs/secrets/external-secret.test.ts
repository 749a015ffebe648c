import { App, Chart, Duration, Testing } from 'cdk8s';
import { ClusterSecretStore, SecretStore, SecretStoreProvider } from '../../../src';
import { ExternalSecret, ExternalSecretProps, SecretCreationPolicy, SecretDeletionPolicy } from '../../../src/constructs/secrets/external-secret';
import { synth } from '../../_tools/fixtures';
import { at } from '../../_tools/made';
import { problemsOf } from '../../_tools/problems';
import { expectValid } from '../../_tools/schemas';

const { CREATE_OR_MERGE, MERGE, NONE, ORPHAN, OWNER } = SecretCreationPolicy;
const { DELETE } = SecretDeletionPolicy;
const PROPS: ExternalSecretProps = {
  metadata: { name: 'one', namespace: 'union' },
  store: SecretStore.fromName('default'),
  target: { name: 'target' },
  data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/client-secret' } }],
};
const AWS = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });

const all = (overrides: Partial<ExternalSecretProps> = {}) => synth((chart) => new ExternalSecret(chart, 'it', { ...PROPS, ...overrides }));

function emitted(overrides: Partial<ExternalSecretProps> = {}) {
  const [manifest, ...others] = all(overrides);
  expect(others).toEqual([]);
  // The schema package is older than ESO 2.8, which brought CreateOrMerge.
  if (overrides.target?.creationPolicy !== CREATE_OR_MERGE) {
    expectValid(manifest);
  }
  return manifest;
}

/** Without a template ESO copies the ExternalSecret's annotations onto the Secret, those of kubectl and Argo CD among them. */
const TEMPLATE = {
  engineVersion: 'v2',
  mergePolicy: 'Replace',
  data: {
    client_secret: '{{- $value := regexReplaceAll "[\\r\\n]+$" .client_secret "" -}}'
      + '{{- if not (trim $value) }}{{ fail "the entry union/client-secret of the store is empty; client_secret keeps its value" }}{{ end -}}'
      + '{{- $value -}}',
  },
};
const { data: GUARDED, ...UNGUARDED } = TEMPLATE;
const DEFAULTS = { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };

test('spells out what the API server would default', () => expect(emitted()).toEqual({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'one', namespace: 'union' },
  spec: {
    secretStoreRef: { name: 'default', kind: 'SecretStore' },
    refreshInterval: '1h',
    target: { name: 'target', creationPolicy: 'Owner', deletionPolicy: 'Retain', template: TEMPLATE },
    data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/client-secret', ...DEFAULTS } }],
  },
}));

const OWN = { client_secret: '{{ .client_secret | trim }}' };
const API_KEY = { EAGER_API_KEY: '{{ printf "%s" .client_secret | b64enc }}' };
const KEPT = { annotations: { 'helm.sh/resource-policy': 'keep' } };
const REMOTE = { key: 'union', property: 'clients.web', version: '7' };

test.each<[string, Partial<ExternalSecretProps>, string, unknown]>([
  ['leaves the defaults out when asked', { spellOutDefaults: false }, 'spec.data', [{ secretKey: 'client_secret', remoteRef: { key: 'union/client-secret' } }]],
  ['guards values without the defaults', { spellOutDefaults: false }, 'spec.target.template', { engineVersion: 'v2', data: GUARDED }],
  ['passes values on as they are when asked', { guardValues: false }, 'spec.target.template', UNGUARDED],
  ['leaves a template of your own alone', { target: { name: 'target', template: OWN } }, 'spec.target.template', { ...UNGUARDED, data: OWN }],
  ['computes values in the cluster by a template', { target: { name: 'target', template: API_KEY } }, 'spec.target.template', { ...UNGUARDED, data: API_KEY }],
  ['sets annotations of the Secret', { target: { name: 'target', ...KEPT } }, 'spec.target.template', { ...TEMPLATE, metadata: KEPT }],
  ['copies its own labels and annotations only when asked', { target: { name: 'target', copyMetadata: true } }, 'spec.target.template', undefined],
  ['names property and version of an entry', { data: [{ secretKey: 'pass.txt', remoteRef: REMOTE }] }, 'spec.data', [{ secretKey: 'pass.txt', remoteRef: { ...REMOTE, ...DEFAULTS } }]],
  ['reads from a cluster store', { store: ClusterSecretStore.fromName('vault') }, 'spec.secretStoreRef', { name: 'vault', kind: 'ClusterSecretStore' }],
  ['is named by its path without a name', { metadata: undefined }, 'metadata.name', expect.stringMatching(/^test-it/)],
  ...([[Duration.seconds(0), '0s'], [Duration.seconds(10), '10s'], [Duration.minutes(15), '15m'], [Duration.minutes(90), '1h30m'], [Duration.days(2), '48h'], [Duration.millis(10_500), '10s500ms']] as const)
    .map(([refreshInterval, text]): [string, Partial<ExternalSecretProps>, string, unknown] => [`refreshes every ${text}`, { refreshInterval }, 'spec.refreshInterval', text]),
  ...Object.values(SecretCreationPolicy).map((creationPolicy): [string, Partial<ExternalSecretProps>, string, unknown] => [
    `retains the Secret with creation policy ${creationPolicy}`, { target: { name: 'target', creationPolicy } }, 'spec.target',
    { name: 'target', creationPolicy, deletionPolicy: 'Retain', template: TEMPLATE },
  ]),
])('%s', (_, props, path, expected) => expect(at(emitted(props), path)).toEqual(expected));

describe('a Secret in which Union keeps its own keys', () => {
  const target = { name: 'flyte-admin-secrets' };

  test('is merged into, and emitted without data, so that Merge finds it', () => {
    const [secret, externalSecret] = all({ target });
    expect(secret).toMatchObject({ kind: 'Secret', metadata: { name: 'flyte-admin-secrets', namespace: 'union' } });
    expect(secret).not.toHaveProperty('data');
    expect(secret.metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep', 'kustomize.toolkit.fluxcd.io/prune': 'disabled', 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' });
    expect(externalSecret.spec.target).toMatchObject({ creationPolicy: 'Merge', template: { data: GUARDED } });
  });

  test('is emitted once for two that add to it', () => {
    const manifests = synth((chart) => ['secret', 'token'].forEach((key) => new ExternalSecret(chart, key, {
      ...PROPS, metadata: { name: key, namespace: 'union' }, target: { name: 'union-secret-auth' }, data: [{ secretKey: key, remoteRef: { key } }],
    })));
    expect(manifests.map(({ kind }) => kind)).toEqual(['Secret', 'ExternalSecret', 'ExternalSecret']);
  });

  test.each<[string, Partial<ExternalSecretProps>, boolean]>([
    ['is left to others when asked', { target, ensureTarget: false }, false],
    ['may be one of your own, when asked', { target: { name: 'target', creationPolicy: MERGE }, ensureTarget: true }, true],
    ['is otherwise none of your own', { target: { name: 'target', creationPolicy: MERGE } }, false],
  ])('%s', (_, props, isEmitted) => expect(all(props).map(({ kind }) => kind)).toEqual([...isEmitted ? ['Secret'] : [], 'ExternalSecret']));
});

describe('the namespace of a SecretStore', () => {
  const props = { target: { name: 'client' }, data: PROPS.data };
  const made = (namespace?: string) => {
    const app = new App();
    const store = new SecretStore(new Chart(app, 'stores', { namespace }), 'store', { metadata: { name: 'default' }, provider: AWS });
    const read = (own: string, more: object = {}) => new ExternalSecret(new Chart(app, `${own}-${app.charts.length}`, { namespace: own }), 'it', { ...props, store, ...more });
    return { app, read };
  };
  const of = (cluster: string) => ({ metadata: { annotations: { 'union-auth.cdk8s.io/cluster': cluster } } });

  test('is that of its readers, unless the store is named', () => {
    const { app, read } = made('union-cp');
    expect(() => read('reports')).toThrow('store: "default" is in namespace union-cp, and reports-1/it in reports: an ExternalSecret can only use a SecretStore of its namespace.');
    expect(app.charts[1].node.children).toEqual([]);
    expect(read('reports', { store: SecretStore.fromName('default') }).secretName).toBe('client');
    expect(read('reports', { metadata: { namespace: 'union-cp' } }).secretName).toBe('client');
    expect(() => read('union-cp', { metadata: { namespace: 'reports' } })).toThrow('store: "default" is in namespace union-cp, and ');
  });

  test('is that of its first reader, where it has none', () => {
    const { app, read } = made();
    read('union-cp');
    expect(read('union-cp').secretName).toBe('client');
    expect(() => read('union')).toThrow('store: "default" has no namespace, and is already read in union-cp by union-cp-1/it, while union-3/it is in union: an ExternalSecret can only use a SecretStore of its namespace.');
    expect(app.charts[3].toJson()).toEqual([]);
  });

  test('is one of the cluster of its chart', () => {
    const { app, read } = made();
    read('union', of('east'));
    expect(read('union', of('west')).secretName).toBe('client');
    const east = new Chart(app, 'east', { namespace: 'union' });
    const own = new SecretStore(east, 'store', { metadata: { name: 'own' }, provider: AWS });
    new ExternalSecret(east, 'it', { ...props, store: own, ...of('east') });
    expect(() => read('union', { store: own, ...of('west') })).toThrow('store: "own" is already read in cluster east by east/it, while union-4/it is in cluster west: a store belongs to the cluster of its chart.');
  });
});

test('describes what it writes, and exposes the L1 object', () => {
  const it = new ExternalSecret(Testing.chart(), 'it', PROPS);
  expect([it.secretName, it.secretKeys, it.name]).toEqual(['target', ['client_secret'], 'one']);
  expect(it.node.defaultChild).toBe(it.apiObject);
  it.metadata.addAnnotation('a', 'b');
  expect((it.apiObject.toJson() as any).metadata.annotations).toEqual({ a: 'b' });
  expect(new ExternalSecret(Testing.chart(), 'it', { ...PROPS, target: { name: 'target', template: API_KEY } }).secretKeys).toEqual(['EAGER_API_KEY']);
});

test.each([[undefined, DELETE], [OWNER, DELETE], [OWNER, SecretDeletionPolicy.MERGE], [MERGE, SecretDeletionPolicy.MERGE]])(
  'creation policy %s goes with deletion policy %s', (creationPolicy, deletionPolicy) => {
    expect(emitted({ target: { name: 'target', creationPolicy, deletionPolicy } }).spec.target)
      .toEqual({ name: 'target', creationPolicy: creationPolicy ?? 'Owner', deletionPolicy, template: TEMPLATE });
  });

const KEY_EMPTY = 'must not be empty; give the entry in the secret store';
const PLACEHOLDER = 'is a placeholder; replace it with your own value';
const NO_OBJECT = 'is not an object name; use lower-case letters, digits, "-" and "."';
const NO_KEY = 'is not a Secret key; use letters, digits, "-", "_" and "."';
const NO_STORE = 'is not a secret store; write SecretStore.fromName("default"), or pass a SecretStore';
const NO_DURATION = 'must be a Duration, such as Duration.minutes(5)';
const entry = (secretKey: string, key: string, rest = {}) => ({ secretKey, remoteRef: { key, ...rest } });
const conflict = (creationPolicy: SecretCreationPolicy, deletionPolicy = DELETE): [Partial<ExternalSecretProps>, string[]] => [
  { target: { name: 'target', creationPolicy, deletionPolicy } }, [`target.deletionPolicy: "${deletionPolicy}" conflicts with creationPolicy ${creationPolicy}; use Retain`],
];

test.each<[Partial<ExternalSecretProps>, string[]]>([
  [{ target: { name: 'Target' } }, [`target.name: "Target" ${NO_OBJECT}`]],
  [{ refreshInterval: '1h' as never }, [`refreshInterval: "1h" ${NO_DURATION}`]],
  [{ refreshInterval: null as never }, [`refreshInterval: null ${NO_DURATION}`]],
  [{ refreshInterval: Duration.seconds(9) }, ['refreshInterval: "9s" is too short; give at least 10s, or zero to read once']],
  [{ store: 'default' as never }, [`store: "default" ${NO_STORE}`]],
  [{ store: {} as never }, [`store: {} ${NO_STORE}`]],
  [{ data: [] }, ['data: [] must not be empty; give at least one key']],
  [{ data: [entry('a/b', 'x')] }, [`data[0].secretKey: "a/b" ${NO_KEY}`]],
  [{ data: [entry('a', 'x'), entry('b', 'x'), entry('a', 'y')] }, ['data[2].secretKey: "a" is given twice; give each key once']],
  [{ data: [entry('a', '')] }, [`data[0].remoteRef.key: "" ${KEY_EMPTY}`]],
  [{ data: [entry('a', '<your-secret-store-key>')] }, [`data[0].remoteRef.key: "<your-secret-store-key>" ${PLACEHOLDER}`]],
  [{ target: { name: 'target', template: { 'a b': '{{ .a }}' } } }, [`target.template: "a b" ${NO_KEY}`]],
  [{ target: { name: 'target', copyMetadata: true, annotations: {} } }, ['target.copyMetadata: true has no effect with template or annotations; leave it out']],
  [{ target: { name: 'target', template: {} } }, ['target.template: {} must not be empty; leave it out for the keys of data']],
  [{ target: { name: 'target', template: JSON.parse('{"__proto__":"x"}') } }, ['target.template.__proto__: is a reserved name of JavaScript; remove it']],
  [{ data: [entry('__proto__', 'x')] }, [`data[0].secretKey: "__proto__" ${NO_KEY}`]],
  ...[ORPHAN, MERGE, NONE, CREATE_OR_MERGE].map((creationPolicy) => conflict(creationPolicy)),
  [{ target: { name: 'flyte-admin-secrets', deletionPolicy: DELETE } }, conflict(MERGE)[1]],
  conflict(NONE, SecretDeletionPolicy.MERGE),
  [{
    target: { name: '', creationPolicy: MERGE, deletionPolicy: DELETE },
    refreshInterval: Duration.seconds(1),
    data: [entry('', ' ', { property: ' ', version: '' }), entry('b', 'x', { property: '<field>', version: 'v 1' })],
  }, [
    `target.name: "" ${NO_OBJECT}`,
    `data[0].secretKey: "" ${NO_KEY}`,
    `data[0].remoteRef.key: " " ${KEY_EMPTY}`,
    'data[0].remoteRef.property: " " must not be empty; leave it out or give the field',
    'data[0].remoteRef.version: must not be empty',
    `data[1].remoteRef.property: "<field>" ${PLACEHOLDER}`,
    'data[1].remoteRef.version: "v 1" contains white space; remove it',
    'refreshInterval: "1s" is too short; give at least 10s, or zero to read once',
    ...conflict(MERGE)[1],
  ]],
])('rejects %j, and emits nothing', (bad, problems) => {
  const chart = Testing.chart();
  expect(problemsOf(() => new ExternalSecret(chart, 'it', { ...PROPS, ...bad }))).toEqual(problems);
  expect(Testing.synth(chart)).toEqual([]);
});

describe('two that write one Secret', () => {
  const write = (chart: Chart, id: string, creationPolicy: SecretCreationPolicy, keys: string[], more: Partial<ExternalSecretProps> = {}) =>
    new ExternalSecret(chart, id, { ...PROPS, metadata: { namespace: 'union' }, target: { name: 'shared', creationPolicy }, data: keys.map((key) => entry(key, key)), ...more });

  test.each([
    [OWNER, ['a'], OWNER, ['b'], 'and one of the two replaces all of its content'],
    [MERGE, ['a'], OWNER, ['b'], 'and one of the two replaces all of its content'],
    [OWNER, ['a'], CREATE_OR_MERGE, ['b'], 'and one of the two replaces all of its content'],
    [MERGE, ['a'], MERGE, ['a'], 'the key a too'],
    [MERGE, ['a', 'b'], MERGE, ['a', 'b'], 'the key a and b too'],
  ])('%s of %j and %s of %j are rejected', (first, firstKeys, second, secondKeys, why) => {
    const chart = Testing.chart();
    write(chart, 'one', first, firstKeys);
    expect(() => write(chart, 'two', second, secondKeys)).toThrow(`target.name: "shared" is also written by ${chart.node.path}/one, ${why}; let only one of them write it`);
    expect(Testing.synth(chart)).toHaveLength(1);
  });

  test.each([[MERGE, 'a', MERGE, 'b'], [OWNER, 'a', NONE, 'a'], [NONE, 'a', OWNER, 'a']])('%s of %s and %s of %s go together', (first, firstKey, second, secondKey) => {
    const chart = Testing.chart();
    write(chart, 'one', first, [firstKey]);
    write(chart, 'two', second, [secondKey]);
    expect(Testing.synth(chart)).toHaveLength(2);
  });

  test('other names, namespaces and charts are others', () => {
    const app = Testing.app();
    const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
    write(one, 'a', OWNER, ['a']);
    write(one, 'b', OWNER, ['a'], { target: { name: 'another' } });
    write(two, 'a', OWNER, ['a']);
    const inNamespace = new Chart(app, 'three', { namespace: 'union' });
    write(inNamespace, 'a', OWNER, ['a'], { metadata: {} });
    expect(() => write(inNamespace, 'b', OWNER, ['b'], { metadata: { name: 'b' } })).toThrow('target.name: "shared" is also written by three/a');
  });
});
