import { isBlank, isObject, valueAt } from '../../common/data/json';
import { show } from '../../common/values/show';
import { defineValuesRule } from '../engine/rule';

export const valuesOverridden = defineValuesRule('values-overridden', {
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
            values: { path },
          };
        }
      }
    }
  },
});

function shown(path: string, value: unknown): string {
  return /clientSecret$/.test(path) ? 'another text' : show(value);
}
