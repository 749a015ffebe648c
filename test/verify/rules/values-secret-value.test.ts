import { valuesSecretValue } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

testRule(valuesSecretValue, {
  fires: [
    {
      when: 'a secret stands in the values',
      input: `${DATA_PLANE_VALUES}    clientSecret: hunter2hunter2\n`,
      remedy: [['hunter2hunter2', 'placeholder']],
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'secrets.admin.clientSecret',
          line: 'clientSecret: hunter2hunter2',
          expected: '"placeholder"',
          found: 'another text',
        },
      ],
    },
    {
      when: 'it is of digits alone',
      input: `${DATA_PLANE_VALUES}    clientSecret: 1234567890\n`,
      findings: [{ object: 'v2/Values dataplane', field: 'secrets.admin.clientSecret', line: 'clientSecret: 1234567890', expected: '"placeholder"', found: 'another text' }],
    },
  ],
  passes: [
    { when: 'there is a placeholder', input: `${DATA_PLANE_VALUES}    clientSecret: placeholder\n` },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
