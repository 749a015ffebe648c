import { servicesReachable } from '../../../src/verify/rules/network-policies';
import { object } from '../_manifests';
import { remedy, Row, testRule } from '../_rule-harness';

const deployment = (name: string, namespace = 'union-cp', image = `registry.example.com/union/${name}:1`) =>
  object('apps/v1', 'Deployment', name, {
    spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': name } }, spec: { containers: [{ name, image }] } } },
  }, namespace);
const policy = (podSelector: object, spec: object = { policyTypes: ['Ingress'] }, namespace = 'union-cp') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', { spec: { podSelector, ...spec } }, namespace);
const of = (...names: string[]) => ({ matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: names }] });
const services = [deployment('usage'), deployment('executions'), deployment('unionconsole')];
const finding = {
  object: 'apps/v1/Deployment union-cp/usage',
  field: 'metadata.name',
  expected: 'a NetworkPolicy that admits the edge and the services of the namespace alone',
  found: 'no NetworkPolicy for executions and 1 more',
};

testRule(servicesReachable, {
  fires: [
    ['the policies of the namespace are for others', [...services, policy(of('postgres'))], finding],
    ['the policies restrict the way out alone', [...services, policy({}, { policyTypes: ['Egress'] })], finding, remedy(['Egress', 'Ingress'])],
    ['one service was left out', [...services, policy(of('usage'))],
      { ...finding, object: 'apps/v1/Deployment union-cp/executions', found: 'no NetworkPolicy for executions' }],
    ['the policies are of a data plane in another namespace', [...services, policy({}, undefined, 'union')],
      finding,
      remedy(['namespace: union\n', 'namespace: union-cp\n'])],
  ],
  passes: [
    ['one policy selects all', [...services, policy(of('usage', 'executions'))]],
    ['everything is closed', [...services, policy({})]],
    ['what trusts no header is open', [...services, policy(of('usage', 'executions')), deployment('flyteconsole')]],
  ],
  notApplicable: [
    ['the input holds no NetworkPolicy', services],
    ...[
      ['security.istio.io/v1', 'AuthorizationPolicy'], ['policy.linkerd.io/v1alpha1', 'AuthorizationPolicy'],
      ['cilium.io/v2', 'CiliumNetworkPolicy'], ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
      ['crd.projectcalico.org/v1', 'NetworkPolicy'], ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
      ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ].map(([apiVersion, kind]): Row => [`a ${kind} of ${apiVersion} may decide`, [...services, policy(of('postgres')), object(apiVersion, kind, 'allow', { spec: {} })]]),
    ['there is no such service', [deployment('unionconsole'), policy({})]],
    ['another team has one of the name', [deployment('usage', 'billing', 'registry.example.com/billing/api:1'), policy({}, undefined, 'billing')]],
  ],
});
