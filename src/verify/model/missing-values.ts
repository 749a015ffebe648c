import type { RequiredKey } from '../../contract/union/values-contract';
import { ADMIN_AUTH } from '../../contract/union/values-control-plane';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';
import { placeMisspelt } from './misspelt-maps';
import { placeTooLow } from './stray-values';

/** A key that must be set, and in its place what may be. */
export interface MissingValue {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly symptom: string;
  readonly values: { readonly path: string };
}

/**
 * The keys of some values that a chart cannot do without and that nobody sets; none where some values are not
 * shown.
 */
export function missingValues(set: ValueSet, severity: RequiredKey['severity']): MissingValue[] {
  return set.partial ? [] : set.contract.keys.flatMap(({ path, required, meaning, description }) => {
    if ((set.isAuthless && meaning !== 'domain') || (set.isOpen && path.startsWith(`${ADMIN_AUTH}.`))) {
      return [];
    }
    const isMissing =
      required?.severity === severity
      && [path, ...(required.unless ?? [])].every((candidate) => !set.merged.isSet(candidate));
    return isMissing ? [{
      at: set.field(path),
      expected: `a value: ${description}`,
      values: { path },
      found: foundAt(set, path),
      symptom: required.symptom,
    }] : [];
  });
}

function foundAt(set: ValueSet, path: string): string {
  const elsewhere = placeTooLow(set, path) ?? placeMisspelt(set, path);
  const none =
    elsewhere === undefined ? 'nothing' : `nothing; it stands at ${elsewhere}, where nobody reads it`;
  return set.get(path) === undefined ? none : 'a blank value';
}
