import { servicesReachable } from '../../../src/verify/rules/network-policies';
import { manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';

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
  line: 'name: usage',
  expected: 'a NetworkPolicy that admits the edge and the services of the namespace alone',
  found: 'no NetworkPolicy for executions and 1 more',
};
const otherwise = 'No NetworkPolicy in the input, or no service of Union that trusts identity headers.';

testRule(servicesReachable, {
  fires: [
    { when: 'the policies of the namespace are for others', input: manifests(...services, policy(of('postgres'))), findings: [finding] },
    { when: 'the policies restrict the way out alone', input: manifests(...services, policy({}, { policyTypes: ['Egress'] })), findings: [finding], remedy: [['Egress', 'Ingress']] },
    {
      when: 'one service was left out',
      input: manifests(...services, policy(of('usage'))),
      findings: [{ ...finding, object: 'apps/v1/Deployment union-cp/executions', line: 'name: executions', found: 'no NetworkPolicy for executions' }],
    },
    { when: 'the policies are of a data plane in another namespace', input: manifests(...services, policy({}, undefined, 'union')), findings: [finding], remedy: [['namespace: union\n', 'namespace: union-cp\n']] },
  ],
  passes: [
    { when: 'one policy selects all', input: manifests(...services, policy(of('usage', 'executions'))) },
    { when: 'everything is closed', input: manifests(...services, policy({})) },
    { when: 'what trusts no header is open', input: manifests(...services, policy(of('usage', 'executions')), deployment('flyteconsole')) },
  ],
  notApplicable: [
    { when: 'the input holds no NetworkPolicy', input: manifests(...services), reason: otherwise },
    {
      when: 'a mesh decides',
      input: manifests(...services, policy(of('postgres')), object('security.istio.io/v1', 'AuthorizationPolicy', 'allow', { spec: {} }, 'union-cp')),
      reason: otherwise,
    },
    { when: 'there is no such service', input: manifests(deployment('unionconsole'), policy({})), reason: otherwise },
    { when: 'another team has one of the name', input: manifests(deployment('usage', 'billing', 'registry.example.com/billing/api:1'), policy({}, undefined, 'billing')), reason: otherwise },
  ],
});
