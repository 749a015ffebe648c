import { isTemplate } from '../../common/values/template';
import { PLACEHOLDER } from '../../contract/union/secrets';
import { defineValuesRule } from '../engine/rule';
import { asText } from '../kube/json-access';

export const valuesSecretValue = defineValuesRule('values-secret-value', {
  *check(set) {
    for (const { path } of set.contract.keys.filter((key) => key.path.endsWith('.clientSecret'))) {
      const value = asText(set.get(path)) ?? '';
      if (!['', 'false', PLACEHOLDER].includes(value) && !isTemplate(value) && !/<.*>/.test(value)) {
        yield {
          at: set.field(path), expected: `"${PLACEHOLDER}"`, found: 'another text', values: { path },
        };
      }
    }
  },
});
