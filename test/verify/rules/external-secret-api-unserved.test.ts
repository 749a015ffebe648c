import { externalSecretApiUnserved } from '../../../src/verify/rules/external-secrets';
import { externalSecret, externalSecretsCrd, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const v1beta1 = 'external-secrets.io/v1beta1';
const old = externalSecret('auth', { apiVersion: v1beta1 });
const finding = { object: `${v1beta1}/ExternalSecret union-cp/auth`, field: 'apiVersion', expected: 'external-secrets.io/v1', found: v1beta1 };
const ofKind = (kind: string, apiVersion = v1beta1) => object(apiVersion, kind, 'auth', { spec: {} }, /^Cluster/.test(kind) ? null : 'union-cp');

testRule(externalSecretApiUnserved, {
  fires: [
    ['an ExternalSecret is v1beta1', [old], finding],
    ['stores and ClusterExternalSecrets are', [ofKind('ClusterExternalSecret'), ofKind('SecretStore'), ofKind('ClusterSecretStore')],
      { ...finding, object: `${v1beta1}/ClusterExternalSecret auth` },
      { ...finding, object: `${v1beta1}/SecretStore union-cp/auth` },
      { ...finding, object: `${v1beta1}/ClusterSecretStore auth` }],
    ['its group is misspelt', [ofKind('ExternalSecret', 'external-secret.io/v1')],
      { ...finding, object: 'external-secret.io/v1/ExternalSecret union-cp/auth', found: 'external-secret.io/v1' }],
    ['it is v1alpha1', [ofKind('ExternalSecret', 'external-secrets.io/v1alpha1')],
      { ...finding, object: 'external-secrets.io/v1alpha1/ExternalSecret union-cp/auth', found: 'external-secrets.io/v1alpha1' },
      remedy(['v1alpha1', 'v1'])],
    ['the CRD in the input does not serve it', [externalSecretsCrd({ v1: true, v1beta1: false }), old],
      { ...finding, expected: 'a version that the CRD in the input serves (v1)' }],
    ['the CRD in the input is too old for v1', [externalSecretsCrd({ v1beta1: true }), externalSecret('auth')],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'a version that the CRD in the input serves (v1beta1)', found: 'external-secrets.io/v1' }],
    ['the CRD in the input is of another kind', [externalSecretsCrd({ v1beta1: true }, undefined, 'SecretStore'), old], finding],
  ],
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
