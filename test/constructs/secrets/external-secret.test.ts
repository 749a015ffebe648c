import { App, Chart, Duration, Testing } from 'cdk8s';
import { ClusterSecretStore, SecretStore, SecretStoreProvider } from '../../../src';
import { ExternalSecret, ExternalSecretProps, SecretCreationPolicy, SecretDeletionPolicy } from '../../../src/constructs/secrets/external-secret';
import { synth } from '../../_tools/fixtures';
import { expectValid } from '../../_tools/schemas';

const PROPS: ExternalSecretProps = {
  metadata: { name: 'one', namespace: 'union' },
  store: SecretStore.fromName('default'),
  target: { name: 'target' },
  data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/client-secret' } }],
};

function emitted(overrides: Partial<ExternalSecretProps> = {}) {
  const manifests = synth((chart) => new ExternalSecret(chart, 'it', { ...PROPS, ...overrides }));
  expect(manifests).toHaveLength(1);
  // The schema package is older than ESO 2.8, which brought CreateOrMerge.
  if (overrides.target?.creationPolicy !== SecretCreationPolicy.CREATE_OR_MERGE) {
    expectValid(manifests[0]);
  }
  return manifests[0];
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

test('leaves the defaults out when asked', () => {
  const { data, target } = emitted({ spellOutDefaults: false }).spec;
  expect(data).toEqual([{ secretKey: 'client_secret', remoteRef: { key: 'union/client-secret' } }]);
  expect(target.template).toEqual({ engineVersion: 'v2', data: TEMPLATE.data });
});

test('passes values on as they are when asked', () => {
  expect(emitted({ guardValues: false }).spec.target.template).toEqual({ engineVersion: 'v2', mergePolicy: 'Replace' });
});

test('leaves a template of your own alone', () => {
  const template = { client_secret: '{{ .client_secret | trim }}' };
  expect(emitted({ target: { name: 'target', template } }).spec.target.template.data).toEqual(template);
});

describe('a Secret in which Union keeps its own keys', () => {
  const shared = (overrides: Partial<ExternalSecretProps> = {}) => synth((chart) =>
    new ExternalSecret(chart, 'it', { ...PROPS, target: { name: 'flyte-admin-secrets' }, ...overrides }));

  test('is merged into, and emitted without data, so that Merge finds it', () => {
    const [secret, externalSecret] = shared();
    expect(secret).toMatchObject({ kind: 'Secret', metadata: { name: 'flyte-admin-secrets', namespace: 'union' } });
    expect(secret).not.toHaveProperty('data');
    expect(secret.metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep', 'kustomize.toolkit.fluxcd.io/prune': 'disabled', 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' });
    expect(externalSecret.spec.target).toMatchObject({ creationPolicy: 'Merge', template: { data: TEMPLATE.data } });
  });

  test('is emitted once for two that add to it', () => {
    const manifests = synth((chart) => {
      for (const key of ['secret', 'token']) {
        new ExternalSecret(chart, key, {
          ...PROPS, metadata: { name: key, namespace: 'union' }, target: { name: 'union-secret-auth' }, data: [{ secretKey: key, remoteRef: { key } }],
        });
      }
    });
    expect(manifests.map(({ kind }) => kind)).toEqual(['Secret', 'ExternalSecret', 'ExternalSecret']);
  });

  test('is left to others when asked', () => expect(shared({ ensureTarget: false }).map(({ kind }) => kind)).toEqual(['ExternalSecret']));
});

test('a Secret of your own is emitted for Merge when asked', () => {
  const target = { name: 'target', creationPolicy: SecretCreationPolicy.MERGE };
  const kinds = (ensureTarget?: boolean) => synth((chart) =>
    new ExternalSecret(chart, 'it', { ...PROPS, target, ensureTarget })).map(({ kind }) => kind);
  expect(kinds(true)).toEqual(['Secret', 'ExternalSecret']);
  expect(kinds()).toEqual(['ExternalSecret']);
});

test('a SecretStore of another namespace is refused, and one that is named is not', () => {
  const app = new App();
  const provider = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });
  const store = new SecretStore(new Chart(app, 'cp', { namespace: 'union-cp' }), 'store', { metadata: { name: 'default' }, provider });
  const reports = new Chart(app, 'reports', { namespace: 'reports' });
  const props = { target: { name: 'client' }, data: PROPS.data };
  expect(() => new ExternalSecret(reports, 'it', { ...props, store })).toThrow(
    'store: "default" is in namespace union-cp, and reports/it in reports: an ExternalSecret can only use a SecretStore of its namespace.',
  );
  expect(reports.node.children).toEqual([]);
  expect(new ExternalSecret(reports, 'it', { ...props, store: SecretStore.fromName('default') }).secretName).toBe('client');
});

