import { envoyPodLabels } from '../../../src/contract/upstream/envoy-gateway';
import { formerVersion, isNamespaced, serviceHost } from '../../../src/contract/upstream/kubernetes';
import { SECRET_OPERATORS } from '../../../src/contract/upstream/secret-operators';
import { testFacts } from '../_facts';

testFacts('upstream', 'custom-resources');

test('Envoy Gateway labels its pods with the Gateway that they serve', () => expect(envoyPodLabels({ name: 'union', namespace: 'union-cp' })).toEqual({
  'app.kubernetes.io/name': 'envoy',
  'app.kubernetes.io/component': 'proxy',
  'gateway.envoyproxy.io/owning-gateway-name': 'union',
  'gateway.envoyproxy.io/owning-gateway-namespace': 'union-cp',
}));

test('a Service has a name for the whole cluster', () => expect(serviceHost('flyteadmin', 'union-cp')).toBe('flyteadmin.union-cp.svc.cluster.local'));

test.each([
  ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'], ['extensions/v1beta1', 'Deployment', 'apps/v1'], ['extensions/v1beta1', 'DaemonSet', 'apps/v1'],
  ['extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1'], ['extensions/v1beta1', 'Widget', undefined],
  ['apps/v1beta2', 'Deployment', 'apps/v1'], ['apps/v1beta1', 'StatefulSet', 'apps/v1'], ['batch/v1beta1', 'CronJob', 'batch/v1'],
  ['rbac.authorization.k8s.io/v1alpha1', 'Role', 'rbac.authorization.k8s.io/v1'], ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress', 'networking.k8s.io/v1'], ['apps/v1', 'Deployment', undefined], ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', undefined],
  ['apps/v1beta3', 'Deployment', undefined], ['v1', 'Pod', undefined], ['gateway.networking.k8s.io/v1beta1', 'HTTPRoute', undefined],
])('%s %s was replaced by %s', (apiVersion, kind, now) => expect(formerVersion(apiVersion, kind)).toBe(now));

test.each([
  ['Pod', true], ['Role', true], ['ClusterRole', false], ['ClusterSecretStore', false],
  ['Cluster', true], ['Clustering', true], ['ExternalSecret', true],
])('a %s is in a namespace: %s', (kind, expected) => expect(isNamespaced(kind)).toBe(expected));

test('kinds without a namespace, as the discovery of Kubernetes has them', () => expect([
  'APIService', 'CertificateSigningRequest', 'ClusterTrustBundle', 'CSIDriver', 'CSINode', 'CustomResourceDefinition', 'DeviceClass', 'DeviceTaintRule',
  'FlowSchema', 'GatewayClass', 'IngressClass', 'IPAddress', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration',
  'Namespace', 'Node', 'PersistentVolume', 'PriorityClass', 'PriorityLevelConfiguration', 'ResourceSlice', 'RuntimeClass', 'ServiceCIDR', 'StorageClass',
  'StorageVersion', 'StorageVersionMigration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
  'VolumeAttachment', 'VolumeAttributesClass',
].filter(isNamespaced)).toEqual([]));

describe('the keys that an operator lists are all keys of its Secret', () => {
  test.each<[kind: string, target: object, isWhole: boolean]>([
    ['VaultStaticSecret', { spec: { destination: { transformation: { excludes: ['.*'] } } } }, true],
    ['VaultPKISecret', { spec: { destination: { transformation: { excludes: ['a.*'] } } } }, false],
    ['HCPVaultSecretsApp', {}, false],
    ['InfisicalSecret', { template: { data: {} } }, true],
    ['InfisicalSecret', { template: { data: { a: 'b' }, includeAllSecrets: true } }, false],
    ['InfisicalDynamicSecret', { template: {} }, false],
    ['BitwardenSecret', { spec: { onlyMappedSecrets: true } }, true],
    ['BitwardenSecret', { spec: {} }, false],
  ])('%s of %j: %s', (kind, target, isWhole) => {
    const [{ listsAll }] = SECRET_OPERATORS.filter((each) => each.kind === kind && each.listsAll !== undefined);
    expect(listsAll!(target)).toBe(isWhole);
  });

  test('of all others, whenever there is a list', () => {
    expect([...new Set(SECRET_OPERATORS.filter(({ listsAll }) => listsAll !== undefined).map(({ kind }) => kind))]).toEqual([
      'VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp', 'InfisicalSecret', 'InfisicalDynamicSecret', 'BitwardenSecret',
    ]);
  });
});
