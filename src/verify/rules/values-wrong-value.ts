import { isObject } from '../../_internal/json';
import { ValueKey } from '../../contract/union/values-contract';
import { show } from '../../values/files/show';
import { isTemplate } from '../../values/files/template';
import { defineRule } from '../engine/rule';
import { flyteadminLogs, kubectl } from '../running/cluster-looks';

export const valuesWrongValue = defineRule({
  id: 'values-wrong-value',
  severity: 'error',
  area: 'values files',
  title: 'Every value has the type and the spelling that its reader accepts.',
  symptom: 'The service refuses its configuration and does not start, or leaves authentication off.',
  explanation: 'Flyteadmin and its clients read enums by their exact spelling, and URLs, lists and flags by their type.',
  remediation: 'Write the expected value.',
  see: [
    kubectl('-n $NS get pods', 'A service that cannot read its settings is in CrashLoopBackOff.'),
    flyteadminLogs('parse|unmarshal|invalid|unit', 'What the service could not read.'),
  ],
  subjects: (model) => model.valueSets,
  notApplicable: 'No values of Union\'s charts in the input.',
  *check(subjects) {
    for (const set of subjects) {
      for (const key of set.contract.keys) {
        const value = set.get(key.path);
        if (value === undefined || value === null || isTemplate(value)) {
          continue;
        }
        const expected = expectation(key, value);
        if (expected !== undefined) {
          yield { at: set.field(key.path), expected, found: /<.*>/.test(String(value)) ? `the placeholder ${show(value)}` : show(value) };
        }
      }
    }
  },
});

/** What ought to stand there instead; nothing for a good value. */
function expectation({ type, only, oneOf, meaning }: ValueKey, value: unknown): string | undefined {
  switch (type) {
    case 'map':
      return isObject(value) ? undefined : 'a map';
    case 'objects':
      return Array.isArray(value) && value.every(isObject) ? undefined : 'a list of maps';
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' && !/<.*>/.test(item)) ? undefined : 'a list of texts';
    case 'boolean':
      return typeof value !== 'boolean' ? 'true or false' : only !== undefined && value !== only ? String(only) : undefined;
    case 'string':
      if (isObject(value) || Array.isArray(value)) {
        return 'a text';
      }
      if (/<.*>/.test(String(value))) {
        return 'your own value';
      }
      // Helm writes large numbers with an exponent.
      if (meaning !== undefined && typeof value !== 'string') {
        return 'a text in quotes';
      }
      // A blank value leaves the chart's.
      return value === '' || (oneOf ?? [value]).includes(String(value)) && (only ?? value) === value
        ? undefined
        : only === undefined ? `one of ${oneOf!.join(', ')}` : show(only);
  }
}
