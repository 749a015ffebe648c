import { oncePer } from '../../common/data/collections';
import { JsonObject, isObject } from '../../common/data/json';
import type { ValueSet } from '../values/value-set';

/** The paths of all that the values of a plane hold, maps included. */
export const pathsOfSet = oncePer(({ merged }: ValueSet): readonly string[] => pathsIn(merged.values));

function pathsIn(values: JsonObject, before = ''): string[] {
  return Object.entries(values).filter(([key]) => !key.includes('.')).flatMap(([key, value]) =>
    [`${before}${key}`, ...isObject(value) ? pathsIn(value, `${before}${key}.`) : []]);
}

/**
 * Whether a path has the steps of another in their order and lacks some, and ends with the same three; or has
 * a step once that the other has twice in a row.
 */
export function isPartOf(path: string, whole: string): boolean {
  const [own, all] = [path, whole].map((each) => each.split('.'));
  const once = all.filter((step, index) => step !== all[index + 1]);
  if (own.join() === once.join()) {
    return once.length < all.length;
  }
  let next = 0;
  for (const step of all) {
    next += step === own[next] ? 1 : 0;
  }
  return (
    own.length >= 3
    && own.length < all.length
    && next === own.length
    && own.slice(-3).join() === all.slice(-3).join()
  );
}

/** Where a setting stands that is too far to the right, so that nobody reads it: a level too low. */
export function placeTooLow(set: ValueSet, known: string): string | undefined {
  const steps = known.split('.');
  const [start, end] = [`${steps[0]}.`, steps.slice(-3).join('.')];
  return set.merged.isSet(known) ? undefined : pathsOfSet(set).find(
    (path) => path.endsWith(end) && path.startsWith(start) && isPartOf(known, path),
  );
}

/** Two paths without the steps that both end with, but for the first of these. */
export function withoutCommonEnd(one: string, other: string): readonly [string, string] {
  const [own, others] = [one, other].map((path) => path.split('.'));
  while (own.length > 1 && others.length > 1 && own[own.length - 2] === others[others.length - 2]) {
    own.pop();
    others.pop();
  }
  return [own.join('.'), others.join('.')];
}
