import { parentOf } from '../../common/data/dotted-path';
import { isObject } from '../../common/data/json';
import { ValuesContract } from '../../contract/union/values-contract';
import { defineValuesRule, Violation } from '../engine/rule';
import { isSlipOf } from '../model/key-slip';
import { isHeldFor, misspeltMaps } from '../model/misspelt-maps';
import { isPartOf, pathsOfSet, placeTooLow, withoutCommonEnd } from '../model/stray-values';
import type { ValueSet } from '../values/value-set';

export const valuesUnknownKey = defineValuesRule('values-unknown-key', {
  *check(set) {
    // A key is told once, and first where the whole of its path shows what it should be.
    const told = new Set<string>();
    for (const violation of [...misplaced(set), ...unknown(set)]) {
      if (!told.has(violation.found)) {
        told.add(violation.found);
        yield violation;
      }
    }
  },
});

function* unknown(set: ValueSet): Iterable<Violation> {
  const { contract } = set;
  for (const map of mapsWithKeys(contract)) {
    const value = map === '' ? set.merged.values : set.get(map);
    const known = childrenOf(map, contract);
    for (const key of isObject(value) ? Object.keys(value).filter((name) => !known.includes(name)) : []) {
      const path = below(map, key);
      const near = known.find((name) => isSlipOf(key, name));
      const isClosed = contract.closed.includes(map);
      // A global of one's own, which other values refer to.
      const isOwn = !isClosed && JSON.stringify(set.merged.values).includes(`.Values.${path}`);
      if (!isOwn && near !== undefined) {
        yield standsAt(set, path, below(map, near));
      } else if (!isOwn && isClosed) {
        yield { at: set.field(path), expected: `one of ${known.join(', ')}`, found: path };
      }
    }
  }
}

/** What stands where nobody reads it; where it belongs, nothing may stand besides. */
function standsAt(set: ValueSet, path: string, right: string): Violation {
  const belongs = set.merged.isSet(right) ? {} : { belongs: set.field(right) };
  return { at: set.field(path), expected: right, found: path, ...belongs };
}

/** Maps that are misspelt, and settings in the beginning of whose path something is missing. */
function* misplaced(set: ValueSet): Iterable<Violation> {
  const maps = misspeltMaps(set);
  for (const { path, right } of maps) {
    yield standsAt(set, path, right);
  }
  const known = set.contract.keys.map(({ path }) => path);
  for (const path of pathsOfSet(set)) {
    const isKnown = maps.some((map) => path.startsWith(`${map.path}.`)) || known.some((each) =>
      each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`));
    const [right] = isKnown ? [] : known.filter((each) => isPartOf(path, each))
      .sort((a, b) => a.length - b.length);
    if (right !== undefined && !isHeldFor(set, path, right)) {
      yield standsAt(set, path, right);
    }
  }
  yield* tooLow(set, known);
}

/** Maps that stand a level too low, each once. */
function* tooLow(set: ValueSet, known: readonly string[]): Iterable<Violation> {
  const moved = new Map(known.flatMap((right): (readonly [string, string])[] => {
    const path = placeTooLow(set, right);
    return path === undefined ? [] : [withoutCommonEnd(path, right)];
  }));
  for (const [path, right] of moved) {
    yield standsAt(set, path, right);
  }
}

/**
 * Maps that hold keys of authentication themselves; in the maps above them, other settings may bear similar
 * names.
 */
function mapsWithKeys({ keys, closed }: ValuesContract): string[] {
  const parents = keys
    .filter(({ type, path }) => type !== 'map' && path.includes('.'))
    .map(({ path }) => parentOf(path));
  return ['', ...new Set([...parents, ...closed])];
}

/** Of the whole no maps: these are told by what they hold. */
function childrenOf(map: string, { keys, dead }: ValuesContract): string[] {
  if (map === '') {
    return keys.map(({ path }) => path).filter((path) => !path.includes('.'));
  }
  const start = below(map, '');
  const children = [...keys, ...dead]
    .filter(({ path }) => path.startsWith(start))
    .map(({ path }) => path.slice(start.length).split('.')[0]);
  return [...new Set(children)];
}

function below(map: string, key: string): string {
  return map === '' ? key : `${map}.${key}`;
}
