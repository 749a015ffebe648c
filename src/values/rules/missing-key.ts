import { RequiredKey } from '../../contract/union/values-contract';
import { helmValues, settings } from '../../verify/running/cluster-looks';
import { ValuesRule } from '../rule';

export const missingKey: ValuesRule = {
  id: 'values-missing-key',
  severity: 'error',
  area: 'values files',
  title: 'Every key without which authentication cannot work is set.',
  symptom: 'Authentication does not work after the next upgrade.',
  explanation: 'The chart has no usable default for the key, or a blank one.',
  remediation: 'Set the key.',
  see: [
    settings('$NS', '(clientId|baseUrl|tokenUrl|clientSecretLocation):', 'A setting without a value, or none at all.'),
  ],
  check: missing('error'),
};

export const recommendedKey: ValuesRule = {
  id: 'values-recommended-key',
  severity: 'warning',
  area: 'values files',
  title: 'Every key whose default is unsafe or seldom right is set.',
  symptom: 'What the chart does by default is unsafe, or fails in most deployments.',
  explanation: 'The chart has a default for the key that does not fit.',
  remediation: 'Set the key, even to its default where that is what you want.',
  see: [
    helmValues('auth|AUTH|OIDC|oauth|CLIENT', 'What was installed. The key is not among it.'),
  ],
  check: missing('warning'),
};

function missing(severity: RequiredKey['severity']): ValuesRule['check'] {
  return function* ({ charts }) {
    for (const chart of charts) {
      for (const { path, description, required } of chart.contract.keys) {
        const isMissing = (key: string) => !chart.merged.isSet(key);
        if (required?.severity === severity && [path, ...required.unless ?? []].every(isMissing)) {
          const found = chart.merged.get(path) === undefined ? 'nothing' : 'a blank value';
          yield { chart, path, expected: `a value: ${description}`, found, symptom: required.symptom };
        }
      }
    }
  };
}
