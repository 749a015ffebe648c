import { policyUnattached } from '../../../src/verify/rules/routes';
import { manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, flyteadmin, securityPolicy } from '../_union';

const reason = 'No Gateway API route of a control plane in the input.';
const GUARD = { object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard' };
const withPolicies = (...policies: Record<string, unknown>[]) => manifests(...flyteadmin(), ...chartGatewayRoutes(), ...policies);
const guard = (targets: Record<string, string>, namespace = 'union-cp') =>
  ({ ...securityPolicy(targets), metadata: { name: 'guard', namespace } });
const client = (name: string) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'client', {
  spec: { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name } },
});

testRule(policyUnattached, {
  fires: [
    {
      when: 'the name of a route is misspelt',
      input: withPolicies(guard({ 'controlplane-protect': 'HTTPRoute' })),
      findings: [{
        ...GUARD,
        field: 'spec.targetRefs[0].name',
        line: 'name: controlplane-protect',
        expected: 'the HTTPRoute controlplane-protected',
        found: 'controlplane-protect, which is not there',
      }],
      remedy: [['name: controlplane-protect\n', 'name: controlplane-protected\n']],
    },
    {
      when: 'a route is of another kind',
      input: withPolicies(guard({ 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'HTTPRoute' })),
      findings: [{
        ...GUARD,
        field: 'spec.targetRefs[1].kind',
        line: 'kind: HTTPRoute',
        expected: 'GRPCRoute',
        found: 'HTTPRoute, and no HTTPRoute controlplane-grpc-protected',
      }],
    },
    {
      when: 'the policy lies beside the Gateway of others, once for all that it aims at',
      input: withPolicies(guard({ 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'GRPCRoute' }, 'gateways')),
      findings: [{
        object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy gateways/guard',
        field: 'metadata.namespace',
        line: 'namespace: gateways',
        expected: 'namespace union-cp, of HTTPRoute controlplane-protected and GRPCRoute controlplane-grpc-protected',
        found: 'namespace gateways, where a policy finds nothing of that name',
      }],
      remedy: [['namespace: gateways\n', 'namespace: union-cp\n']],
    },
    {
      when: 'the Gateway is misspelt in a single reference',
      input: withPolicies(client('control-plane')),
      findings: [{
        object: 'gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy union-cp/client',
        field: 'spec.targetRef.name',
        line: 'name: control-plane',
        expected: 'the Gateway controlplane',
        found: 'control-plane, which is not there',
      }],
    },
  ],
  passes: [
    { when: 'the targets are there', input: withPolicies(guard({ 'controlplane-protected': 'HTTPRoute' }), client('controlplane')) },
    { when: 'another team has a policy for a route that the input lacks', input: withPolicies(guard({ grafana: 'HTTPRoute' })) },
    { when: 'there is no policy', input: withPolicies() },
  ],
  notApplicable: [{ when: 'the edge is no Gateway', input: manifests(...flyteadmin(), secret('auth')), reason }],
});
