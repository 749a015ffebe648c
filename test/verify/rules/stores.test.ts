import { secretNamespaceMismatch, secretStoreMissing } from '../../../src/verify/rules/stores';
import { deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const missingStore = (called = 'default', namespace: string | null = 'union', spec: object = { provider: { aws: { region: 'us-east-2' } } }) =>
  object('external-secrets.io/v1', namespace === null ? 'ClusterSecretStore' : 'SecretStore', called, { spec }, namespace);
const reading = (secretStoreRef: object) => externalSecret(name, { namespace: 'union', spec: { secretStoreRef } });
const finding = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'spec.secretStoreRef' };
const siblings = ['one', 'two'].map((each) => externalSecret(each, {
  target: name, namespace: 'union', spec: { secretStoreRef: { name: 'union', kind: 'ClusterSecretStore' } },
}));

testRule(secretStoreMissing, {
  fires: [
    ['the name is misspelt', [missingStore(), reading({ name: 'defualt' })],
      { ...finding, expected: 'a SecretStore defualt', found: 'only SecretStore default' }],
    ['a ClusterSecretStore is taken for a SecretStore', [missingStore('default', null), reading({ name: 'default' })],
      { ...finding, expected: 'a SecretStore default', found: 'only ClusterSecretStore default' },
      remedy(['  secretStoreRef:\n    name: default\n', '  secretStoreRef:\n    kind: ClusterSecretStore\n    name: default\n'])],
    ['a SecretStore is taken for a ClusterSecretStore', [missingStore(), reading({ name: 'default', kind: 'ClusterSecretStore' })],
      { ...finding, expected: 'a ClusterSecretStore default', found: 'only SecretStore default' }],
    ['the store is misspelt, and two call it by its name',
      [missingStore('defualt'), reading({ name: 'default' }), externalSecret('other', { target: name, namespace: 'union' })],
      ['external-secrets.io/v1/SecretStore union/defualt', 'metadata.name', 'default, as all ExternalSecrets call it', 'defualt'],
      remedy(['name: defualt', 'name: default'])],
    ['the store has no provider, and two read it',
      [missingStore('default', 'union', {}), reading({ name: 'default' }), externalSecret('other', { target: name, namespace: 'union' })],
      ['external-secrets.io/v1/SecretStore union/default', '', 'a provider in spec.provider', 'none']],
    ['stores of both kinds have other names', [missingStore(), missingStore('vault', null), reading({ name: 'defualt' })],
      { ...finding, expected: 'a SecretStore defualt', found: 'only SecretStore default' }],
    ['a ClusterSecretStore is taken for a SecretStore, of which there is another',
      [missingStore('other'), missingStore('default', null), reading({ name: 'default' })],
      { ...finding, expected: 'a SecretStore default', found: 'only ClusterSecretStore default, SecretStore other' }],
    ...([
      ['misspells the store', { name: 'uniom', kind: 'ClusterSecretStore' }, 'ClusterSecretStore uniom'],
      ['leaves out the kind of the store', { name: 'union' }, 'SecretStore union'],
    ] as const).map(([fault, ref, found]): FiringRow => [`no store is in the input, and one of three ${fault}`, [...siblings, reading(ref)],
      { ...finding, expected: 'the ClusterSecretStore union, as its siblings', found }]),
  ],
  says: {
    '': 'ExternalSecret union/union-secret-auth reads SecretStore defualt, which does not exist: only SecretStore default',
    'provider': 'SecretStore union/default has no provider',
    'misnamed': 'SecretStore union/defualt is called defualt, and its ExternalSecrets read default',
  },
  passes: [
    ['the store is there beside others', [missingStore('vault'), missingStore(), missingStore('default', 'app'), reading({ name: 'default' })]],
    ['the store is there', [missingStore(), reading({ name: 'default', kind: 'SecretStore' })]],
    ['the ClusterSecretStore is there', [missingStore('default', null), reading({ name: 'default', kind: 'ClusterSecretStore' })]],
  ],
  notApplicable: [
    ['no store is in the input, and all name one', [...siblings, reading({ name: 'union', kind: 'ClusterSecretStore' })]],
    ['no store is in the input, and one names quite another', [...siblings, reading({ name: 'vault', kind: 'ClusterSecretStore' })]],
    ['no store is in the input, and two disagree', [siblings[0], reading({ name: 'uniom', kind: 'ClusterSecretStore' })]],
    ['no store is in the input, and siblings differ by a number', [...siblings, reading({ name: 'union2', kind: 'ClusterSecretStore' })]],
    ['no store is in the input', [reading({ name: 'default' })]],
    ['only stores of other namespaces are', [missingStore('mine', 'app'), reading({ name: 'default' })]],
    ['the store lies in another namespace, which is another rule\'s', [missingStore('default', 'app'), missingStore('vault'), reading({ name: 'default' })]],
    ['the Secret is another owner\'s', [missingStore(), externalSecret('app', { namespace: 'union', spec: { secretStoreRef: { name: 'x' } } })]],
  ],
});

