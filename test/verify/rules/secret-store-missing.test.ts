import { secretStoreMissing } from '../../../src/verify/rules/stores';
import { externalSecret, object } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const store = (called = 'default', namespace: string | null = 'union', spec: object = { provider: { aws: { region: 'us-east-2' } } }) =>
  object('external-secrets.io/v1', namespace === null ? 'ClusterSecretStore' : 'SecretStore', called, { spec }, namespace);
const reading = (secretStoreRef: object) => externalSecret(name, { namespace: 'union', spec: { secretStoreRef } });
const finding = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'spec.secretStoreRef' };
const siblings = ['one', 'two'].map((each) => externalSecret(each, {
  target: name, namespace: 'union', spec: { secretStoreRef: { name: 'union', kind: 'ClusterSecretStore' } },
}));

testRule(secretStoreMissing, {
  fires: [
    ['the name is misspelt', [store(), reading({ name: 'defualt' })],
      { ...finding, expected: 'a SecretStore defualt', found: 'only SecretStore default' }],
    ['a ClusterSecretStore is taken for a SecretStore', [store('default', null), reading({ name: 'default' })],
      { ...finding, expected: 'a SecretStore default', found: 'only ClusterSecretStore default' },
      remedy(['  secretStoreRef:\n    name: default\n', '  secretStoreRef:\n    kind: ClusterSecretStore\n    name: default\n'])],
    ['a SecretStore is taken for a ClusterSecretStore', [store(), reading({ name: 'default', kind: 'ClusterSecretStore' })],
      { ...finding, expected: 'a ClusterSecretStore default', found: 'only SecretStore default' }],
    ['the store is misspelt, and two call it by its name',
      [store('defualt'), reading({ name: 'default' }), externalSecret('other', { target: name, namespace: 'union' })],
      ['external-secrets.io/v1/SecretStore union/defualt', 'metadata.name', 'default, as all ExternalSecrets call it', 'defualt'],
      remedy(['name: defualt', 'name: default'])],
    ['the store has no provider, and two read it',
      [store('default', 'union', {}), reading({ name: 'default' }), externalSecret('other', { target: name, namespace: 'union' })],
      ['external-secrets.io/v1/SecretStore union/default', '', 'a provider in spec.provider', 'none']],
    ['stores of both kinds have other names', [store(), store('vault', null), reading({ name: 'defualt' })],
      { ...finding, expected: 'a SecretStore defualt', found: 'only SecretStore default' }],
    ['a ClusterSecretStore is taken for a SecretStore, of which there is another',
      [store('other'), store('default', null), reading({ name: 'default' })],
      { ...finding, expected: 'a SecretStore default', found: 'only ClusterSecretStore default, SecretStore other' }],
    ...([
      ['misspells the store', { name: 'uniom', kind: 'ClusterSecretStore' }, 'ClusterSecretStore uniom'],
      ['leaves out the kind of the store', { name: 'union' }, 'SecretStore union'],
    ] as const).map(([fault, ref, found]): FiringRow => [`no store is in the input, and one of three ${fault}`, [...siblings, reading(ref)],
      { ...finding, expected: 'the ClusterSecretStore union, as its siblings', found }]),
  ],
  passes: [
    ['the store is there beside others', [store('vault'), store(), store('default', 'app'), reading({ name: 'default' })]],
    ['the store is there', [store(), reading({ name: 'default', kind: 'SecretStore' })]],
    ['the ClusterSecretStore is there', [store('default', null), reading({ name: 'default', kind: 'ClusterSecretStore' })]],
  ],
  notApplicable: [
    ['no store is in the input, and all name one', [...siblings, reading({ name: 'union', kind: 'ClusterSecretStore' })]],
    ['no store is in the input, and one names quite another', [...siblings, reading({ name: 'vault', kind: 'ClusterSecretStore' })]],
    ['no store is in the input, and two disagree', [siblings[0], reading({ name: 'uniom', kind: 'ClusterSecretStore' })]],
    ['no store is in the input, and siblings differ by a number', [...siblings, reading({ name: 'union2', kind: 'ClusterSecretStore' })]],
    ['no store is in the input', [reading({ name: 'default' })]],
    ['only stores of other namespaces are', [store('mine', 'app'), reading({ name: 'default' })]],
    ['the store lies in another namespace, which is another rule\'s', [store('default', 'app'), store('vault'), reading({ name: 'default' })]],
    ['the Secret is somebody else\'s', [store(), externalSecret('app', { namespace: 'union', spec: { secretStoreRef: { name: 'x' } } })]],
  ],
});
