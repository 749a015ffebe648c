import { valuesDeadKey } from '../../../src/verify/rules/values-dead-key';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed } from '../_values';

testRule(valuesDeadKey, {
  fires: [
    {
      when: 'a key is set that the release dropped',
      input: changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: web-id\n'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'global.OIDC_CLIENT_ID',
          line: 'OIDC_CLIENT_ID: web-id',
          expected: 'the value at flyte.configmap.adminServer.auth.userAuth.openId.clientId',
          found: 'global.OIDC_CLIENT_ID, which controlplane 2026.8 does not read: nothing reads it since 2026.4.8',
        },
      ],
    },
  ],
  passes: [
    { when: 'every key is read', input: CONTROL_PLANE_VALUES },
    { when: 'a blank dead key has nothing to say', input: changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: ""\n') },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