test('sets annotations of the Secret, and keeps its own off it', () => {
  const annotations = { 'helm.sh/resource-policy': 'keep' };
  expect(emitted({ target: { name: 'target', annotations } }).spec.target.template).toEqual({ ...TEMPLATE, metadata: { annotations } });
});

test('copies its own labels and annotations only when asked', () => {
  expect(emitted({ target: { name: 'target', copyMetadata: true } }).spec.target).not.toHaveProperty('template');
});

test('names property and version of an entry', () => {
  const remoteRef = { key: 'union', property: 'clients.web', version: '7' };
  expect(emitted({ data: [{ secretKey: 'pass.txt', remoteRef }] }).spec.data).toEqual([{ secretKey: 'pass.txt', remoteRef: { ...remoteRef, ...DEFAULTS } }]);
});

describe('a SecretStore without a namespace', () => {
  const props = { target: { name: 'client' }, data: PROPS.data };
  const made = () => {
    const app = new App();
    const provider = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });
    const store = new SecretStore(new Chart(app, 'stores'), 'store', { metadata: { name: 'default' }, provider });
    const read = (namespace: string, more: object = {}) => new ExternalSecret(new Chart(app, `${namespace}-${app.charts.length}`, { namespace }), 'it', { ...props, store, ...more });
    return { app, store, provider, read };
  };

  test('serves readers of one namespace', () => {
    const { read } = made();
    read('union');
    expect(read('union').secretName).toBe('client');
  });

  test('and is refused to those of a second one, as no namespace would be right', () => {
    const { app, read } = made();
    read('union-cp');
    expect(() => read('union')).toThrow('store: "default" has no namespace, and is already read in union-cp by union-cp-1/it, while union-2/it is in union: an ExternalSecret can only use a SecretStore of its namespace.');
    expect(app.charts[2].toJson()).toEqual([]);
  });

  test('in the chart of one cluster is refused to the readers of another, and one of a chart for all is not', () => {
    const { app, provider, read } = made();
    const of = (cluster: string) => ({ metadata: { annotations: { 'union-auth.cdk8s.io/cluster': cluster } } });
    read('union', of('east'));
    expect(read('union', of('west')).secretName).toBe('client');
    const east = new Chart(app, 'east', { namespace: 'union' });
    const own = new SecretStore(east, 'store', { metadata: { name: 'own' }, provider });
    new ExternalSecret(east, 'it', { ...props, store: own, ...of('east') });
    expect(() => read('union', { store: own, ...of('west') })).toThrow('store: "own" is already read in cluster east by east/it, while union-4/it is in cluster west: a store belongs to the cluster of its chart.');
  });
});

test('reads from a cluster store', () => {
  expect(emitted({ store: ClusterSecretStore.fromName('vault') }).spec.secretStoreRef).toEqual({ name: 'vault', kind: 'ClusterSecretStore' });
});

test.each([
  [Duration.seconds(0), '0s'],
  [Duration.seconds(10), '10s'],
  [Duration.minutes(15), '15m'],
  [Duration.minutes(90), '1h30m'],
  [Duration.days(2), '48h'],
  [Duration.millis(10_500), '10s500ms'],
])('refreshes every %s', (refreshInterval, expected) => expect(emitted({ refreshInterval }).spec.refreshInterval).toBe(expected));

test.each(Object.values(SecretCreationPolicy))('creation policy %s goes with Retain', (creationPolicy) => {
  expect(emitted({ target: { name: 'target', creationPolicy } }).spec.target).toMatchObject({ name: 'target', creationPolicy, deletionPolicy: 'Retain' });
});

