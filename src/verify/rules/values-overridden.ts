import { isBlank, isObject, valueAt } from '../../common/data/json';
import { show } from '../../common/values/show';
import { defineValuesRule } from '../engine/rule';
import { helmAuthValues } from '../running/cluster-looks';

export const valuesOverridden = defineValuesRule({
  id: 'values-overridden',
  severity: 'info',
  title: 'Two files of one chart do not disagree about authentication.',
  symptom: 'Whoever changes the first file wonders why nothing happens.',
  explanation: 'Of several files the last wins, in the order of --values.',
  remediation: 'Keep the value in one of the files.',
  see: [helmAuthValues('The value that won.')],
  *check(set) {
    for (const { path } of set.contract.keys) {
      const said = set.files
        .filter((file) => file.has(path))
        .map((file) => ({ file, value: valueAt(file.values, path) }));
      const last = said[said.length - 1];
      for (const { file, value } of said.slice(0, -1)) {
        // A blank is there to be filled.
        if (!isObject(value) && !isBlank(value) && JSON.stringify(value) !== JSON.stringify(last.value)) {
          yield {
            at: set.fieldIn(file, path.split('.')),
            expected: `${shown(path, last.value)}, as ${last.file.name}:${last.file.lineOf(path)} says, `
              + 'which wins',
            found: shown(path, value),
          };
        }
      }
    }
  },
});

function shown(path: string, value: unknown): string {
  return /clientSecret$/.test(path) ? 'another text' : show(value);
}
