import {
  externalSecretApiUnserved, externalSecretIncomplete, externalSecretNotReady, externalSecretPolicyInvalid,
} from '../../../src/verify/rules/external-secrets';
import { externalSecret, externalSecretsCrd, manifests, object, secret } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';

const v1beta1 = 'external-secrets.io/v1beta1';
const old = externalSecret('auth', { apiVersion: v1beta1 });
const unservedFinding = { object: `${v1beta1}/ExternalSecret union-cp/auth`, field: 'apiVersion', expected: 'external-secrets.io/v1', found: v1beta1 };
const ofKind = (kind: string, apiVersion = v1beta1) => object(apiVersion, kind, 'auth', { spec: {} }, /^Cluster/.test(kind) ? null : 'union-cp');

testRule(externalSecretApiUnserved, {
  fires: [
    ['an ExternalSecret is v1beta1', [old], unservedFinding],
    ['stores and ClusterExternalSecrets are', [ofKind('ClusterExternalSecret'), ofKind('SecretStore'), ofKind('ClusterSecretStore')],
      { ...unservedFinding, object: `${v1beta1}/ClusterExternalSecret auth` },
      { ...unservedFinding, object: `${v1beta1}/SecretStore union-cp/auth` },
      { ...unservedFinding, object: `${v1beta1}/ClusterSecretStore auth` }],
    ['its group is misspelt', [ofKind('ExternalSecret', 'external-secret.io/v1')],
      { ...unservedFinding, object: 'external-secret.io/v1/ExternalSecret union-cp/auth', found: 'external-secret.io/v1' }],
    ['it is v1alpha1', [ofKind('ExternalSecret', 'external-secrets.io/v1alpha1')],
      { ...unservedFinding, object: 'external-secrets.io/v1alpha1/ExternalSecret union-cp/auth', found: 'external-secrets.io/v1alpha1' },
      remedy(['v1alpha1', 'v1'])],
    ['the CRD in the input does not serve it', [externalSecretsCrd({ v1: true, v1beta1: false }), old],
      { ...unservedFinding, expected: 'a version that the CRD in the input serves (v1)' }],
    ['the CRD in the input is too old for v1', [externalSecretsCrd({ v1beta1: true }), externalSecret('auth')],
      { ...unservedFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'a version that the CRD in the input serves (v1beta1)', found: 'external-secrets.io/v1' }],
    ['the CRD in the input is of another kind', [externalSecretsCrd({ v1beta1: true }, undefined, 'SecretStore'), old], unservedFinding],
  ],
  says: { '': 'ExternalSecret union-cp/auth has API version external-secrets.io/v1beta1, which External Secrets does not serve' },
  passes: [
    ['it is v1', [externalSecret('auth'), ofKind('SecretStore', 'external-secrets.io/v1')]],
    ['it is that of another team',
      [externalSecret('union-secret-auth', { namespace: 'union' }), externalSecret('grafana', { apiVersion: v1beta1, namespace: 'monitoring' })]],
    ['the CRD in the input serves v1beta1 still', [externalSecretsCrd({ v1: true, v1beta1: true }), old]],
    ['a PushSecret, which stays v1alpha1, stands beside it', [externalSecret('auth'), ofKind('PushSecret', 'external-secrets.io/v1alpha1')]],
    ['a generator, which has a group of its own, stands beside it',
      [externalSecret('auth'), ofKind('Password', 'generators.external-secrets.io/v1alpha1')]],
  ],
  notApplicable: [
    ['the input has no ExternalSecret', [secret('auth')]],
    ['a cluster serves it', [{ ...old, metadata: { name: 'auth', namespace: 'union-cp', uid: '0a1b' } }]],
    ['there is a PushSecret only', [ofKind('PushSecret', 'external-secrets.io/v1alpha1')]],
  ],
});

const name = 'union-secret-auth';
const incompleteObject = `external-secrets.io/v1/ExternalSecret union/${name}`;
const withSpec = (spec: Record<string, unknown>) => manifests(externalSecret(name, { namespace: 'union', spec }));
const entry = (rest: object) => [{ secretKey: 'client_secret', remoteRef: { key: 'x' }, ...rest }];
const at = { object: incompleteObject, field: 'spec' };
const first = { object: incompleteObject, field: 'spec.data[0]' };
const ONE_WAY = 'one of extract, find and sourceRef.generatorRef';

