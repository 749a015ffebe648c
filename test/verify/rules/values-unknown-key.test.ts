import { valuesUnknownKey } from '../../../src/verify/rules/values-unknown-key';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed } from '../_values';

testRule(valuesUnknownKey, {
  fires: [
    {
      when: 'a key is nearly the name of a known one',
      input: changed(CONTROL_PLANE_VALUES, 'openId:', 'openID:\n            scopes: [openid]\n          openId:'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.auth.userAuth.openID',
          line: 'openID:',
          expected: 'flyte.configmap.adminServer.auth.userAuth.openId',
          found: 'flyte.configmap.adminServer.auth.userAuth.openID',
        },
      ],
    },
  ],
  passes: [
    { when: 'every key is known', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
