import { secretWritersCollide } from '../../../src/verify/rules/secret-writers';
import { deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const merge = { target: name, creationPolicy: 'Merge', namespace: 'union' };
const placeholder = { client_secret: 'placeholder' };
const operator = deployment('union-operator', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } });
const withManifest = {
  object: `v1/Secret union/${name}`,
  field: 'stringData.client_secret',
  line: 'client_secret: placeholder',
  expected: `client_secret left to external-secrets.io/v1/ExternalSecret union/${name}`,
  found: 'a placeholder that each apply puts back',
};
const ownedBy = (owner: string) => `${name}, which external-secrets.io/v1/${owner} owns`;
const owned = {
  object: 'external-secrets.io/v1/ExternalSecret union/second',
  field: 'spec.target.name',
  line: `name: ${name}`,
  expected: 'a Secret that no other ExternalSecret owns',
  found: ownedBy('ExternalSecret union/first'),
};
const ofCluster = (clusterName: string) => ({ ...owned, object: `external-secrets.io/v1/ClusterExternalSecret ${clusterName}`, field: 'spec.externalSecretSpec.target.name' });
const cluster = (clusterName: string, creationPolicy: string) => object('external-secrets.io/v1', 'ClusterExternalSecret', clusterName, {
  spec: { namespaces: ['union', 'union-b'], externalSecretSpec: { target: { name, creationPolicy }, data: [] } },
}, null);
const sealed = (keys: Record<string, string>) => object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: keys } }, 'union');
const reason = 'No Secret in the input that is used has an ExternalSecret and another writer.';

