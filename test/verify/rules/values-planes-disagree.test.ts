import { valuesPlanesDisagree } from '../../../src/verify/rules/values-planes-disagree';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, changed } from '../_values';

testRule(valuesPlanesDisagree, {
  fires: [
    {
      when: 'the data plane calls another host',
      input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union', 'CONTROLPLANE_HOST: other') },
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'global.CONTROLPLANE_HOST',
          line: 'CONTROLPLANE_HOST: other.example.com',
          expected: '"union.example.com", as global.UNION_HOST says (cp.yaml:3)',
          found: '"other.example.com"',
        },
      ],
    },
  ],
  passes: [
    { when: 'both planes say the same', input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': DATA_PLANE_VALUES } },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'The input has the values of one chart only, or of none.',
    },
  ],
});
