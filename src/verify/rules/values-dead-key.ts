import { isObject } from '../../common/data/json';
import { isReadByTemplates } from '../../common/values/template';
import { defineValuesRule } from '../engine/rule';

export const valuesDeadKey = defineValuesRule('values-dead-key', {
  *check(set) {
    const { merged, contract } = set;
    for (const { path, replacedBy, why } of contract.dead) {
      const value = set.get(path);
      // A wider entry says nothing that a narrower one has said already.
      const narrower = contract.dead.some(
        (other) => other.path.startsWith(`${path}.`) && set.get(other.path) !== undefined,
      );
      if (isEmpty(value) || narrower || isReadByTemplates(path, merged.values)) {
        continue;
      }
      yield {
        at: set.field(path),
        expected: replacedBy.length > 0 ? `the value at ${replacedBy.join(' and ')}` : 'no such key',
        found: `${path}, which ${set} does not read: ${why}`,
        values: { path },
      };
    }
  },
});

/** Charts themselves leave blank keys behind for a while. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined
    || value === null
    || value === ''
    || (isObject(value) && Object.keys(value).length === 0)
  );
}
