import { defineValuesRule } from '../engine/rule';
import { missingValues } from '../model/missing-values';
import { helmAuthValues } from '../running/cluster-looks';

export const valuesRecommendedKey = defineValuesRule({
  id: 'values-recommended-key',
  severity: 'warning',
  title: 'Every key whose default is unsafe or seldom right is set.',
  symptom: 'What the chart does by default is unsafe, or fails in most deployments.',
  explanation: 'The chart has a default for the key that does not fit.',
  remediation: 'Set the key, even to its default where that is what you want.',
  see: [helmAuthValues('What was installed. The key is not among it.')],
  check: (set) => missingValues(set, 'warning'),
});
