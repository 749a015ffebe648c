import { isTemplate } from '../../common/values/template';
import { PLACEHOLDER } from '../../contract/union/secrets';
import { defineValuesRule } from '../engine/rule';
import { asText } from '../kube/json-access';

export const valuesSecretValue = defineValuesRule({
  id: 'values-secret-value',
  severity: 'error',
  title: 'No client secret stands in the values.',
  symptom: 'The secret lies in version control, in the Helm release and in every backup of both.',
  explanation:
    'The chart would render it into a Secret. External Secrets, or a script, delivers it without anybody '
      + 'writing it down.',
  remediation: `Rotate the secret, write "${PLACEHOLDER}" in its place, and deliver it by External Secrets `
    + 'or kubectl.',
  see: [
    {
      run: 'helm -n $NS get values $RELEASE -o yaml | grep -E "(clientSecret|client_secret|CLIENT_SECRET): '
        + `*[^ {]" | grep -v -c -E ': "?(${PLACEHOLDER}|)"?$'`,
      shows: 'How many values of the release hold a client secret. 0 is right.',
    },
  ],
  *check(set) {
    for (const { path } of set.contract.keys.filter((key) => key.path.endsWith('.clientSecret'))) {
      const value = asText(set.get(path)) ?? '';
      if (!['', 'false', PLACEHOLDER].includes(value) && !isTemplate(value) && !/<.*>/.test(value)) {
        yield { at: set.field(path), expected: `"${PLACEHOLDER}"`, found: 'another text' };
      }
    }
  },
});