testRule(externalSecretIncomplete, {
  fires: [
    ['target is a text', [externalSecret('auth', { namespace: 'union', spec: { target: name } })],
      [incompleteObject.replace(name, 'auth'), 'spec.target', 'a map', 'a text'],
      remedy([`target: ${name}`, `target: {name: ${name}}`])],
    ['a whole entry is read, of no store', withSpec({ secretStoreRef: undefined, data: [], dataFrom: [{ extract: { key: 'union' } }] }),
      { ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }],
    ...['key', 'property'].map((part): FiringRow => [`the ${part} of an entry has a blank behind it`, withSpec({ data: entry({ remoteRef: { key: 'x', [part]: 'y ' } }) }),
      { ...first, field: `spec.data[0].remoteRef.${part}`, expected: 'y', found: 'y , which no entry of the store is called' }]),
    ['the store is a text, once', withSpec({ secretStoreRef: 'union' }), [incompleteObject, 'spec.secretStoreRef', 'a map', 'a text']],
    ['it names no store', withSpec({ secretStoreRef: undefined }), { ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }],
    ['the store has a kind and no name', withSpec({ secretStoreRef: { kind: 'ClusterSecretStore' } }),
      [incompleteObject, 'spec.secretStoreRef', 'the name of a store', 'no secretStoreRef.name']],
    ['it has no entries', withSpec({ data: [] }), { ...at, expected: 'entries of data or dataFrom', found: 'neither' },
      remedy(['  data: []', '  data: [{ secretKey: client_secret, remoteRef: { key: union/service } }]'])],
    ['an entry names no key of the store', withSpec({ data: entry({ remoteRef: { property: 'p' } }) }),
      { ...first, expected: 'the entry of the store in remoteRef.key', found: 'none' }],
    ['the names of an entry have a line feed and a space at their ends', withSpec({ data: entry({ remoteRef: { key: 'x\n', property: ' p' } }) }),
      [incompleteObject, 'spec.data[0].remoteRef.key', 'x', 'x\\n, which no entry of the store is called'],
      [incompleteObject, 'spec.data[0].remoteRef.property', 'p', '" p, which no entry of the store is called"']],
    ['an entry writes no key, and another one with a slash',
      withSpec({ data: [{ remoteRef: { key: 'x' } }, { secretKey: 'a/b', remoteRef: { key: 'x' } }] }),
      { ...first, expected: 'a secretKey of letters, digits, ".", "-" and "_"', found: 'none' },
      [incompleteObject, 'spec.data[1]', 'a secretKey of letters, digits, ".", "-" and "_"', 'other characters']],
    ...['b64enc', 'base64', 'quote', 'toJson', 'trim | quote'].map((encoding): FiringRow => [`its template has the value through ${encoding}`,
      withSpec({ target: { template: { data: { client_secret: `{{ .client_secret | ${encoding} }}` } } } }),
      [incompleteObject, 'spec.target.template.data.client_secret', 'the value as it is: Kubernetes encodes it, and readers get it decoded', `{{ .client_secret | ${encoding} }}`]]),
    ['its template takes a key that it does not read', withSpec({ target: { template: { data: { client_secret: '{{ .clientSecret | trim }}' } } } }),
      [incompleteObject, 'spec.target.template.data.client_secret', 'one of the keys of data: client_secret', '.clientSecret']],
    ['one of two entries has a store of its own',
      withSpec({ secretStoreRef: undefined, data: [...entry({ sourceRef: { storeRef: { name: 's' } } }), ...entry({ secretKey: 'app_secret' })] }),
      { ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }],
    ['its template takes a key that it does not read, without blanks',
      withSpec({ data: [...entry({}), ...entry({ secretKey: 'app_secret' })], target: { template: { data: { client_secret: '{{.clientSecret}}' } } } }),
      [incompleteObject, 'spec.target.template.data.client_secret', 'one of the keys of data: client_secret, app_secret', '.clientSecret']],
    ['two entries write one key', withSpec({ data: [...entry({}), ...entry({ remoteRef: { key: 'y' } })] }),
      [incompleteObject, 'spec.data[1].secretKey', 'each secretKey once', 'client_secret, which an entry above has, too']],
    ['entries of dataFrom read in two ways, in none, and from a source without a name',
      withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' }, find: { path: 'x' } }, { rewrite: [] }, { extract: { key: 'x' }, sourceRef: {} }] }),
      [incompleteObject, 'spec.dataFrom[0]', ONE_WAY, 'extract and find'],
      [incompleteObject, 'spec.dataFrom[1]', ONE_WAY, 'none'],
      [incompleteObject, 'spec.dataFrom[2]', 'generatorRef or storeRef in sourceRef', 'neither']],
  ],
  says: {
    '': 'ExternalSecret union/union-secret-auth is incomplete without the name of a store',
    'type': 'ExternalSecret union/auth has a text in target instead of a map',
    'template': 'ExternalSecret union/union-secret-auth has a template that does not deliver client_secret: {{ .client_secret | b64enc }}',
  },
  passes: [
    ['an entry of dataFrom has a store of its own',
      withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' }, sourceRef: { storeRef: { name: 's' } } }, { find: { path: 'x' } }] })],
    ['a generator makes an entry',
      withSpec({ secretStoreRef: undefined, data: undefined, dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'p' } } }] })],
    ['it says all', withSpec({})],
    ['it takes whatever the store holds',
      withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' } }], target: { template: { data: { a: '{{ .any }}' } } } })],
    ['each entry has a store of its own', withSpec({ secretStoreRef: undefined, data: entry({ sourceRef: { storeRef: { name: 's' } } }) })],
    ['its template takes the key that it reads', withSpec({ target: { template: { data: { client_secret: '{{ .client_secret }}' } } } })],
  ],
  notApplicable: [['it writes another owner\'s Secret', [externalSecret('app', { spec: { secretStoreRef: undefined } })]]],
});

