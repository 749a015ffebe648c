import { join } from 'node:path';
import { isObject, isSameJson, JsonObject } from '../common/data/json';
import { holdsSecret, show } from '../common/props/problems';
import { ifYaml, readYaml } from '../common/yaml/yaml-reader';
import { HIDDEN, withoutSecret } from '../verify/report/excerpt';
import { printable } from '../verify/report/printable';
import { FolderPlan, contentOf } from './write-folder';

/** Lists and texts with larger tables are shown as replaced. */
const LARGEST_TABLE = 4_000_000;

/** `NAME=value` in a shell, for other variables. */
const ASSIGNED = /\b(\w*(?:secret|pass|token|credential)\w*=)(?!["']?\$)\S+/gi;

/** A value's place in a document: its path, and the key with its meaning. */
interface Place {
  readonly path: string;
  readonly key: string;
  /** Whether all values at and below it are secret. */
  readonly isSecret: boolean;
}

/** The changes of a folder by writing, by file, object and key. Secret values are hidden. */
export function folderDifference({ folder, files, written, removed }: FolderPlan): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return [...written, ...removed].sort().flatMap((path) => {
    const [before, after] = [contentOf(folder, path), texts.get(path)];
    const heading = `${signOf(before, after)} ${printable(join(folder, path))}`;
    return [heading, ...fileDifference(path, before, after).map((line) => `    ${printable(line)}`)];
  });
}

/** Added, removed and changed. */
function signOf(before: unknown, after: unknown): string {
  if (before === undefined) {
    return '+';
  }
  return after === undefined ? '-' : '~';
}

function fileDifference(path: string, before: string | undefined, after: string | undefined): string[] {
  const isData = /\.(?:ya?ml|json)$/.test(path);
  const [old, made] = [before, after].map((text) =>
    (isData && text !== undefined ? documentsOf(text) : undefined));
  if (before === undefined || after === undefined) {
    // The whole file is added or removed: its objects describe it.
    return [...(made ?? old)?.keys() ?? []].filter((id) => id !== '')
      .map((id) => `${signOf(before, after)} ${id}`);
  }
  if (old === undefined || made === undefined) {
    return textDifference(before, after);
  }
  const changed = [...new Set([...made.keys(), ...old.keys()])]
    .flatMap((id) => documentDifference(id, old.get(id), made.get(id)));
  return changed.length > 0 ? changed : ['only comments, quotes or order'];
}

/** Documents by identity: objects by kind and name. Undefined if the text is not YAML. */
function documentsOf(text: string): Map<string, unknown> | undefined {
  const documents = ifYaml(() => readYaml(text).documents);
  const byId = new Map<string, unknown>();
  documents?.filter(({ value }) => value !== null && value !== '').forEach(({ value }) => {
    const id = idOf(value);
    byId.set(byId.has(id) ? `${id} (${byId.size + 1})` : id, value);
  });
  return documents && byId;
}

function idOf(document: unknown): string {
  const { kind, metadata } = isObject(document) ? document : {} as JsonObject;
  if (typeof kind !== 'string' || !isObject(metadata)) {
    return '';
  }
  const names = [metadata.namespace, metadata.name].filter((part) => typeof part === 'string');
  return `${kind} ${names.join('/')}`;
}

function documentDifference(id: string, before: unknown, after: unknown): string[] {
  if (isSameJson(before, after)) {
    return [];
  }
  const inside = () => changes({ path: '', key: '', isSecret: false }, before, after, /^Secret /.test(id));
  if (id === '') {
    return inside();
  }
  const sign = signOf(before, after);
  return [`${sign} ${id}`, ...(sign === '~' ? inside().map((line) => `    ${line}`) : [])];
}

/** @param isSecret whether the document is a Secret */
function changes(place: Place, before: unknown, after: unknown, isSecret = false): string[] {
  const old = before === undefined ? startOf(after) : before;
  const made = after === undefined ? startOf(before) : after;
  if (isObject(old) && isObject(made)) {
    return [...new Set([...Object.keys(made), ...Object.keys(old)])].flatMap((key) =>
      changes(below(place, key, isSecret), old[key], made[key]));
  }
  if (Array.isArray(old) && Array.isArray(made)) {
    return listChanges(place, old, made);
  }
  return isSameJson(before, after) ? [] : valueChange(place, before, after);
}

/** The empty value with which an added or removed map or list is compared. */
function startOf(other: unknown): unknown {
  if (Array.isArray(other)) {
    return other.length > 0 ? [] : undefined;
  }
  return isObject(other) && Object.keys(other).length > 0 ? {} : undefined;
}

function below(place: Place, key: string, ofSecret: boolean): Place {
  const step = /^[\w-]+$/.test(key) ? `${place.path && '.'}${key}` : `[${JSON.stringify(key)}]`;
  const isSecret = place.isSecret || (ofSecret && (key === 'data' || key === 'stringData'))
    // As kubectl, which stores the whole object.
    || key === 'kubectl.kubernetes.io/last-applied-configuration';
  // The name of a variable shows the meaning of its value.
  return { path: place.path + step, key: key === 'value' ? place.key : key, isSecret };
}

/** Entries with names, such as containers and variables, are compared by name; others by content. */
function listChanges(place: Place, old: readonly unknown[], made: readonly unknown[]): string[] {
  const entry = (name: string | number, key = place.key): Place =>
    ({ ...place, path: `${place.path}[${name}]`, key });
  const [oldNames, newNames] = [old, made].map(namesOf);
  if (oldNames !== undefined && newNames !== undefined) {
    return [...new Set([...newNames, ...oldNames])].flatMap((name) =>
      changes(entry(name, name), old[oldNames.indexOf(name)], made[newNames.indexOf(name)]));
  }
  const [gone, come] = edits(old.map(keyOf), made.map(keyOf));
  return [...Array(Math.max(gone.length, come.length)).keys()].flatMap((i) =>
    changes(entry(come[i] ?? gone[i]), old[gone[i]], made[come[i]]));
}

function keyOf(entry: unknown): string {
  return JSON.stringify(entry) ?? '';
}

/** The names of all entries; undefined if one has none, or two have the same. */
function namesOf(list: readonly unknown[]): string[] | undefined {
  const names = list.map((entry) => (isObject(entry) ? entry.name : undefined));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length
    ? names
    : undefined;
}

function valueChange(place: Place, before: unknown, after: unknown): string[] {
  const isText = typeof before === 'string' && typeof after === 'string' && /\n/.test(before + after);
  if (isText && !place.isSecret) {
    return [`~ ${place.path}:`, ...textDifference(before, after).map((line) => `    ${line}`)];
  }
  const values = [before, after].filter((value) => value !== undefined).map((value) => shown(place, value));
  const isHidden = values.every((value) => value === HIDDEN);
  return [`${signOf(before, after)} ${place.path}: ${isHidden ? HIDDEN : values.join(' -> ')}`];
}

/** A value, unless it may be secret by its place, key or format. */
function shown({ key, isSecret }: Place, value: unknown): string {
  if (isSecret) {
    return HIDDEN;
  }
  if (typeof value === 'object' && value !== null) {
    const [open, ...rest] = Array.isArray(value) ? '[]' : '{}';
    return Object.keys(value).length === 0 ? open + rest.join('') : `${open}…${rest.join('')}`;
  }
  const start = `${key.replace(/[^\w.-]/g, '_')}: `;
  return withoutSecret(`${start}${show(value)}`).slice(start.length);
}

/** Removed lines, followed by added ones, each with its number. */
function textDifference(before: string, after: string): string[] {
  if (holdsSecret(before) || holdsSecret(after)) {
    return ['contains a secret: its lines are not shown'];
  }
  const [old, made] = [before, after].map((text) => text.split('\n'));
  const [gone, come] = edits(old, made).map((places) => new Set(places));
  const line = (sign: string, lines: readonly string[], i: number) =>
    `${sign} ${i + 1}: ${withoutSecret(lines[i]).replace(ASSIGNED, `$1${HIDDEN}`)}`;
  const found: string[] = [];
  for (let i = 0, j = 0; i < old.length || j < made.length; i += 1, j += 1) {
    for (; gone.has(i); i += 1) {
      found.push(line('-', old, i));
    }
    for (; come.has(j); j += 1) {
      found.push(line('+', made, j));
    }
  }
  return found;
}

/**
 * The removed places of one list, and the added ones of the other: as few as possible. It avoids a package
 * for 45 lines; `diff` of `node:util` can replace it once the lowest Node is 22.15.
 */
function edits(old: readonly string[], made: readonly string[]): [gone: number[], come: number[]] {
  let start = 0;
  while (start < Math.min(old.length, made.length) && old[start] === made[start]) {
    start += 1;
  }
  let end = 0;
  while (end < Math.min(old.length, made.length) - start && old.at(-1 - end) === made.at(-1 - end)) {
    end += 1;
  }
  const middle = (list: readonly string[]) => [...list.keys()].slice(start, list.length - end);
  const [gone, come] = [middle(old), middle(made)];
  if (gone.length * come.length > LARGEST_TABLE) {
    return [gone, come];
  }
  const kept = commonOf(gone.map((i) => old[i]), come.map((i) => made[i]));
  const [stay, remain] = [new Set(kept.map(([i]) => i)), new Set(kept.map(([, j]) => j))];
  return [gone.filter((_, i) => !stay.has(i)), come.filter((_, j) => !remain.has(j))];
}

/** Pairs of places of the longest common subsequence. */
function commonOf(one: readonly string[], other: readonly string[]): [number, number][] {
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = one[i] === other[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return pairs;
}