const operator = (namespace: string | null = 'union') => deployment('union-operator', { namespace, secrets: { [name]: '/etc/union/secret' } });
const mismatchStore = (namespace: string | null, kind = 'SecretStore', conditions?: unknown[]) =>
  object('external-secrets.io/v1', kind, 'default', { spec: { provider: {}, ...(conditions ? { conditions } : {}) } }, namespace);
const inStore = (kind: string) => ({ namespace: 'union', spec: { secretStoreRef: { name: 'default', kind } } });
const misplaced = {
  object: `external-secrets.io/v1/ExternalSecret union-cp/${name}`,
  field: 'metadata.namespace',
  expected: `Secret ${name} in namespace union, where apps/v1/Deployment union/union-operator uses it`,
  found: `Secret ${name} in namespace union-cp, where nothing uses it`,
};
const storeless = {
  object: `external-secrets.io/v1/ExternalSecret union/${name}`,
  field: 'spec.secretStoreRef.name',
  expected: 'SecretStore default for namespace union',
  found: 'a SecretStore in namespace union-cp only',
};
const inCluster = (cluster: string) => object('v1', 'ConfigMap', 'cluster', {}, 'default', { labels: { 'union-auth.cdk8s.io/cluster': cluster } });

/** As a cluster shows it. */
const live = (made: Record<string, unknown>) => ({ ...made, metadata: { ...(made.metadata as object), uid: 'u' } });

/** As this library makes it. */
const ours = (made: Record<string, unknown>) => ({ ...made, metadata: { ...(made.metadata as object), labels: { 'app.kubernetes.io/managed-by': 'cdk8s-union-auth' } } });

