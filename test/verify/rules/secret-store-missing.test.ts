import { secretStoreMissing } from '../../../src/verify/rules/stores';
import { externalSecret, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const store = (called = 'default', namespace: string | null = 'union', spec: object = { provider: { aws: { region: 'us-east-2' } } }) =>
  object('external-secrets.io/v1', namespace === null ? 'ClusterSecretStore' : 'SecretStore', called, { spec }, namespace);
const reading = (secretStoreRef: object) => externalSecret(name, { namespace: 'union', spec: { secretStoreRef } });
const finding = { object: `external-secrets.io/v1/ExternalSecret union/${name}`, field: 'spec.secretStoreRef', line: 'secretStoreRef:' };
const reason = 'No ExternalSecret of Union is in the input with a store that it could read.';
const siblings = ['one', 'two'].map((each) => externalSecret(each, {
  target: name, namespace: 'union', spec: { secretStoreRef: { name: 'union', kind: 'ClusterSecretStore' } },
}));

testRule(secretStoreMissing, {
  fires: [
    { when: 'the name is misspelt', input: manifests(store(), reading({ name: 'defualt' })), findings: [{ ...finding, expected: 'a SecretStore defualt', found: 'only SecretStore default' }] },
    { when: 'a ClusterSecretStore is taken for a SecretStore', input: manifests(store('default', null), reading({ name: 'default' })), findings: [{ ...finding, expected: 'a SecretStore default', found: 'only ClusterSecretStore default' }] },
    { when: 'a SecretStore is taken for a ClusterSecretStore', input: manifests(store(), reading({ name: 'default', kind: 'ClusterSecretStore' })), findings: [{ ...finding, expected: 'a ClusterSecretStore default', found: 'only SecretStore default' }] },
    {
      when: 'the store is misspelt, and two call it by its name',
      input: manifests(store('defualt'), reading({ name: 'default' }), externalSecret('other', { target: name, namespace: 'union' })),
      findings: [{
        object: 'external-secrets.io/v1/SecretStore union/defualt',
        field: 'metadata.name',
        line: 'name: defualt',
        expected: 'default, as all ExternalSecrets call it',
        found: 'defualt',
      }],
      remedy: [['name: defualt', 'name: default']],
    },
    {
      when: 'the store has no provider, and two read it',
      input: manifests(store('default', 'union', {}), reading({ name: 'default' }), externalSecret('other', { target: name, namespace: 'union' })),
      findings: [{ object: 'external-secrets.io/v1/SecretStore union/default', field: '', line: 'apiVersion: external-secrets.io/v1', expected: 'a provider in spec.provider', found: 'none' }],
    },
    {
      when: 'stores of both kinds have other names',
      input: manifests(store(), store('vault', null), reading({ name: 'defualt' })),
      findings: [{ ...finding, expected: 'a SecretStore defualt', found: 'only SecretStore default' }],
    },
    {
      when: 'a ClusterSecretStore is taken for a SecretStore, of which there is another',
      input: manifests(store('other'), store('default', null), reading({ name: 'default' })),
      findings: [{ ...finding, expected: 'a SecretStore default', found: 'only ClusterSecretStore default, SecretStore other' }],
    },
    ...([
      ['misspells the store', { name: 'uniom', kind: 'ClusterSecretStore' }, 'ClusterSecretStore uniom'],
      ['leaves out the kind of the store', { name: 'union' }, 'SecretStore union'],
    ] as const).map(([fault, ref, found]) => ({
      when: `no store is in the input, and one of three ${fault}`,
      input: manifests(...siblings, reading(ref)),
      findings: [{ ...finding, expected: 'the ClusterSecretStore union, as its siblings', found }] as const,
    })),
  ],
  passes: [
    { when: 'the store is there beside others', input: manifests(store('vault'), store(), store('default', 'app'), reading({ name: 'default' })) },
    { when: 'the store is there', input: manifests(store(), reading({ name: 'default', kind: 'SecretStore' })) },
    { when: 'the ClusterSecretStore is there', input: manifests(store('default', null), reading({ name: 'default', kind: 'ClusterSecretStore' })) },
  ],
  notApplicable: [
    { when: 'no store is in the input, and all name one', input: manifests(...siblings, reading({ name: 'union', kind: 'ClusterSecretStore' })), reason },
    { when: 'no store is in the input, and one names quite another', input: manifests(...siblings, reading({ name: 'vault', kind: 'ClusterSecretStore' })), reason },
    { when: 'no store is in the input, and two disagree', input: manifests(siblings[0], reading({ name: 'uniom', kind: 'ClusterSecretStore' })), reason },
    { when: 'no store is in the input, and siblings differ by a number', input: manifests(...siblings, reading({ name: 'union2', kind: 'ClusterSecretStore' })), reason },
    { when: 'no store is in the input', input: manifests(reading({ name: 'default' })), reason },
    { when: 'only stores of other namespaces are', input: manifests(store('mine', 'app'), reading({ name: 'default' })), reason },
    { when: 'the store lies in another namespace, which is another rule\'s', input: manifests(store('default', 'app'), store('vault'), reading({ name: 'default' })), reason },
    { when: 'the Secret is somebody else\'s', input: manifests(store(), externalSecret('app', { namespace: 'union', spec: { secretStoreRef: { name: 'x' } } })), reason },
  ],
});
