/** A JSON object, as it stands in values files and configuration. */
export interface JsonObject {
  [key: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Merges as Helm merges values: maps by key, everything else (lists too) replaced by the later. */
export function mergeValues(base: JsonObject, over: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const existing = merged[key];
    merged[key] = isObject(existing) && isObject(value) ? mergeValues(existing, value) : value;
  }
  return merged;
}

/**
 * Nests content under a dotted path; the empty path returns the content itself, which must be an object then.
 */
export function nestUnder(path: string, content: unknown): JsonObject {
  return (path === ''
    ? content
    : path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), content)) as JsonObject;
}

/** The value under a dotted path; nothing where it is absent. */
export function valueAt(values: JsonObject, path: string): unknown {
  let value: unknown = values;
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = value[key];
  }
  return value;
}

/** Whether a chart would find nothing there. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A copy without the keys whose value is `undefined`. */
export function withoutUndefined(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

/** A deep copy that the caller may change. */
export function copyOf(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
