import { defineValuesRule } from '../engine/rule';
import { missingValues } from '../model/missing-values';

export const valuesRecommendedKey = defineValuesRule('values-recommended-key', {
  check: (set) => missingValues(set, 'warning'),
});
