import { groupsByKey, oncePer } from '../../common/data/collections';
import { aboveOf, isObject, nameOf, parentOf } from '../../common/data/json';
import { isNear } from '../../common/props/suggestion';
import type { ValueSet } from '../values/value-set';
import { pathsOfSet } from './stray-values';

/** A map of some values that nobody reads, and the one beside it that is meant. */
export interface MisspeltMap {
  readonly path: string;
  readonly right: string;
}

/**
 * Maps in other capitals than a known one beside them, or whose name is nearly its name and that hold what
 * belongs there; and maps to whose path the first steps are missing. Of what they hold nothing is told again.
 */
export const misspeltMaps = oncePer((set: ValueSet): readonly MisspeltMap[] => {
  const known = set.contract.keys.map(({ path }) => path);
  const maps = new Set(known.flatMap(aboveOf));
  const byParent = groupsByKey([...maps], parentOf);
  const paths = pathsOfSet(set);
  const heldAs = (path: string, map: string) => paths.flatMap((each) => {
    const meant = `${map}${each.slice(path.length)}`;
    return each.startsWith(`${path}.`) && known.includes(meant) ? [meant] : [];
  });
  const holdsAs = (path: string, map: string) => heldAs(path, map).length > 0;
  const found: MisspeltMap[] = [];
  for (const path of paths) {
    const isKnown = maps.has(path) || known.some((each) => `${path}.`.startsWith(`${each}.`));
    if (!isKnown && !found.some((map) => path.startsWith(`${map.path}.`))) {
      const isMap = isObject(set.get(path));
      const beside = byParent.get(parentOf(path)) ?? [];
      const near = beside.find((map) => map.toLowerCase() === path.toLowerCase())
        ?? beside.find((map) => isMap && isNear(nameOf(path), nameOf(map)) && holdsAs(path, map));
      const [lower] = isMap && !(near !== undefined && holdsAs(path, near))
        ? [...maps].filter((map) => map.endsWith(`.${path}`) && holdsAs(path, map)).sort(byLength)
        : [];
      const isHolder = lower !== undefined && heldAs(path, lower).some((each) => isHeldFor(set, path, each));
      const right = isHolder ? near : lower ?? near;
      found.push(...right === undefined ? [] : [{ path, right }]);
    }
  }
  return found;
});

/**
 * Whether what is set where it belongs may come from a map of one's own: by an anchor, or by a template that
 * reads it.
 */
export function isHeldFor(set: ValueSet, path: string, place: string): boolean {
  return set.merged.isSet(place)
    && (hasAnchors(set) || String(set.get(place)).includes(`.Values.${path}`));
}

const hasAnchors = oncePer(({ files }: ValueSet) => files.some(({ text }) => ANCHOR.test(text)));

/** At the beginning of a value. */
const ANCHOR = /^[^#'"]*[:-]\s+&[\w-]+/m;

function byLength(a: string, b: string): number {
  return a.length - b.length;
}

/** Where a setting stands instead, in a map that is misspelt. */
export function placeMisspelt(set: ValueSet, known: string): string | undefined {
  return misspeltMaps(set)
    .filter(({ right }) => known.startsWith(`${right}.`))
    .map(({ path, right }) => `${path}${known.slice(right.length)}`)
    .find((path) => set.merged.isSet(path));
}
