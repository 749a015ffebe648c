import { groupsByKey, oncePer } from '../../common/data/collections';
import {
  aboveOf, isAtOrBelow, isObject, JsonObject, mergeValues, nameOf, nestUnder, parentOf, valueAt,
} from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { distance, folded, hasSwapped, isNear, slipOf } from '../../common/props/suggestion';
import type { RequiredKey } from '../../contract/union/values-contract';
import { ADMIN_AUTH } from '../../contract/union/values-places';
import type { Field } from '../read/field';
import { expressionsIn, valuesPathOf } from '../values/effective-values';
import type { ValueSet } from '../values/value-set';

/**
 * Other capitals or dashes, an ending more or less (`enabled` for `enable`, `scope` for `scopes`), letters
 * that have changed places, or at most two letters apart in a long name.
 */
export function isSlipOf(key: string, known: string): boolean {
  const [own, right] = [key, known].map(folded);
  const [short, long] = own.length < right.length ? [own, right] : [right, own];
  const hasOtherEnding =
    short.length >= 4 && long.startsWith(short) && /^(s|d|ed|es|id)$/.test(long.slice(short.length));
  // Such as CLIENT_ID for AUTH_CLIENT_ID.
  const lacksBeginning = /^[A-Z]+_[A-Z_]+$/.test(key) && known.endsWith(`_${key}`);
  return (
    own === right || hasOtherEnding || lacksBeginning
    || (distance(own, right) <= 2 && (known.length >= 8 || (short.length >= 4 && hasSwapped(own, right))))
  );
}

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

/** A map of some values that nobody reads, and the one beside it that is meant. */
interface MisspeltMap {
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
    const isKnown = maps.has(path) || known.some((each) => isAtOrBelow(path, each));
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
function placeMisspelt(set: ValueSet, known: string): string | undefined {
  return misspeltMaps(set)
    .filter(({ right }) => known.startsWith(`${right}.`))
    .map(({ path, right }) => `${path}${known.slice(right.length)}`)
    .find((path) => set.merged.isSet(path));
}

/** A key that must be set, and in its place what may be. */
interface MissingValue {
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
    elsewhere === undefined ? 'nothing' : `nothing; it is at ${elsewhere}, which nothing reads`;
  return set.get(path) === undefined ? none : 'a blank value';
}

/** A template in values that reads a value which is not there, in place of one that is. */
interface BrokenReference {
  readonly place: readonly PathStep[];
  readonly path: string;
  readonly right: string;
}

const CONDITION = /\{\{-?\s*(?:if|with|range)\b/;

/** Only slips of a known name: a chart has values of its own that no contract lists. */
export function brokenReferences(set: ValueSet): BrokenReference[] {
  if (set.partial) {
    return [];
  }
  const { contract: { keys, defaults }, merged: { values } } = set;
  const known = keys.map(({ path }) => nestUnder(path, '')).reduce(mergeValues, defaults);
  // A user's own globals are for templates; other maps may have such names of the chart beside the user's.
  const all = mergeValues(known, isObject(values.global) ? { global: values.global } : {});
  return templatesIn(values).flatMap(({ place, text }) => expressionsIn(text).flatMap((expression) => {
    const { path, otherwise } = valuesPathOf(expression) ?? {};
    const isThere = path === undefined || otherwise !== undefined || valueAt(values, path) !== undefined;
    const right = isThere ? undefined : corrected(path.split('.'), all);
    return right === undefined || path === undefined || right === path ? [] : [{ place, path, right }];
  }));
}

/** The known path that one is a slip of, or the path itself; nothing where its names are unlike all known. */
function corrected(path: readonly string[], known: unknown): string | undefined {
  const [name, ...below] = path;
  if (name === undefined || !isObject(known)) {
    return undefined;
  }
  const right = name in known ? name : slipOf(name, Object.keys(known).filter(isTelling));
  if (right === undefined || below.length === 0) {
    return right;
  }
  const rest = corrected(below, known[right]);
  return rest === undefined ? undefined : `${right}.${rest}`;
}

/** Whether hardly anything else is called nearly so; globals are written in capitals. */
function isTelling(name: string): boolean {
  return name.length >= 8 || /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** Texts that read values, and look at none before. */
function templatesIn(
  value: unknown, place: readonly PathStep[] = [],
): { readonly place: readonly PathStep[]; readonly text: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => templatesIn(item, [...place, i]));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, entry]) => templatesIn(entry, [...place, key]));
  }
  const isReading = typeof value === 'string' && value.includes('.Values.') && !CONDITION.test(value);
  return isReading ? [{ place, text: value }] : [];
}
