import { defineValuesRule } from '../engine/rule';
import { missingValues } from '../model/missing-values';

export const valuesMissingKey = defineValuesRule('values-missing-key', {
  check: (set) => missingValues(set, 'error'),
});
