import { oncePerName } from './collections';

/** A JSON object, as in values files and configuration. */
export interface JsonObject {
  [key: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Merges as Helm does: maps by key; everything else, also lists, is replaced by the later value. */
export function mergeValues(base: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).map(([key, value]) => {
    const existing = entryOf(base, key);
    return [key, isObject(existing) && isObject(value) ? mergeValues(existing, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(merged) };
}

/**
 * Nests content under a dotted path; for the empty path it returns the content itself, which must be an
 * object.
 */
export function nestUnder(path: string, content: unknown): JsonObject {
  return (path === ''
    ? content
    : path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), content)) as JsonObject;
}

/** Cached, as rules use the same few paths. */
const stepsOf = oncePerName((path) => path.split('.'));

/**
 * The value at a dotted path of keys, or at steps that can also lead into lists; undefined if absent. Own
 * properties only, so that `constructor` finds nothing.
 */
export function valueAt(value: unknown, path: string | readonly (string | number)[]): unknown {
  const isDotted = typeof path === 'string';
  let current = value;
  for (const step of isDotted ? stepsOf(path) : path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)
      || (isDotted && Array.isArray(current))) {
      return undefined;
    }
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** The entry of a record with a user's name; undefined for inherited names such as `constructor`. */
export function entryOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Whether two JSON values are equal, in any order of keys. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((entry, i) => isSameJson(entry, other[i]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length
      && keys.every((key) => Object.hasOwn(other, key) && isSameJson(one[key], other[key]));
  }
  return one === other;
}

/** Whether a chart treats the value as empty. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A copy without the keys whose value is `undefined`. */
export function withoutUndefined(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

/** A deep copy. */
export function copyOf(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** Dotted paths of settings, such as `auth.userAuth.openId.baseUrl`. The path of the root is empty. */

/** The path of the map that contains it. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** The last key of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The paths of the maps above, from the outermost, without the root. */
export function aboveOf(path: string): string[] {
  const parent = parentOf(path);
  return parent === '' ? [] : [...aboveOf(parent), parent];
}

/** Whether a dotted path equals another, or is below it. */
export function isAtOrBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}

/** One step of a path into JSON: a key, or an index. */
export type PathStep = string | number;

const QUOTED_OR_BARE = /\["(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"\]|[^.[\]]+/g;

/** The steps of a path in JavaScript notation: `a.b[0]["c.d"].e`. */
export function pathSteps(path: string): string[] {
  const parts = path.match(QUOTED_OR_BARE) ?? [];
  return parts.map((part) => (part.startsWith('[') ? JSON.parse(part.slice(1, -1)) as string : part));
}

/** A path in JavaScript notation. */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step, index) => {
      if (!/^[A-Za-z_][\w-]*$/.test(String(step))) {
        return `[${JSON.stringify(step)}]`;
      }
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