type Json = Record<string, unknown>;
const live = (raw: Json, conditions?: Json[]) => ({ ...raw, metadata: { ...raw.metadata as Json, uid: '0a1b' }, ...(conditions ? { status: { conditions } } : {}) });
const written = externalSecret(name, { namespace: 'union' });
const store = object('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { fake: {} } } }, 'union');
const ready = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
const expected = 'the condition Ready, with status True and a Secret that is there';
const readyFinding = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'status.conditions[0]', expected };

const failed = { ...ready, status: 'False', reason: 'InvalidProviderConfig', message: 'no role' };
const storeOf = (storeName: string, namespace: string | null) =>
  object('external-secrets.io/v1', namespace === null ? 'ClusterSecretStore' : 'SecretStore', storeName, { spec: { provider: { fake: {} } } }, namespace);

const labels = { 'reconcile.external-secrets.io/managed': 'true' };
const merging = externalSecret(name, { target: name, creationPolicy: 'Merge', namespace: 'union' });
const filled = secret(name, { client_secret: 'value' }, 'union', { labels });
const lacking = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'spec.target.name' };

testRule(externalSecretNotReady, {
  fires: [
    ['the store does not have the entry',
      [live(written, [{ ...ready, status: 'False', reason: 'SecretSyncedError', message: 'could not get secret data from provider' }])],
      { ...readyFinding, found: 'False, SecretSyncedError, could not get secret data from provider' }],
    ['it merges into a Secret that is not there', [live(written, [{ ...ready, reason: 'SecretMissing', message: '' }])],
      { ...readyFinding, found: 'True, SecretMissing' }],
    ['no controller has looked at it', [live(written)], { ...readyFinding, field: '', found: 'no such condition: no controller has handled it' }],
    ['its store is not Ready', [live(written, [ready]), live(store, [failed])],
      { ...readyFinding, object: 'external-secrets.io/v1/SecretStore union/default', found: 'False, InvalidProviderConfig, no role' }],
    ['the store for all that it names is not Ready',
      [live(externalSecret(name, { namespace: 'union', spec: { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' } } }), [ready]), live(storeOf('default', null), [failed])],
      { ...readyFinding, object: 'external-secrets.io/v1/ClusterSecretStore default', found: 'False, InvalidProviderConfig, no role' }],
    ['it is Ready, and a key was removed', [live(merging, [ready]), live(secret(name, { tunnel_token: 'token' }, 'union', { labels }))],
      { ...lacking, expected: 'client_secret in Secret union-secret-auth', found: 'Ready, and a Secret without client_secret' }],
    ['it is Ready, and the label of the Secret went', [live(merging, [ready]), live(secret(name, { client_secret: 'value' }, 'union'))],
      { ...lacking, expected: 'the label reconcile.external-secrets.io/managed on Secret union-secret-auth', found: 'Ready, and a Secret without it: what happens to the keys is not noticed' }],
  ],
  says: {
    '': 'ExternalSecret union/union-secret-auth has not delivered its Secret: False, SecretSyncedError, could not get secret data from provider',
  },
  passes: [
    ['its Secret has the key and the label', [live(merging, [ready]), live(filled)]],
    ['its Secret is still to be applied', [live(merging, [ready]), secret(name, {}, 'union')]],
    ['it writes nothing',
      [live(externalSecret(name, { target: name, namespace: 'union', creationPolicy: 'None' }), [ready]), live(secret(name, {}, 'union'))]],
    ['another condition is not met', [live(written, [{ type: 'Deleted', status: 'False' }, ready])]],
    ['a store of another name is not Ready', [live(written, [ready]), live(storeOf('other', 'union'), [failed])]],
    ['the store of another namespace is not Ready', [live(written, [ready]), live(storeOf('default', 'union-cp'), [failed])]],
    ['a store for all of the name is not Ready', [live(written, [ready]), live(storeOf('default', null), [failed])]],
    ['it is Ready', [live(written, [ready]), live(store, [ready])]],
  ],
  notApplicable: [['it is still to be applied', [written]], ['it is another owner\'s', [live(externalSecret('app'), [{ ...ready, status: 'False' }])]]],
});

const creation = 'one of Owner, Orphan, Merge, None, CreateOrMerge';
const invalidFinding = {
  object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
  field: 'spec.target.deletionPolicy',
  expected: 'deletionPolicy Retain beside creationPolicy Merge',
  found: 'deletionPolicy Delete',
};
const policies = (creationPolicy?: string, deletionPolicy?: string) => manifests(externalSecret('auth', { creationPolicy, deletionPolicy }));

const ODD = {
  refreshPolicy: 'createdOnce',
  data: [{ secretKey: 'client_secret', remoteRef: { key: 'x', decodingStrategy: 'base64', metadataPolicy: 'Fetch' } }],
  target: { template: { mergePolicy: 'replace' } },
};

testRule(externalSecretPolicyInvalid, {
  fires: [
    ['the case of creationPolicy is wrong', policies('merge'),
      { ...invalidFinding, field: 'spec.target.creationPolicy', expected: creation, found: 'merge' }],
    ['both are unknown', policies('Create', 'Keep'),
      { ...invalidFinding, field: 'spec.target.creationPolicy', expected: creation, found: 'Create' },
      { ...invalidFinding, expected: 'one of Delete, Merge, Retain', found: 'Keep' }],
    ['other choices have another case or a value of another one', [externalSecret('auth', { spec: ODD })],
      { ...invalidFinding, field: 'spec.target.template.mergePolicy', expected: 'one of Replace, Merge', found: 'replace' },
      { ...invalidFinding, field: 'spec.data[0].remoteRef.decodingStrategy', expected: 'one of Auto, Base64, Base64URL, None', found: 'base64' },
      { ...invalidFinding, field: 'spec.refreshPolicy', expected: 'one of CreatedOnce, Periodic, OnChange', found: 'createdOnce' },
      remedy(['createdOnce', 'CreatedOnce'], ['base64', 'Base64'], ['mergePolicy: replace', 'mergePolicy: Replace'])],
    ['the store is of no kind that there is, and the template of no engine',
      [externalSecret('auth', { spec: { secretStoreRef: { name: 'default', kind: 'ClusterStore' }, target: { template: { engineVersion: 'v3' } } } })],
      { ...invalidFinding, field: 'spec.secretStoreRef.kind', expected: 'one of SecretStore, ClusterSecretStore', found: 'ClusterStore' },
      { ...invalidFinding, field: 'spec.target.template.engineVersion', expected: 'one of v2', found: 'v3' }],
    ['Delete stands beside Merge', policies('Merge', 'Delete'), invalidFinding],
    ['Delete stands beside CreateOrMerge', policies('CreateOrMerge', 'Delete'),
      { ...invalidFinding, expected: 'deletionPolicy Retain beside creationPolicy CreateOrMerge' }],
    ['Merge stands beside None', policies('None', 'Merge'),
      { ...invalidFinding, expected: 'deletionPolicy Retain beside creationPolicy None', found: 'deletionPolicy Merge' }],
    ['the CRD in the input does not know CreateOrMerge',
      [externalSecretsCrd({ v1: true }, ['Owner', 'Orphan', 'Merge', 'None']), externalSecret('auth', { creationPolicy: 'CreateOrMerge' })],
      { ...invalidFinding, field: 'spec.target.creationPolicy', expected: 'one of Owner, Orphan, Merge, None', found: 'CreateOrMerge' }],
    ['a ClusterExternalSecret stamps it out',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', {
        spec: { externalSecretSpec: { target: { creationPolicy: 'Merge', deletionPolicy: 'Delete' } } },
      }, null)],
      { ...invalidFinding, object: 'external-secrets.io/v1/ClusterExternalSecret auth', field: 'spec.externalSecretSpec.target.deletionPolicy' },
      remedy(['deletionPolicy: Delete', 'deletionPolicy: Retain'])],
  ],
  says: { '': 'ExternalSecret union-cp/auth has an invalid creationPolicy: merge' },
  passes: [
    ['nothing is said', policies()],
    ['the guide merges and retains', policies('Merge', 'Retain')],
    ['the owner deletes', policies('Owner', 'Delete')],
    ['Orphan deletes, which the webhook lets pass', policies('Orphan', 'Delete')],
    ['both merge', policies('Merge', 'Merge')],
    ['CreateOrMerge stands without a CRD in the input', policies('CreateOrMerge')],
    ['the CRD in the input knows CreateOrMerge',
      [externalSecretsCrd({ v1: true }, ['Owner', 'CreateOrMerge']), externalSecret('auth', { creationPolicy: 'CreateOrMerge' })]],
  ],
  notApplicable: [
    ['the input has no ExternalSecret', [secret('auth')]],
    ['there is a PushSecret only', [object('external-secrets.io/v1alpha1', 'PushSecret', 'auth', { spec: { deletionPolicy: 'None' } })]],
  ],
});
