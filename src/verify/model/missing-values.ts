import type { RequiredKey, ValueKey } from '../../contract/union/values-contract';
import { ADMIN_AUTH } from '../../contract/union/values-control-plane';
import type { ValueSet } from '../values/value-set';

/** A key that must be set, and in its place what may be. */
export interface MissingValue {
  readonly set: ValueSet;
  readonly key: ValueKey;
  readonly required: RequiredKey;
}

/**
 * The keys of some values that a chart cannot do without and that nobody sets; none where some values are not
 * shown.
 */
export function missingValues(set: ValueSet, severity: RequiredKey['severity']): MissingValue[] {
  return set.partial ? [] : set.contract.keys.flatMap((key) => {
    const { path, required } = key;
    if ((set.isAuthless && key.meaning !== 'domain') || (set.isOpen && path.startsWith(`${ADMIN_AUTH}.`))) {
      return [];
    }
    const isMissing =
      required?.severity === severity
      && [path, ...(required.unless ?? [])].every((candidate) => !set.merged.isSet(candidate));
    return isMissing ? [{ set, key, required }] : [];
  });
}
