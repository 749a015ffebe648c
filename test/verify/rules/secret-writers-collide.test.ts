import { secretWritersCollide } from '../../../src/verify/rules/secret-writers';
import { deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const merge = { target: name, creationPolicy: 'Merge', namespace: 'union' };
const placeholder = { client_secret: 'placeholder' };
const operator = deployment('union-operator', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } });
const withManifest = {
  object: `v1/Secret union/${name}`,
  field: 'stringData.client_secret',
  expected: `client_secret left to external-secrets.io/v1/ExternalSecret union/${name}`,
  found: 'a placeholder that each apply puts back',
};
const ownedBy = (owner: string) => `${name}, which external-secrets.io/v1/${owner} owns`;
const owned = {
  object: 'external-secrets.io/v1/ExternalSecret union/second',
  field: 'spec.target.name',
  expected: 'a Secret that no other ExternalSecret owns',
  found: ownedBy('ExternalSecret union/first'),
};
const ofCluster = (clusterName: string) => ({ ...owned, object: `external-secrets.io/v1/ClusterExternalSecret ${clusterName}`, field: 'spec.externalSecretSpec.target.name' });
const cluster = (clusterName: string, creationPolicy: string) => object('external-secrets.io/v1', 'ClusterExternalSecret', clusterName, {
  spec: { namespaces: ['union', 'union-b'], externalSecretSpec: { target: { name, creationPolicy }, data: [] } },
}, null);
const sealed = (keys: Record<string, string>) => object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: keys } }, 'union');

