import { defineValuesRule } from '../engine/rule';
import { missingValues } from '../model/missing-values';
import { settings } from '../running/cluster-looks';

export const valuesMissingKey = defineValuesRule({
  id: 'values-missing-key',
  severity: 'error',
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
  check: (set) => missingValues(set, 'error'),
});
