import { valuesRecommendedKey } from '../../../src/verify/rules/values';
import { remedy, testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES, changed } from '../_values';

testRule(valuesRecommendedKey, {
  fires: [
    ['the chart is left to make the Secret', changed(DATA_PLANE_VALUES, '    create: false\n', ''),
      ['v2/Values dataplane', 'secrets.admin.create', 'a value: Whether the chart renders union-secret-auth; each upgrade then writes its placeholder again',
        'nothing'], remedy(['    enable: true\n', '    enable: true\n    create: false\n'])],
    ['nothing stands where the chart is told whether to make it', changed(DATA_PLANE_VALUES, '    create: false\n', '    create: ""\n'),
      ['v2/Values dataplane', 'secrets.admin.create', 'a value: Whether the chart renders union-secret-auth; each upgrade then writes its placeholder again',
        'a blank value']],
  ],
  passes: [['every key with an unsafe default is set', DATA_PLANE_VALUES]],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
