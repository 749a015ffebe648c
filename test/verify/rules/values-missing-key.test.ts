import { valuesMissingKey } from '../../../src/verify/rules/values';
import { remedy, testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES, changed } from '../_values';

testRule(valuesMissingKey, {
  fires: [
    ['the data plane is told no control plane', changed(DATA_PLANE_VALUES, '  CONTROLPLANE_HOST: union.example.com\n', ''),
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', 'a value: Host name of the control plane, without scheme and port', 'nothing'],
      remedy(['global:\n', 'global:\n  CONTROLPLANE_HOST: union.example.com\n'])],
    ['the control plane that the data plane is told is empty',
      changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union.example.com', 'CONTROLPLANE_HOST: ""'),
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', 'a value: Host name of the control plane, without scheme and port', 'a blank value']],
  ],
  passes: [['every key that the chart needs is set', DATA_PLANE_VALUES]],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