testRule(secretWritersCollide, {
  fires: [
    { when: 'the chart renders the placeholder (create: true) that is merged over', input: manifests(secret(name, placeholder, 'union'), externalSecret(name, merge), operator), findings: [withManifest] },
    {
      when: 'the chart renders its Secret without namespace',
      input: manifests(secret(name, placeholder, null), externalSecret(name, merge)),
      findings: [{ ...withManifest, object: `v1/Secret ${name}` }],
    },
    {
      when: 'a manifest writes a value that is delivered, too',
      input: manifests(object('v1', 'Secret', name, { data: { client_secret: 'bm90LWEtcmVhbC1zZWNyZXQ=' } }, 'union'), externalSecret(name, merge)),
      findings: [{ ...withManifest, field: 'data.client_secret', line: 'client_secret: bm90LWEtcmVhbC1zZWNyZXQ=', found: 'a value that each apply puts back' }],
    },
    {
      when: 'the owner would take over a placeholder',
      input: manifests(secret(name, { client_secret: '' }, 'union'), externalSecret(name, { ...merge, creationPolicy: 'Owner' })),
      findings: [{ ...withManifest, line: 'client_secret: ""', found: 'an empty value that each apply puts back' }],
    },
    {
      when: 'two ExternalSecrets own one Secret',
      input: manifests(externalSecret('first', { ...merge, creationPolicy: 'Owner' }), externalSecret('second', { ...merge, creationPolicy: 'Owner', keys: ['app_secret'] })),
      findings: [owned],
    },
    {
      when: 'one merges into what the other owns by default',
      input: manifests(externalSecret('second', { ...merge, keys: ['app_secret'] }), externalSecret('first', { ...merge, creationPolicy: undefined })),
      findings: [owned],
    },
    {
      when: 'two merge one key',
      input: manifests(externalSecret('first', merge), externalSecret('second', { ...merge, keys: ['app_secret', 'client_secret'] })),
      findings: [{
        ...owned,
        field: 'spec.data[1]',
        line: 'secretKey: client_secret',
        expected: `one writer of client_secret in Secret ${name}`,
        found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too',
      }],
    },
    {
      when: 'a ClusterExternalSecret names the namespace',
      input: manifests(externalSecret('first', { ...merge, creationPolicy: 'Owner' }), object('external-secrets.io/v1', 'ClusterExternalSecret', 'second', {
        spec: { namespaces: ['union'], externalSecretSpec: { target: { name, creationPolicy: 'Merge' }, data: [] } },
      }, null)),
      findings: [ofCluster('second')],
    },
    {
      when: 'a ClusterExternalSecret owns it in each of its namespaces',
      input: manifests(cluster('first', 'Owner'), externalSecret('second', merge), externalSecret('third', { ...merge, namespace: 'union-b' })),
      findings: [
        { ...owned, found: ownedBy('ClusterExternalSecret first') },
        { ...owned, object: 'external-secrets.io/v1/ExternalSecret union-b/third', found: ownedBy('ClusterExternalSecret first') },
      ],
    },
    {
      when: 'a ClusterExternalSecret merges into what each of its namespaces has',
      input: manifests(externalSecret('first', { ...merge, creationPolicy: 'Owner' }), externalSecret('third', { ...merge, creationPolicy: 'Owner', namespace: 'union-b' }), cluster('last', 'Merge')),
      findings: [
        { ...ofCluster('last'), found: ownedBy('ExternalSecret union-b/third') },
        { ...ofCluster('last'), found: ownedBy('ExternalSecret union/first') },
      ],
    },
    {
      when: 'a template makes the key that another merges',
      input: manifests(externalSecret('first', merge), externalSecret('second', {
        ...merge, keys: [], spec: { target: { name, creationPolicy: 'Merge', template: { data: { client_secret: 'made' } } } },
      })),
      findings: [{
        ...owned,
        field: 'spec.target.template.data.client_secret',
        line: 'client_secret: made',
        expected: `one writer of client_secret in Secret ${name}`,
        found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too',
      }],
    },
    {
      when: 'nothing in the file has a namespace, as helm template leaves it',
      input: manifests(secret(name, placeholder, null), externalSecret(name, { ...merge, namespace: null })),
      findings: [{ ...withManifest, object: `v1/Secret ${name}`, expected: `client_secret left to external-secrets.io/v1/ExternalSecret ${name}` }],
    },
    {
      when: 'an ExternalSecret owns what a SealedSecret makes, whatever the keys',
      input: manifests(sealed({ app_secret: 'AgB' }), externalSecret('second', { ...merge, creationPolicy: 'Owner' })),
      findings: [{ ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which bitnami.com/v1alpha1/SealedSecret union/${name} writes too` }],
    },
    {
      when: 'an ExternalSecret owns what another operator makes',
      input: manifests(object('onepassword.com/v1', 'OnePasswordItem', name, {}, 'union'), externalSecret('second', { ...merge, creationPolicy: 'Owner' })),
      findings: [{ ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which onepassword.com/v1/OnePasswordItem union/${name} writes too` }],
    },
    {
      when: 'a SealedSecret writes the same key',
      input: manifests(sealed({ client_secret: 'AgB' }), externalSecret('second', merge)),
      findings: [{ ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which bitnami.com/v1alpha1/SealedSecret union/${name} writes too` }],
    },
    {
      when: 'two merge one key, and another data plane has a Secret of the name',
      input: manifests(externalSecret('first', merge), externalSecret('second', merge), externalSecret('third', { ...merge, namespace: 'union-b' })),
      findings: [{
        ...owned,
        field: 'spec.data[0]',
        line: 'secretKey: client_secret',
        expected: `one writer of client_secret in Secret ${name}`,
        found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too',
      }],
    },
  ],
  passes: [
    { when: 'the manifest is empty', input: manifests(secret(name, {}, 'union'), externalSecret(name, merge), operator) },
    { when: 'chart and ExternalSecret write different keys', input: manifests(secret(name, { app_secret: 'placeholder' }, 'union'), externalSecret(name, merge)) },
    { when: 'two merge different keys', input: manifests(externalSecret('first', merge), externalSecret('second', { ...merge, keys: ['app_secret'] })) },
    { when: 'the owner clears another key, which is secret-owner-wipes-keys', input: manifests(secret(name, { app_secret: 'x' }, 'union'), externalSecret(name, { ...merge, creationPolicy: 'Owner' })) },
    { when: 'a SealedSecret writes another key', input: manifests(sealed({ app_secret: 'AgB' }), externalSecret(name, merge)) },
    { when: 'one of them may write anything', input: manifests(externalSecret('first', { ...merge, spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } }), externalSecret('second', merge)) },
  ],
  notApplicable: [
    { when: 'each Secret has one writer', input: manifests(externalSecret(name, merge)), reason },
    { when: 'no workload of the plane uses the Secret', input: manifests(secret('flyte-secret-auth', placeholder), externalSecret('flyte-secret-auth', { creationPolicy: 'Merge' }), deployment('flyteadmin')), reason },
    { when: 'two data planes have one each', input: manifests(externalSecret(name, { namespace: 'union-a' }), externalSecret(name, { namespace: 'union-b' })), reason },
    {
      when: 'files without a namespace may be of two releases',
      input: { 'secret.yaml': manifests(secret(name, placeholder, null)), 'delivery.yaml': manifests(externalSecret(name, { ...merge, namespace: null })) },
      reason,
    },
    {
      when: 'a Secret without a namespace may be of either data plane',
      input: manifests(secret(name, placeholder, null), externalSecret('first', merge), externalSecret('second', { ...merge, namespace: 'union-b' })),
      reason,
    },
    { when: 'one object is given twice', input: manifests(externalSecret(name, merge), externalSecret(name, merge)), reason },
    { when: 'the Secret was read from a cluster', input: manifests(object('v1', 'Secret', name, { data: { client_secret: 'eA==' } }, 'union', { resourceVersion: '7' }), externalSecret(name, merge)), reason },
    {
      when: 'External Secrets wrote what the input shows',
      input: manifests(secret(name, { client_secret: 'x' }, 'union', { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } }), externalSecret(name, merge)),
      reason,
    },
    { when: 'one of them writes nothing', input: manifests(externalSecret('first', { ...merge, creationPolicy: 'None' }), externalSecret('second', merge)), reason },
    {
      when: 'a ClusterExternalSecret selects namespaces that the input does not show',
      input: manifests(externalSecret('first', merge), object('external-secrets.io/v1', 'ClusterExternalSecret', 'second', {
        spec: { namespaceSelector: {}, externalSecretSpec: { target: { name } } },
      }, null)),
      reason,
    },
    {
      when: 'generate-secrets adds keys that are delivered',
      input: manifests(
        externalSecret('flyte-admin-secrets', { creationPolicy: 'Merge', keys: ['cookie_hash_key'] }),
        deployment('flyteadmin', { secrets: { 'flyte-admin-secrets': '/etc/secrets' }, pod: { initContainers: [{ name: 'generate-secrets', args: ['flyteadmin', 'secrets', 'create', '--name=flyte-admin-secrets'] }] } }),
      ),
      reason,
    },
  ],
});
