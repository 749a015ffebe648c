import { isObject } from '../../common/data/json';
import { isReadByTemplates } from '../../common/values/template';
import { defineValuesRule } from '../engine/rule';
import { SETTING_ARRIVES } from '../running/cluster-looks';

export const valuesDeadKey = defineValuesRule({
  id: 'values-dead-key',
  severity: 'warning',
  title: 'Every key about authentication is one that the chart release reads.',
  symptom: 'The setting has no effect, and nothing says so: Helm takes every key.',
  explanation: 'The release dropped the key, or never had it.',
  remediation:
    'Move the value to the key that took its place ("cdk8s-union-auth values migrate" does it), or remove '
      + 'it.',
  see: SETTING_ARRIVES,
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