testRule(secretWritersCollide, {
  fires: [
    ['the chart renders the placeholder (create: true) that is merged over',
      [secret(name, placeholder, 'union'), externalSecret(name, merge), operator],
      withManifest],
    ['the chart renders its Secret without namespace', [secret(name, placeholder, null), externalSecret(name, merge)],
      { ...withManifest, object: `v1/Secret ${name}` }],
    ['a manifest writes a value that is delivered, too',
      [object('v1', 'Secret', name, { data: { client_secret: 'bm90LWEtcmVhbC1zZWNyZXQ=' } }, 'union'), externalSecret(name, merge)],
      { ...withManifest, field: 'data.client_secret', found: 'a value that each apply puts back' }],
    ['the owner would take over a placeholder',
      [secret(name, { client_secret: '' }, 'union'), externalSecret(name, { ...merge, creationPolicy: 'Owner' })],
      { ...withManifest, found: 'an empty value that each apply puts back' }],
    ['two ExternalSecrets own one Secret',
      [externalSecret('first', { ...merge, creationPolicy: 'Owner' }), externalSecret('second', { ...merge, creationPolicy: 'Owner', keys: ['app_secret'] })],
      owned],
    ['one merges into what the other owns by default',
      [externalSecret('second', { ...merge, keys: ['app_secret'] }), externalSecret('first', { ...merge, creationPolicy: undefined })],
      owned],
    ['two merge one key', [externalSecret('first', merge), externalSecret('second', { ...merge, keys: ['app_secret', 'client_secret'] })],
      { ...owned, field: 'spec.data[1]', expected: `one writer of client_secret in Secret ${name}`, found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too' }],
    ['a ClusterExternalSecret names the namespace',
      [externalSecret('first', { ...merge, creationPolicy: 'Owner' }), object('external-secrets.io/v1', 'ClusterExternalSecret', 'second', {
        spec: { namespaces: ['union'], externalSecretSpec: { target: { name, creationPolicy: 'Merge' }, data: [] } },
      }, null)],
      ofCluster('second')],
    ['a ClusterExternalSecret owns it in each of its namespaces',
      [cluster('first', 'Owner'), externalSecret('second', merge), externalSecret('third', { ...merge, namespace: 'union-b' })],
      { ...owned, found: ownedBy('ClusterExternalSecret first') },
      { ...owned, object: 'external-secrets.io/v1/ExternalSecret union-b/third', found: ownedBy('ClusterExternalSecret first') }],
    ['a ClusterExternalSecret merges into what each of its namespaces has',
      [externalSecret('first', { ...merge, creationPolicy: 'Owner' }), externalSecret('third', { ...merge, creationPolicy: 'Owner', namespace: 'union-b' }), cluster('last', 'Merge')],
      { ...ofCluster('last'), found: ownedBy('ExternalSecret union-b/third') },
      { ...ofCluster('last'), found: ownedBy('ExternalSecret union/first') }],
    ['a template makes the key that another merges', [externalSecret('first', merge), externalSecret('second', {
      ...merge, keys: [], spec: { target: { name, creationPolicy: 'Merge', template: { data: { client_secret: 'made' } } } },
    })], { ...owned, field: 'spec.target.template.data.client_secret', expected: `one writer of client_secret in Secret ${name}`, found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too' }],
    ['nothing in the file has a namespace, as helm template leaves it',
      [secret(name, placeholder, null), externalSecret(name, { ...merge, namespace: null })],
      { ...withManifest, object: `v1/Secret ${name}`, expected: `client_secret left to external-secrets.io/v1/ExternalSecret ${name}` },
      remedy(['stringData:\n  client_secret: placeholder\n', ''])],
    ['an ExternalSecret owns what a SealedSecret makes, whatever the keys',
      [sealed({ app_secret: 'AgB' }), externalSecret('second', { ...merge, creationPolicy: 'Owner' })],
      { ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which bitnami.com/v1alpha1/SealedSecret union/${name} writes too` }],
    ['an ExternalSecret owns what another operator makes',
      [object('onepassword.com/v1', 'OnePasswordItem', name, {}, 'union'), externalSecret('second', { ...merge, creationPolicy: 'Owner' })],
      { ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which onepassword.com/v1/OnePasswordItem union/${name} writes too` }],
    ['a SealedSecret writes the same key', [sealed({ client_secret: 'AgB' }), externalSecret('second', merge)],
      { ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which bitnami.com/v1alpha1/SealedSecret union/${name} writes too` }],
    ['two merge one key, and another data plane has a Secret of the name',
      [externalSecret('first', merge), externalSecret('second', merge), externalSecret('third', { ...merge, namespace: 'union-b' })],
      { ...owned, field: 'spec.data[0]', expected: `one writer of client_secret in Secret ${name}`, found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too' }],
  ],
  passes: [
    ['the manifest is empty', [secret(name, {}, 'union'), externalSecret(name, merge), operator]],
    ['chart and ExternalSecret write different keys', [secret(name, { app_secret: 'placeholder' }, 'union'), externalSecret(name, merge)]],
    ['two merge different keys', [externalSecret('first', merge), externalSecret('second', { ...merge, keys: ['app_secret'] })]],
    ['the owner clears another key, which is secret-owner-wipes-keys',
      [secret(name, { app_secret: 'x' }, 'union'), externalSecret(name, { ...merge, creationPolicy: 'Owner' })]],
    ['a SealedSecret writes another key', [sealed({ app_secret: 'AgB' }), externalSecret(name, merge)]],
    ['one of them may write anything',
      [externalSecret('first', { ...merge, spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } }), externalSecret('second', merge)]],
  ],
  notApplicable: [
    ['each Secret has one writer', [externalSecret(name, merge)]],
    ['no workload of the plane uses the Secret',
      [secret('flyte-secret-auth', placeholder), externalSecret('flyte-secret-auth', { creationPolicy: 'Merge' }), deployment('flyteadmin')]],
    ['two data planes have one each', [externalSecret(name, { namespace: 'union-a' }), externalSecret(name, { namespace: 'union-b' })]],
    ['files without a namespace may be of two releases',
      { 'secret.yaml': manifests(secret(name, placeholder, null)), 'delivery.yaml': manifests(externalSecret(name, { ...merge, namespace: null })) }],
    ['a Secret without a namespace may be of either data plane',
      [secret(name, placeholder, null), externalSecret('first', merge), externalSecret('second', { ...merge, namespace: 'union-b' })]],
    ['one object is given twice', [externalSecret(name, merge), externalSecret(name, merge)]],
    ['the Secret was read from a cluster',
      [object('v1', 'Secret', name, { data: { client_secret: 'eA==' } }, 'union', { resourceVersion: '7' }), externalSecret(name, merge)]],
    ['External Secrets wrote what the input shows',
      [secret(name, { client_secret: 'x' }, 'union', { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } }), externalSecret(name, merge)]],
    ['one of them writes nothing', [externalSecret('first', { ...merge, creationPolicy: 'None' }), externalSecret('second', merge)]],
    ['a ClusterExternalSecret selects namespaces that the input does not show',
      [externalSecret('first', merge), object('external-secrets.io/v1', 'ClusterExternalSecret', 'second', {
        spec: { namespaceSelector: {}, externalSecretSpec: { target: { name } } },
      }, null)]],
    ['generate-secrets adds keys that are delivered', [
      externalSecret('flyte-admin-secrets', { creationPolicy: 'Merge', keys: ['cookie_hash_key'] }),
      deployment('flyteadmin', { secrets: { 'flyte-admin-secrets': '/etc/secrets' }, pod: { initContainers: [{ name: 'generate-secrets', args: ['flyteadmin', 'secrets', 'create', '--name=flyte-admin-secrets'] }] } }),
    ]],
  ],
});