testRule(secretNamespaceMismatch, {
  fires: [
    ['the ExternalSecret lies in the other plane\'s namespace', [externalSecret(name), operator()], misplaced],
    ['several services wait for it',
      [externalSecret(name), operator(), deployment('leaseworker', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } })],
      misplaced],
    ['a Secret manifest lies there', [secret(name, { client_secret: 'x' }), operator()], { ...misplaced, object: `v1/Secret union-cp/${name}` }],
    ['an operator has another namespace',
      [object('secrets.infisical.com/v1alpha1', 'InfisicalSecret', 'i', {
        spec: { managedKubeSecretReferences: [{ secretName: 'other' }, { secretName: name, secretNamespace: 'union-dp' }] },
      }, 'infisical'), operator()],
      { ...misplaced, object: 'secrets.infisical.com/v1alpha1/InfisicalSecret infisical/i', field: 'spec.managedKubeSecretReferences[1].secretNamespace', found: `Secret ${name} in namespace union-dp, where nothing uses it` },
      remedy(['secretNamespace: union-dp', 'secretNamespace: union'])],
    ['a ClusterExternalSecret selects another namespace by its name',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', name, {
        spec: { namespaceSelectors: [{ matchLabels: { 'kubernetes.io/metadata.name': 'union-dp' } }], externalSecretSpec: { target: { name } } },
      }, null), operator()],
      { ...misplaced, object: `external-secrets.io/v1/ClusterExternalSecret ${name}`, field: 'spec.namespaceSelectors', found: `Secret ${name} in the namespaces that it selects, where nothing uses it` }],
    ['a ClusterExternalSecret names other namespaces',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', name, {
        spec: { namespaces: ['union-a', 'union-b'], externalSecretSpec: { target: { name } } },
      }, null), operator()],
      { ...misplaced, object: `external-secrets.io/v1/ClusterExternalSecret ${name}`, field: 'spec.namespaces', found: `Secret ${name} in namespace union-a, union-b, where nothing uses it` }],
    ['it lies elsewhere in one cluster, and right in another', {
      'east.yaml': manifests(inCluster('east'), externalSecret(name, { namespace: 'union' }), operator()),
      'west.yaml': manifests(inCluster('west'), externalSecret(name), operator()),
    }, { ...misplaced, object: `external-secrets.io/v1/ExternalSecret union-cp/${name} in cluster west`, expected: `Secret ${name} in namespace union of cluster west, where apps/v1/Deployment union/union-operator in cluster west uses it` }],
    ['the SecretStore lies in the other plane\'s namespace', [mismatchStore('union-cp'), externalSecret(name, { namespace: 'union' })], storeless,
      remedy(['  name: default\n  namespace: union-cp', '  name: default\n  namespace: union'])],
    ['the conditions of a ClusterSecretStore name other namespaces',
      [mismatchStore(null, 'ClusterSecretStore', [{ namespaces: ['union-cp'] }]), externalSecret(name, inStore('ClusterSecretStore'))],
      { ...storeless, expected: 'ClusterSecretStore default for namespace union', found: 'a ClusterSecretStore whose conditions name other namespaces' }],
    ['the SecretStores lie in two other namespaces', [mismatchStore('union-cp'), mismatchStore('other'), externalSecret(name, { namespace: 'union' })],
      { ...storeless, found: 'a SecretStore in namespace union-cp, other only' }],
    ['the one SecretStore lies in another cluster, or in another one and another namespace',
      {
        'cp.yaml': manifests(inCluster('cp'), mismatchStore('union-cp'), externalSecret('flyte-secret-auth')),
        'east.yaml': manifests(inCluster('east'), externalSecret(name, { namespace: 'union' }), externalSecret('second', { namespace: 'union' })),
        'west.yaml': manifests(inCluster('west'), externalSecret(name)),
        'ci.yaml': manifests(ours(externalSecret('ci', { namespace: 'ci' }))),
      }, { ...storeless, object: 'external-secrets.io/v1/ExternalSecret ci/ci', expected: 'SecretStore default for namespace ci', found: 'a SecretStore in namespace union-cp of cluster cp only' },
      { ...storeless, object: `external-secrets.io/v1/ExternalSecret union/${name} in cluster east`, expected: 'SecretStore default for namespace union of cluster east', found: 'a SecretStore in namespace union-cp of cluster cp only' },
      { ...storeless, object: `external-secrets.io/v1/ExternalSecret union-cp/${name} in cluster west`, expected: 'SecretStore default for namespace union-cp of cluster west', found: 'a SecretStore in namespace union-cp of cluster cp only' }],
    ['a SecretStore without a namespace is read in two',
      [mismatchStore(null), externalSecret('flyte-secret-auth'), externalSecret(name, { namespace: 'union' })],
      ['external-secrets.io/v1/SecretStore default', 'metadata.namespace', 'a SecretStore default in each of the namespaces union, union-cp',
        'one without a namespace']],
  ],
  says: {
    '': 'ExternalSecret union-cp/union-secret-auth writes Secret union-secret-auth where no pod uses it; Deployment union/union-operator needs '
      + 'it in namespace union',
    'store': 'ExternalSecret union/union-secret-auth cannot read SecretStore default: it is not in its namespace',
    'homeless': 'SecretStore default has no namespace, and is read from union, union-cp',
  },
  passes: [
    ['what lies elsewhere is in another cluster, or in one without a name', {
      'east.yaml': manifests(inCluster('east'), externalSecret(name, { namespace: 'union' }), mismatchStore('union'), operator()),
      'west.yaml': manifests(inCluster('west'), secret(name, {}, 'elsewhere'), mismatchStore('elsewhere')),
      'any.yaml': manifests(deployment('union-operator', { namespace: 'third', secrets: { [name]: '/etc/union/secret' } }), externalSecret(name, { namespace: 'third' }), mismatchStore('third')),
    }],
    ['a store without a namespace is read in one alone',
      [mismatchStore(null), externalSecret(name, { namespace: 'union' }), externalSecret('second', { namespace: 'union' })]],
    ['a dump of two clusters shows the stores of one', {
      'east.yaml': manifests(inCluster('east'), live(externalSecret(name, { namespace: 'union' })), operator()),
      'west.yaml': manifests(inCluster('west'), live(mismatchStore('union')), live(externalSecret(name, { namespace: 'union' }))),
    }],
    ['the ExternalSecret has no namespace', [mismatchStore('union-cp'), externalSecret(name, { namespace: null })]],
    ['a ClusterExternalSecret selects namespaces that the input does not show',
      [mismatchStore('union-cp'), object('external-secrets.io/v1', 'ClusterExternalSecret', name, {
        spec: { namespaceSelector: {}, externalSecretSpec: { target: { name }, secretStoreRef: { name: 'default', kind: 'SecretStore' } } },
      }, null)]],
    ['a second writer lies where nothing uses the Secret', [externalSecret(name, { namespace: 'union' }), externalSecret(name), operator()]],
    ...[[{ namespaces: ['union-cp'] }, { namespaces: ['union'] }], [{ namespaceRegexes: ['union.*'] }]].map((conditions): Row => [`the conditions of a ClusterSecretStore are ${JSON.stringify(conditions)}`,
      [mismatchStore(null, 'ClusterSecretStore', conditions), externalSecret(name, inStore('ClusterSecretStore'))]]),
    ['writer, reader and store share the namespace', [mismatchStore('union'), externalSecret(name, { namespace: 'union' }), operator()]],
    ['the workload has no namespace, as helm template leaves it', [externalSecret(name), operator(null)]],
    ['the Secret has no namespace', [secret(name, { client_secret: 'x' }, null), operator()]],
    ['both planes have a store',
      [mismatchStore('union-cp'), mismatchStore('union'), externalSecret('flyte-secret-auth'), externalSecret(name, { namespace: 'union' })]],
    ['the store has no namespace', [mismatchStore(null), externalSecret(name, { namespace: 'union' })]],
    ['values of two clusters do not say in which namespace they are installed', Object.fromEntries(['east', 'west'].flatMap((cluster) => [
      [`${cluster}.yaml`, `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nclusterName: ${cluster}\n`],
      [`${cluster}-secret.yaml`, manifests(object('external-secrets.io/v1', 'ExternalSecret', 'union-secret-auth', {
        spec: { data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/service' } }] },
      }, 'union', { annotations: { 'union-auth.cdk8s.io/cluster': cluster } }))],
    ]))],
    ['a ClusterSecretStore serves everybody', [mismatchStore(null, 'ClusterSecretStore'), externalSecret(name, inStore('ClusterSecretStore'))]],
    ['a ClusterSecretStore selects namespaces by label or pattern',
      [mismatchStore(null, 'ClusterSecretStore', [{ namespaceSelector: {} }]), externalSecret(name, inStore('ClusterSecretStore'))]],
    ['a second control plane gets its Secret from elsewhere', [
      externalSecret('union-controlplane-secrets'),
      ...['union-cp', 'union-cp-2'].map((namespace) => deployment('usage', { namespace, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' } })),
    ]],
    ['a replicator copies the Secret',
      [secret(name, {}, 'union-cp', { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled': 'true' } }), operator()]],
    ['the template of the ExternalSecret asks a replicator to copy the Secret',
      [externalSecret(name, { spec: { target: { template: { metadata: { annotations: { 'replicator.v1.mittwald.de/replicate-to': 'union' } } } } } }), operator()]],
  ],
  notApplicable: [
    ['a store of another name lies elsewhere',
      [{ ...mismatchStore('union-cp'), metadata: { name: 'other', namespace: 'union-cp' } }, externalSecret(name, { namespace: 'union' })]],
    ['the input shows one side only', [externalSecret(name)]],
    ['nothing writes the Secret', [operator()]],
    ['another application has a Secret of that name',
      [externalSecret('app'), deployment('grafana', { namespace: 'grafana', secrets: { app: '/etc/app' } })]],
    ['the store is of another kind', [mismatchStore('union-cp'), externalSecret(name, inStore('ClusterSecretStore'))]],
    ['a dump holds the Secrets of another namespace', [secret(name, { client_secret: 'x' }, 'union-cp', { uid: '0a1b' }), operator()]],
  ],
});
