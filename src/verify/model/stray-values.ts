// Tests: test/verify/rules/values.test.ts
import { oncePer } from '../../common/data/collections';
import {
  JsonObject, aboveOf, isObject, mergeValues, nestUnder, parentOf, valueAt,
} from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { slipOf } from '../../common/props/suggestion';
import type { RequiredKey, ValuesContract } from '../../contract/union/values-contract';
import { ADMIN_AUTH } from '../../contract/union/values-places';
import { expressionsIn, valuesPathOf } from '../values/effective-values';
import type { ValueSet } from '../values/value-set';
import { KeyTree, Stray } from './key-tree';

interface ValueEntry {
  readonly path: string;
  readonly value: unknown;
}

/** The current and former authentication keys of a chart. */
export const valuesTree = oncePer(({ keys, dead }: ValuesContract) => {
  const single = [
    ...keys.map(({ path, type }) => ({ path, isMap: type === 'map' })),
    ...dead.map(({ path }) => ({ path, isMap: false })),
  ];
  const maps = single.flatMap(({ path }) => aboveOf(path)).map((path) => ({ path, isMap: true }));
  return new KeyTree(
    [...new Map([...single, ...maps].map((key) => [key.path, key])).values()], (one, other) => one === other,
  );
});

/** Values that no template reads, but were meant to be read. */
export const strayValues = oncePer((set: ValueSet): readonly Stray<ValueEntry>[] =>
  [...valuesTree(set.contract).strays((map) => entriesIn(set, map), () => true)]
    .filter(({ entry, right, isMap }) => !isHeldFor(set, entry.path, right)
      && (!isMap || parentOf(right) === parentOf(entry.path) || holdsSetting(set, entry.path, right))));

/** Three steps of a setting are right, or only its beginning is missing. */
function holdsSetting(set: ValueSet, path: string, right: string): boolean {
  const [[top], [wanted]] = [path, right].map((each) => each.split('.'));
  return right.endsWith(`.${path}`) || (top === wanted && set.contract.keys.some(({ path: known }) =>
    known.startsWith(`${right}.`)
    && known.slice(right.length).split('.').length > 2
    && set.merged.isSet(`${path}${known.slice(right.length)}`)));
}

export function entriesIn(set: ValueSet, map: string): ValueEntry[] {
  const held = map === '' ? set.merged.values : set.get(map);
  return Object.entries(isObject(held) ? held : {} as JsonObject).filter(([name]) => !name.includes('.'))
    .map(([name, value]) => ({ path: map === '' ? name : `${map}.${name}`, value }));
}

/** It may come from the user's own map, by an anchor or a template. */
function isHeldFor(set: ValueSet, path: string, right: string): boolean {
  const isInPlace = [...valuesTree(set.contract).in(right).map((key) => key.path), right]
    .some((place) => set.merged.isSet(place));
  return (isInPlace && hasAnchors(set)) || JSON.stringify(set.merged.values).includes(`.Values.${path}`);
}

const hasAnchors = oncePer(({ files }: ValueSet) => files.some(({ text }) => ANCHOR.test(text)));

/** At the beginning of a value. */
const ANCHOR = /^[^#'"]*[:-]\s+&[\w-]+/m;

/** The wrong place of a setting. */
function placeInstead(set: ValueSet, known: string): string | undefined {
  return strayValues(set).filter(({ right }) => `${known}.`.startsWith(`${right}.`))
    .map(({ entry, right }) => `${entry.path}${known.slice(right.length)}`)
    .find((path) => set.merged.isSet(path));
}

/** Missing required keys of a chart; empty if some values are not in the input. */
export function missingValues(set: ValueSet, severity: RequiredKey['severity']) {
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
  const elsewhere = placeInstead(set, path);
  const none = elsewhere === undefined ? 'nothing' : `nothing; it is at ${elsewhere}, which nothing reads`;
  return set.get(path) === undefined ? none : 'a blank value';
}

const CONDITION = /\{\{-?\s*(?:if|with|range)\b/;

/**
 * The templates that read a missing value instead of an existing one. Only misspellings of a known name: a
 * chart has values that no contract lists.
 */
export function brokenReferences(set: ValueSet) {
  if (set.partial) {
    return [];
  }
  const { contract: { keys, defaults }, merged: { values } } = set;
  const known = keys.map(({ path }) => nestUnder(path, '')).reduce(mergeValues, defaults);
  // The user's own globals are for templates; other maps may mix the chart's names with the user's.
  const all = mergeValues(known, isObject(values.global) ? { global: values.global } : {});
  return templatesIn(values).flatMap(({ place, text }) => expressionsIn(text).flatMap((expression) => {
    const { path, otherwise } = valuesPathOf(expression) ?? {};
    const isThere = path === undefined || otherwise !== undefined || valueAt(values, path) !== undefined;
    const right = isThere ? undefined : corrected(path.split('.'), all);
    return right === undefined || path === undefined || right === path ? [] : [{ place, path, right }];
  }));
}

/**
 * The known path that a path misspells, or the path itself; undefined if its names are unlike all known ones.
 */
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

/** Whether no other name is similar; globals are written in capitals. */
function isTelling(name: string): boolean {
  return name.length >= 8 || /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** Texts that read values without a check before. */
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
