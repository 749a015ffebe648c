import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { defineRule } from '../engine/rule';
import { misaimedPolicies } from '../model/misaimed-policies';
import { kubectl } from '../running/cluster-looks';

export const policyUnattached = defineRule({
  id: 'policy-unattached',
  severity: 'error',
  area: 'the edge',
  title: 'Policies of Envoy Gateway aim at the routes and Gateways that they are meant for.',
  symptom: 'The policy is there and does nothing: routes are open to everybody, headers of callers pass, or '
    + 'requests end after the default time.',
  explanation: 'A policy names its targets by kind and name, and finds them in its own namespace alone. '
    + 'Envoy Gateway passes over a target that is not there; only the status of the policy tells. Named are '
    + 'targets that are nearly a route or Gateway of Union: of another kind, in another namespace, or '
    + 'misspelt.',
  remediation: 'Write the kind and name of the route or Gateway, and put the policy into its namespace.',
  see: [
    kubectl(
      'get securitypolicy,clienttrafficpolicy,backendtrafficpolicy -A -o yaml '
      + '| grep -n -E "TargetNotFound|reason:"',
      'Each must be Accepted. TargetNotFound, or no status, says that it aims at nothing.',
    ),
  ],
  subjects: (model) =>
    model.unionRoutes.map(({ object }) => object).filter(({ group }) => group === GATEWAY_API_GROUP),
  notApplicable: 'No Gateway API route of a control plane in the input.',
  *check(_, model) {
    for (const { at, expected, found } of misaimedPolicies(model)) {
      yield { at, expected, found };
    }
  },
});
