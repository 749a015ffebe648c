import { isObject, JsonObject } from '../../common/data/json';

/** Readers of untyped JSON: a value of another type is treated as absent. */

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The maps of a list; for other entries empty ones. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return asList(value).map(asObject);
}

/** A string, or a number or boolean as text: YAML authors omit quotes. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A boolean, as viper's weakly typed decoder parses it: `true`, `"true"`, `1`. */
export function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') {
    return value;
  }
  const text = asText(value)?.toLowerCase();
  if (text === 'true' || text === '1' || text === 't') {
    return true;
  }
  return text === 'false' || text === '0' || text === 'f' || text === '' ? false : undefined;
}

/** The texts of a list; one text is a list of one, as in viper's decoder. */
export function asTexts(value: unknown): readonly string[] {
  const texts: string[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = asText(item);
    if (text !== undefined) {
      texts.push(text);
    }
  }
  return texts;
}

export function asTextMap(value: unknown): Readonly<Record<string, string>> {
  const map = asObject(value);
  return isTextMap(map) ? map : Object.fromEntries(Object.entries(map).flatMap(([key, entry]) => {
    const text = asText(entry);
    return text === undefined ? [] : [[key, text]];
  }));
}

/** Nearly all maps are: no copy of labels and annotations is kept. */
function isTextMap(map: JsonObject): map is Record<string, string> {
  return Object.values(map).every((entry) => typeof entry === 'string');
}

/** Accepted by Go's `time.ParseDuration`: `5m`, `1h30m`, `-1.5s`, and `0`, which needs no unit. */
export function isGoDuration(text: string): boolean {
  return /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}
