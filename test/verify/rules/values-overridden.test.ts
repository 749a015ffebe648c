import { valuesOverridden } from '../../../src/verify/rules/values-overridden';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES } from '../_values';

testRule(valuesOverridden, {
  fires: [
    {
      when: 'the second file says something else',
      input: { 'a.yaml': CONTROL_PLANE_VALUES, 'b.yaml': 'flyte: {configmap: {adminServer: {auth: {idpQueryParameter: idp}}}}\ningress:\n  host: other.example.com\n' },
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'ingress.host',
          line: 'host: union.example.com',
          expected: '"other.example.com", as b.yaml:3 says, which wins',
          found: '"union.example.com"',
        },
      ],
    },
  ],
  passes: [
    { when: 'there is one file', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
