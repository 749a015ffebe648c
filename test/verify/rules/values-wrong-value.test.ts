import { valuesWrongValue } from '../../../src/verify/rules/values-wrong-value';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed } from '../_values';

testRule(valuesWrongValue, {
  fires: [
    {
      when: 'a switch is a text',
      input: changed(CONTROL_PLANE_VALUES, '      auth:\n', '      server: { security: { useAuth: "true" } }\n      auth:\n'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.server.security.useAuth',
          line: 'server: { security: { useAuth: "true" } }',
          expected: 'true or false',
          found: '"true"',
        },
      ],
    },
  ],
  passes: [
    { when: 'every value has its type', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
