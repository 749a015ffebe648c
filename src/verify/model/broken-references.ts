import { isObject, mergeValues, nestUnder, valueAt } from '../../common/data/json';
import { slipOf } from '../../common/props/suggestion';
import type { PathStep } from '../../common/yaml/path';
import { expressionsIn, valuesPathOf } from '../values/effective-values';
import type { ValueSet } from '../values/value-set';

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
