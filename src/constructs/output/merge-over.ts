import { entryOf, isAtOrBelow, isObject, isSameJson, JsonObject } from '../../common/data/json';
import { noCredentials } from '../../common/props/checks';
import { Problems, holdsSecret, show } from '../../common/props/problems';
import { list, optional, Shape, text } from '../../common/props/prop-types';

/** Which document wins if both have different values for a key. */
export interface MergeOptions {
  /**
   * Dotted paths at which the existing document wins, each with everything below it.
   *
   * @default - none
   */
  readonly keep?: string[];

  /**
   * Dotted paths at which this document wins, each with everything below it.
   *
   * @default - none
   */
  readonly replace?: string[];
}

export const MERGE_OPTIONS: Shape<MergeOptions> = {
  keep: optional(list(text())),
  replace: optional(list(text())),
};

/** A value of our document that differs from the existing document, or is missing there. */
export interface MergeEdit {
  /** Keys from the top; a list, as a key can contain dots. */
  readonly path: readonly string[];
  readonly value: unknown;
}

interface Difference extends MergeEdit {
  readonly there: unknown;
}

const dotted = (path: readonly string[]): string => path.join('.');

/**
 * The edits that merge our document over an existing one: maps key by key, everything else as a whole.
 *
 * @param subject the subject of errors
 * @throws InvalidPropsError when both have different values for a key and neither option decides, or an
 *   option applies to no difference. The error lists all of them with both values, and hides secrets.
 */
export function mergeEdits(
  existing: JsonObject, ours: JsonObject, { keep = [], replace = [] }: MergeOptions, subject = 'mergeOver',
): MergeEdit[] {
  const differences = differencesOf(existing, ours);
  const conflicts = differences.filter(({ there }) => isSaid(there));
  const isSettled = (paths: readonly string[], { path }: MergeEdit) =>
    paths.some((settled) => isAtOrBelow(dotted(path), settled));
  const problems = new Problems(subject);
  for (const [option, paths] of Object.entries({ keep, replace })) {
    paths.forEach((path, i) => problems.check(`${option}[${i}]`, path, () =>
      (conflicts.some((each) => isSettled([path], each))
        ? undefined
        : 'is not a path at which the documents differ; remove it')));
  }
  for (const each of conflicts) {
    const [isKept, isReplaced] = [isSettled(keep, each), isSettled(replace, each)];
    if (isKept && isReplaced) {
      problems.addUnshown(dotted(each.path), 'is in both keep and replace; remove it from one');
    } else if (!isKept && !isReplaced) {
      problems.addUnshown(dotted(each.path), `is ${shown(each.path, each.there)} there `
        + `and ${shown(each.path, each.value)} here; decide with keep or replace`);
    }
  }
  problems.throwIfAny();
  return differences.filter((each) => !isSaid(each.there) || !isSettled(keep, each));
}

/** A document with these edits. */
export function withEdits(document: JsonObject, edits: readonly MergeEdit[]): JsonObject {
  return edits.reduce((edited, { path, value }) => withEntry(edited, path, value), document);
}

/** Charts leave placeholders empty. `null` is a value: it removes a default. */
function isSaid(there: unknown): boolean {
  return there !== undefined && there !== '';
}

function differencesOf(
  existing: JsonObject, ours: JsonObject, above: readonly string[] = [],
): Difference[] {
  return Object.entries(ours).flatMap(([key, value]) => {
    const path = [...above, key];
    const there = entryOf(existing, key);
    if (isObject(there) && isObject(value)) {
      return differencesOf(there, value, path);
    }
    return isSameJson(there, value) ? [] : [{ path, there, value }];
  });
}

function withEntry(document: JsonObject, [key, ...below]: readonly string[], value: unknown): JsonObject {
  const there = entryOf(document, key);
  const inner = below.length === 0 ? value : withEntry(isObject(there) ? there : {}, below, value);
  return { ...document, [key]: inner };
}

const NOT_SHOWN = '(not shown)';

/** A key that has secrets, or names of secrets, as values. */
const SECRETIVE = /secret|pass|token|credential|key|salt|hash|cookie/i;
/** Values that cannot be secrets by their format: a URL, a path, a template, a UUID. */
const HARMLESS = new RegExp([
  String.raw`^(?:https?|dns|grpcs?):\/\/[\w.:/{}%~-]*$`,
  String.raw`^\/[\w./{}%~-]*$`,
  String.raw`^[\w-]+(?:\.[\w-]+)+(?::\d+)?$`,
  String.raw`^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$`,
  String.raw`^\d+(?:\.\d+)?(?:ms|s|m|h)$`,
].join('|'), 'i');
/** One word, such as a switch, mode or short name. */
const WORD = /^[A-Za-z][a-z]*(?:[A-Z][a-z]+)*(?:[-_][a-z]+)*$/;
/** Names, such as those of clients, which manifests contain anyway. */
const IDENTIFIER = /^[\w:.-]{1,40}$/;

/** A value for a log. Text that cannot be a secret is shown under any key. */
function shown(path: readonly string[], value: unknown): string {
  const key = path[path.length - 1] ?? '';
  if (Array.isArray(value)) {
    return `[${value.map((entry) => shown(path, entry)).join(', ')}]`;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(([name, entry]) =>
      `${JSON.stringify(name)}: ${shown([...path, name], entry)}`);
    return `{ ${entries.join(', ')} }`;
  }
  return typeof value !== 'string' || isHarmless(key, value) ? show(value) : NOT_SHOWN;
}

function isHarmless(key: string, value: string): boolean {
  if (value === '' || value.startsWith('{{')) {
    return true;
  }
  if (holdsSecret(value) || noCredentials(value) !== undefined) {
    return false;
  }
  return HARMLESS.test(value)
    || (!SECRETIVE.test(key) && (WORD.test(value) || (/id$/i.test(key) && IDENTIFIER.test(value))));
}
