import { valuesMissingKey } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES, changed } from '../_values';

testRule(valuesMissingKey, {
  fires: [
    {
      when: 'the data plane is told no control plane',
      input: changed(DATA_PLANE_VALUES, '  CONTROLPLANE_HOST: union.example.com\n', ''),
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'global.CONTROLPLANE_HOST',
          line: 'global:',
          expected: 'a value: Host name of the control plane, without scheme and port',
          found: 'nothing',
        },
      ],
    },
    {
      when: 'the control plane that the data plane is told is empty',
      input: changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union.example.com', 'CONTROLPLANE_HOST: ""'),
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'global.CONTROLPLANE_HOST',
          line: 'CONTROLPLANE_HOST: ""',
          expected: 'a value: Host name of the control plane, without scheme and port',
          found: 'a blank value',
        },
      ],
    },
  ],
  passes: [
    { when: 'every key that the chart needs is set', input: DATA_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
