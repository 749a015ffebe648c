import { groupsByKey } from '../../common/data/grouped';
import { isObject } from '../../common/data/json';
import { oncePer } from '../../common/data/once-per';
import type { ValueSet } from '../values/value-set';
import { isNear } from './slips';
import { pathsOfSet } from './stray-values';

/** A map of some values that nobody reads, and the one beside it that is meant. */
export interface MisspeltMap {
  readonly path: string;
  readonly right: string;
}

/**
 * Maps in other capitals than a known one beside them, or whose name is nearly its name and that hold what
 * belongs there. Of what they hold nothing is told again.
 */
export const misspeltMaps = oncePer((set: ValueSet): readonly MisspeltMap[] => {
  const known = set.contract.keys.map(({ path }) => path);
  const maps = new Set(known.flatMap(aboveOf));
  const byParent = groupsByKey([...maps], parentOf);
  const paths = pathsOfSet(set);
  const holdsAs = (path: string, map: string) => paths.some((each) =>
    each.startsWith(`${path}.`) && known.includes(`${map}${each.slice(path.length)}`));
  return paths
    .filter((path) => !maps.has(path) && !known.some((each) => `${path}.`.startsWith(`${each}.`)))
    .flatMap((path) => {
      const beside = byParent.get(parentOf(path)) ?? [];
      const right = beside.find((map) => map.toLowerCase() === path.toLowerCase())
        ?? beside.find((map) => isObject(set.get(path))
          && isNear(nameOf(path), nameOf(map)) && holdsAs(path, map));
      return right === undefined ? [] : [{ path, right }];
    });
});

/** Where a setting stands instead, in a map that is misspelt. */
export function placeMisspelt(set: ValueSet, known: string): string | undefined {
  return misspeltMaps(set)
    .filter(({ right }) => known.startsWith(`${right}.`))
    .map(({ path, right }) => `${path}${known.slice(right.length)}`)
    .find((path) => set.merged.isSet(path));
}

/** The maps that a path leads through. */
function aboveOf(path: string): string[] {
  const parent = parentOf(path);
  return parent === '' ? [] : [...aboveOf(parent), parent];
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
