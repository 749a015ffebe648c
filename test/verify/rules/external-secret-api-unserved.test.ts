import { externalSecretApiUnserved } from '../../../src/verify/rules/external-secrets';
import { externalSecret, externalSecretsCrd, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const v1beta1 = 'external-secrets.io/v1beta1';
const old = externalSecret('auth', { apiVersion: v1beta1 });
const finding = {
  object: `${v1beta1}/ExternalSecret union-cp/auth`,
  field: 'apiVersion',
  line: `apiVersion: ${v1beta1}`,
  expected: 'external-secrets.io/v1',
  found: v1beta1,
};
const ofKind = (kind: string, apiVersion = v1beta1) => object(apiVersion, kind, 'auth', { spec: {} }, /^Cluster/.test(kind) ? null : 'union-cp');
const reason = 'No ExternalSecret or secret store in the input is yet to be applied.';

testRule(externalSecretApiUnserved, {
  fires: [
    { when: 'an ExternalSecret is v1beta1', input: manifests(old), findings: [finding] },
    {
      when: 'stores and ClusterExternalSecrets are',
      input: manifests(ofKind('ClusterExternalSecret'), ofKind('SecretStore'), ofKind('ClusterSecretStore')),
      findings: [
        { ...finding, object: `${v1beta1}/ClusterExternalSecret auth` },
        { ...finding, object: `${v1beta1}/SecretStore union-cp/auth` },
        { ...finding, object: `${v1beta1}/ClusterSecretStore auth` },
      ],
    },
    {
      when: 'its group is misspelt',
      input: manifests(ofKind('ExternalSecret', 'external-secret.io/v1')),
      findings: [{ ...finding, object: 'external-secret.io/v1/ExternalSecret union-cp/auth', line: 'apiVersion: external-secret.io/v1', found: 'external-secret.io/v1' }],
    },
    {
      when: 'it is v1alpha1',
      input: manifests(ofKind('ExternalSecret', 'external-secrets.io/v1alpha1')),
      findings: [{ ...finding, object: 'external-secrets.io/v1alpha1/ExternalSecret union-cp/auth', line: 'apiVersion: external-secrets.io/v1alpha1', found: 'external-secrets.io/v1alpha1' }],
    },
    {
      when: 'the CRD in the input does not serve it',
      input: manifests(externalSecretsCrd({ v1: true, v1beta1: false }), old),
      findings: [{ ...finding, expected: 'a version that the CRD in the input serves (v1)' }],
    },
    {
      when: 'the CRD in the input is too old for v1',
      input: manifests(externalSecretsCrd({ v1beta1: true }), externalSecret('auth')),
      findings: [{
        ...finding,
        object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
        line: 'apiVersion: external-secrets.io/v1',
        expected: 'a version that the CRD in the input serves (v1beta1)',
        found: 'external-secrets.io/v1',
      }],
    },
    { when: 'the CRD in the input is of another kind', input: manifests(externalSecretsCrd({ v1beta1: true }, undefined, 'SecretStore'), old), findings: [finding] },
  ],
  passes: [
    { when: 'it is v1', input: manifests(externalSecret('auth'), ofKind('SecretStore', 'external-secrets.io/v1')) },
    { when: 'it is that of another team', input: manifests(externalSecret('union-secret-auth', { namespace: 'union' }), externalSecret('grafana', { apiVersion: v1beta1, namespace: 'monitoring' })) },
    { when: 'the CRD in the input serves v1beta1 still', input: manifests(externalSecretsCrd({ v1: true, v1beta1: true }), old) },
    { when: 'a PushSecret, which stays v1alpha1, stands beside it', input: manifests(externalSecret('auth'), ofKind('PushSecret', 'external-secrets.io/v1alpha1')) },
    { when: 'a generator, which has a group of its own, stands beside it', input: manifests(externalSecret('auth'), ofKind('Password', 'generators.external-secrets.io/v1alpha1')) },
  ],
  notApplicable: [
    { when: 'the input has no ExternalSecret', input: manifests(secret('auth')), reason },
    { when: 'a cluster serves it', input: manifests({ ...old, metadata: { name: 'auth', namespace: 'union-cp', uid: '0a1b' } }), reason },
    { when: 'there is a PushSecret only', input: manifests(ofKind('PushSecret', 'external-secrets.io/v1alpha1')), reason },
  ],
});
