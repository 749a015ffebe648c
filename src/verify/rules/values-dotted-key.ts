import { isObject, JsonObject, valueAt } from '../../common/data/json';
import { ValuesContract } from '../../contract/union/values-contract';
import { defineValuesRule } from '../engine/rule';

export const valuesDottedKey = defineValuesRule('values-dotted-key', {
  *check(set) {
    for (const { way, key } of dottedKeys(set.merged.values, set.contract)) {
      const path = [...way, key].join('.');
      yield {
        at: set.field([...way, key]),
        expected: `${path} as maps, ${key.split('.').join(': ')}: …`,
        found: `${JSON.stringify(key)} as one name`,
      };
    }
  },
});

interface DottedKey {
  readonly way: readonly string[];
  readonly key: string;
}

/**
 * Maps with names of the user's own, such as annotations, hold dots rightly: below the top, only what the
 * chart reads as a path is one.
 */
function dottedKeys(values: JsonObject, contract: ValuesContract, way: readonly string[] = []): DottedKey[] {
  return Object.entries(values).flatMap(([key, value]): DottedKey[] => {
    const dotted = key.includes('.') && (way.length === 0 || isPathOf(contract, [...way, ...key.split('.')]));
    const below = isObject(value) && !key.includes('.') ? dottedKeys(value, contract, [...way, key]) : [];
    return dotted ? [{ way, key }, ...below] : below;
  });
}

/** Whether the chart reads there, or has something there itself. */
function isPathOf({ keys, dead, defaults }: ValuesContract, steps: readonly string[]): boolean {
  const path = steps.join('.');
  return valueAt(defaults, steps) !== undefined
    || [...keys, ...dead].some((each) => each.path === path || each.path.startsWith(`${path}.`));
}
