import { valuesRecommendedKey } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES, changed } from '../_values';

testRule(valuesRecommendedKey, {
  fires: [
    {
      when: 'the chart is left to make the Secret',
      input: changed(DATA_PLANE_VALUES, '    create: false\n', ''),
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'secrets.admin.create',
          line: 'admin:',
          expected: 'a value: Whether the chart renders union-secret-auth; each upgrade then puts its placeholder back',
          found: 'nothing',
        },
      ],
    },
    {
      when: 'nothing stands where the chart is told whether to make it',
      input: changed(DATA_PLANE_VALUES, '    create: false\n', '    create: ""\n'),
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'secrets.admin.create',
          line: 'create: ""',
          expected: 'a value: Whether the chart renders union-secret-auth; each upgrade then puts its placeholder back',
          found: 'a blank value',
        },
      ],
    },
  ],
  passes: [
    { when: 'every key with an unsafe default is set', input: DATA_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
