import { policyUnattached } from '../../../src/verify/rules/routes';
import { manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, flyteadmin, securityPolicy } from '../_union';

const GUARD = { object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard' };
const withPolicies = (...policies: Record<string, unknown>[]) => manifests(...flyteadmin(), ...chartGatewayRoutes(), ...policies);
const guard = (targets: Record<string, string>, namespace = 'union-cp') => ({ ...securityPolicy(targets), metadata: { name: 'guard', namespace } });
const client = (name: string) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'client', {
  spec: { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name } },
});

testRule(policyUnattached, {
  fires: [
    ['the name of a route is misspelt', withPolicies(guard({ 'controlplane-protect': 'HTTPRoute' })),
      { ...GUARD, field: 'spec.targetRefs[0].name', expected: 'the HTTPRoute controlplane-protected', found: 'controlplane-protect, which is not there' },
      remedy(['name: controlplane-protect\n', 'name: controlplane-protected\n'])],
    ['a route is of another kind', withPolicies(guard({ 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'HTTPRoute' })),
      { ...GUARD, field: 'spec.targetRefs[1].kind', expected: 'GRPCRoute', found: 'HTTPRoute, and no HTTPRoute controlplane-grpc-protected' }],
    ['the policy lies beside the Gateway of others, once for all that it aims at',
      withPolicies(guard({ 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'GRPCRoute' }, 'gateways')),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy gateways/guard', 'metadata.namespace',
        'namespace union-cp, of HTTPRoute controlplane-protected and GRPCRoute controlplane-grpc-protected',
        'namespace gateways, where a policy finds nothing of that name'],
      remedy(['namespace: gateways\n', 'namespace: union-cp\n'])],
    ['the Gateway is misspelt in a single reference', withPolicies(client('control-plane')),
      ['gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy union-cp/client', 'spec.targetRef.name', 'the Gateway controlplane',
        'control-plane, which is not there']],
  ],
  passes: [
    ['the targets are there', withPolicies(guard({ 'controlplane-protected': 'HTTPRoute' }), client('controlplane'))],
    ['another team has a policy for a route that the input lacks', withPolicies(guard({ grafana: 'HTTPRoute' }))],
    ['there is no policy', withPolicies()],
  ],
  notApplicable: [['the edge is no Gateway', [...flyteadmin(), secret('auth')]]],
});
