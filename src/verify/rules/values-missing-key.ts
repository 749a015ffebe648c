import { defineRule } from '../engine/rule';
import { missingValues } from '../model/missing-values';
import { settings } from '../running/cluster-looks';

export const valuesMissingKey = defineRule({
  id: 'values-missing-key',
  severity: 'error',
  area: 'values files',
  title: 'Every key without which authentication cannot work is set.',
  symptom: 'Authentication does not work after the next upgrade.',
  explanation: 'The chart has no usable default for the key, or a blank one.',
  remediation: 'Set the key.',
  see: [
    settings(
      '$NS',
      '(clientId|baseUrl|tokenUrl|clientSecretLocation):',
      'A setting without a value, or none at all.',
    ),
  ],
  subjects: (model) => model.valueSets,
  notApplicable: 'No values of Union\'s charts in the input.',
  *check(subjects) {
    for (const { set, key, required } of subjects.flatMap((each) => missingValues(each, 'error'))) {
      yield {
        at: set.field(key.path),
        expected: `a value: ${key.description}`,
        found: set.get(key.path) === undefined ? 'nothing' : 'a blank value',
        symptom: required.symptom,
      };
    }
  },
});