test.each<[SecretCreationPolicy | undefined, SecretDeletionPolicy, boolean]>([
  [undefined, SecretDeletionPolicy.DELETE, true],
  [SecretCreationPolicy.OWNER, SecretDeletionPolicy.DELETE, true],
  [SecretCreationPolicy.ORPHAN, SecretDeletionPolicy.DELETE, false],
  [SecretCreationPolicy.MERGE, SecretDeletionPolicy.DELETE, false],
  [SecretCreationPolicy.NONE, SecretDeletionPolicy.DELETE, false],
  [SecretCreationPolicy.CREATE_OR_MERGE, SecretDeletionPolicy.DELETE, false],
  [SecretCreationPolicy.OWNER, SecretDeletionPolicy.MERGE, true],
  [SecretCreationPolicy.MERGE, SecretDeletionPolicy.MERGE, true],
  [SecretCreationPolicy.NONE, SecretDeletionPolicy.MERGE, false],
])('creation policy %s with deletion policy %s: %s', (creationPolicy, deletionPolicy, allowed) => {
  const build = () => emitted({ target: { name: 'target', creationPolicy, deletionPolicy } });
  if (allowed) {
    expect(build().spec.target).toMatchObject({ name: 'target', creationPolicy: creationPolicy ?? 'Owner', deletionPolicy });
  } else {
    expect(build).toThrow(
      new Error(`ExternalSecret has a problem:\n  - target.deletionPolicy: "${deletionPolicy}" conflicts with creationPolicy ${creationPolicy}; use Retain`),
    );
  }
});

test('a template computes the values in the cluster, and its keys are written', () => {
  const template = { EAGER_API_KEY: '{{ printf "%s" .client_secret | b64enc }}' };
  expect(emitted({ target: { name: 'target', template } }).spec.target.template).toEqual({ ...TEMPLATE, data: template });
  expect(new ExternalSecret(Testing.chart(), 'it', { ...PROPS, target: { name: 'target', template } }).secretKeys).toEqual(['EAGER_API_KEY']);
});

test('describes what it writes, and exposes the L1 object', () => {
  const it = new ExternalSecret(Testing.chart(), 'it', PROPS);
  expect(it.secretName).toBe('target');
  expect(it.secretKeys).toEqual(['client_secret']);
  expect(it.node.defaultChild).toBe(it.apiObject);
  expect(it.name).toBe('one');
  it.metadata.addAnnotation('a', 'b');
  expect((it.apiObject.toJson() as any).metadata.annotations).toEqual({ a: 'b' });
});

test('without name it is named by its path', () => expect(emitted({ metadata: undefined }).metadata.name).toMatch(/^test-it/));

const KEY_EMPTY = 'must not be empty; give the entry in the secret store';
const PLACEHOLDER = 'is a placeholder; replace it with your own value';
const NO_KEY = 'is not a Secret key; use letters, digits, "-", "_" and "."';
const entry = (secretKey: string, key: string, rest = {}) => ({ secretKey, remoteRef: { key, ...rest } });

test.each<[Partial<ExternalSecretProps>, string[]]>([
  [{ target: { name: 'Target' } }, ['target.name: "Target" is not an object name; use lower-case letters, digits, "-" and "."']],
  [{ refreshInterval: '1h' as never }, ['refreshInterval: "1h" must be a Duration, such as Duration.minutes(5)']],
  [{ refreshInterval: null as never }, ['refreshInterval: null must be a Duration, such as Duration.minutes(5)']],
  [{ refreshInterval: Duration.seconds(9) }, ['refreshInterval: "9s" is too short; give at least 10s, or zero to read once']],
  [{ store: 'default' as never }, ['store: "default" is not a secret store; write SecretStore.fromName("default"), or pass a SecretStore']],
  [{ store: {} as never }, ['store: {} is not a secret store; write SecretStore.fromName("default"), or pass a SecretStore']],
  [{ data: [] }, ['data: [] must not be empty; give at least one key']],
  [{ data: [entry('a/b', 'x')] }, [`data[0].secretKey: "a/b" ${NO_KEY}`]],
  [{ data: [entry('a', 'x'), entry('b', 'x'), entry('a', 'y')] }, ['data[2].secretKey: "a" is given twice; give each key once']],
  [{ data: [entry('a', '')] }, [`data[0].remoteRef.key: "" ${KEY_EMPTY}`]],
  [{ data: [entry('a', '<your-secret-store-key>')] }, [`data[0].remoteRef.key: "<your-secret-store-key>" ${PLACEHOLDER}`]],
  [{ target: { name: 'target', template: { 'a b': '{{ .a }}' } } }, [`target.template: "a b" ${NO_KEY}`]],
  [
    { target: { name: 'target', copyMetadata: true, annotations: {} } },
    ['target.copyMetadata: true has no effect with template or annotations; leave it out'],
  ],
  [
    {
      target: { name: '', creationPolicy: SecretCreationPolicy.MERGE, deletionPolicy: SecretDeletionPolicy.DELETE },
      refreshInterval: Duration.seconds(1),
      data: [entry('', ' ', { property: ' ', version: '' }), entry('b', 'x', { property: '<field>', version: 'v 1' })],
    },
    [
      'target.name: "" is not an object name; use lower-case letters, digits, "-" and "."',
      `data[0].secretKey: "" ${NO_KEY}`,
      `data[0].remoteRef.key: " " ${KEY_EMPTY}`,
      'data[0].remoteRef.property: " " must not be empty; leave it out or give the field',
      'data[0].remoteRef.version: must not be empty',
      `data[1].remoteRef.property: "<field>" ${PLACEHOLDER}`,
      'data[1].remoteRef.version: "v 1" contains white space; remove it',
      'refreshInterval: "1s" is too short; give at least 10s, or zero to read once',
      'target.deletionPolicy: "Delete" conflicts with creationPolicy Merge; use Retain',
    ],
  ],
])('%j is refused', (bad, problems) => {
  const heading = problems.length === 1 ? 'ExternalSecret has a problem:' : `ExternalSecret has ${problems.length} problems:`;
  const chart = Testing.chart();
  expect(() => new ExternalSecret(chart, 'it', { ...PROPS, ...bad })).toThrow(new Error([heading, ...problems.map((problem) => `  - ${problem}`)].join('\n')));
  expect(Testing.synth(chart)).toEqual([]);
});

