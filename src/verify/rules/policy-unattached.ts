import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { defineRule } from '../engine/rule';
import { misaimedPolicies } from '../model/misaimed-policies';

export const policyUnattached = defineRule('policy-unattached', {
  subjects: (model) =>
    model.unionRoutes.map(({ object }) => object).filter(({ group }) => group === GATEWAY_API_GROUP),
  notApplicable: 'No Gateway API route of a control plane in the input.',
  *check(_, model) {
    for (const { at, expected, found } of misaimedPolicies(model)) {
      yield { at, expected, found };
    }
  },
});