describe('two that write one Secret', () => {
  const { MERGE, OWNER, CREATE_OR_MERGE, NONE } = SecretCreationPolicy;
  const write = (chart: Chart, id: string, creationPolicy: SecretCreationPolicy, key: string, name = 'shared') =>
    new ExternalSecret(chart, id, { ...PROPS, metadata: { namespace: 'union' }, target: { name, creationPolicy }, data: [entry(key, 'x')] });

  test.each([
    [OWNER, 'a', OWNER, 'b', 'and one of the two replaces all of its content'],
    [MERGE, 'a', OWNER, 'b', 'and one of the two replaces all of its content'],
    [OWNER, 'a', CREATE_OR_MERGE, 'b', 'and one of the two replaces all of its content'],
    [MERGE, 'a', MERGE, 'a', 'the key a too'],
  ])('%s of %s and %s of %s are refused', (first, firstKey, second, secondKey, why) => {
    const chart = Testing.chart();
    write(chart, 'one', first, firstKey);
    expect(() => write(chart, 'two', second, secondKey)).toThrow(`target.name: "shared" is also written by ${chart.node.path}/one, ${why}; let only one of them write it`);
    expect(Testing.synth(chart)).toHaveLength(1);
  });

  test.each([
    [MERGE, 'a', MERGE, 'b'],
    [OWNER, 'a', NONE, 'a'],
    [NONE, 'a', OWNER, 'a'],
  ])('%s of %s and %s of %s go together', (first, firstKey, second, secondKey) => {
    const chart = Testing.chart();
    write(chart, 'one', first, firstKey);
    write(chart, 'two', second, secondKey);
    expect(Testing.synth(chart)).toHaveLength(2);
  });

  test('every key that both write is named', () => {
    const chart = Testing.chart();
    const target = { name: 'shared', creationPolicy: MERGE };
    const both = { ...PROPS, metadata: { namespace: 'union' }, target, data: [entry('a', 'x'), entry('b', 'y')] };
    new ExternalSecret(chart, 'one', both);
    expect(() => new ExternalSecret(chart, 'two', both)).toThrow(`is also written by ${chart.node.path}/one, the key a and b too; let only one of them write it`);
  });

  test('other names, namespaces and charts are others', () => {
    const app = Testing.app();
    const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
    write(one, 'a', OWNER, 'a');
    write(one, 'b', OWNER, 'a', 'another');
    write(two, 'a', OWNER, 'a');
    const inNamespace = new Chart(app, 'three', { namespace: 'union' });
    new ExternalSecret(inNamespace, 'a', { ...PROPS, metadata: {} });
    expect(() => new ExternalSecret(inNamespace, 'b', { ...PROPS, metadata: { name: 'b' } })).toThrow('target.name: "target" is also written by three/a');
  });
});
