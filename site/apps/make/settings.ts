import { parse } from 'yaml';
import { entryOf, isObject, JsonObject } from '../../../src/common/data/json';
import { ANSWERS, entryPath, exampleOf, Field } from '../../../src/init';
import type { ShownQuestion } from './protocol';

/** An answer, by its place; for a list of maps, the number of additional maps. */
type Said = ReadonlyMap<string, string | boolean>;

/** The settings of a file of answers without a question, by part of the file. */
export interface SettingGroup {
  readonly title: string;
  readonly settings: readonly ShownQuestion[];
}

/** The answers to the questions, with the settings. */
export function withSettings(base: JsonObject, said: Said): JsonObject {
  return built(ANSWERS, '', base, said) as JsonObject;
}

/**
 * The settings that the answers leave open, from the schema of the file: those below a choice once it is made, and those of a list
 * entry once it exists.
 *
 * @param asked the places of questions
 */
export function settingsOf(base: JsonObject, said: Said, asked: ReadonlySet<string>): SettingGroup[] {
  return Object.entries(ANSWERS.fields)
    .map(([name, field]) => ({ title: field.help, settings: within(field, name, base[name], { said, asked }) }))
    .filter(({ settings }) => settings.length > 0);
}

/** The number of maps added to those of the questions. */
export function entriesOf(path: string): string {
  return `${path}[]`;
}

interface Context {
  readonly said: Said;
  readonly asked: ReadonlySet<string>;
}

function within(field: Field, path: string, base: unknown, context: Context): ShownQuestion[] {
  const { said, asked } = context;
  if (field.type === 'struct') {
    return Object.entries(field.fields).flatMap(([name, each]) => within(each, `${path}.${name}`, entryOf(isObject(base) ? base : {}, name), context));
  }
  const own = base !== undefined || asked.has(path) ? [] : [settingFor(field, path, said)];
  if (field.type === 'choice') {
    const name = chosenOf(field, path, base, said);
    return name === undefined ? own : [...own, ...within(field.fields[name], `${path}.${name}`, isObject(base) ? base[name] ?? undefined : undefined, context)];
  }
  const { entry } = field;
  if (field.type === 'map') {
    const given = isObject(base) ? base : {};
    return [...own, ...namesIn(path, given, said).flatMap((name) => within(entry!, entryPath(path, name), entryOf(given, name), context))];
  }
  if (field.type !== 'list' || entry?.type !== 'struct') {
    return own;
  }
  const given = Array.isArray(base) ? base : [];
  const added = addedTo(path, said);
  return [
    ...Array.from({ length: given.length + added }, (_, i) => within(entry, `${path}[${i}]`, given[i], context)).flat(),
    adding(field, path, added),
  ];
}

function settingFor({ help, type, fields, words, example, default: otherwise, entry }: Field, path: string, said: Said): ShownQuestion {
  const names = words ?? Object.keys(fields);
  const options = type === 'flag' ? [{ value: 'true', label: 'Yes' }, { value: 'false', label: 'No' }] : names.map((value) => ({ value, label: fields[value]?.help ?? value }));
  const kinds = { text: words === undefined ? 'text' : 'choice', number: 'text', flag: 'choice', choice: 'choice', list: 'lines', map: 'lines', values: 'yaml', struct: 'text' } as const;
  const [named] = type === 'map' ? Object.keys(example as JsonObject) : [];
  const shown = named ?? example ?? (type === 'list' ? exampleOf(entry!) : undefined);
  return {
    id: path,
    message: type === 'map' ? `${help}: names, one a line` : help,
    kind: kinds[type],
    options,
    ...(shown === undefined || words !== undefined || isObject(shown) ? {} : { example: String(shown) }),
    default: type === 'flag' ? yesOrNo(otherwise) : otherwise,
    optional: true,
    place: path,
    value: said.get(path),
  };
}

function yesOrNo(text: string | undefined): string | undefined {
  return text === 'true' ? 'yes' : text === 'false' ? 'no' : text;
}

function adding({ help }: Field, path: string, added: number): ShownQuestion {
  return { id: entriesOf(path), message: help, kind: 'entries', options: [], optional: true, place: path, value: String(added) };
}

/** The entries of a map: those of the questions, and added ones. */
function namesIn(path: string, given: JsonObject, said: Said): readonly string[] {
  return [...new Set([...Object.keys(given), ...linesIn(said.get(path)) ?? []])];
}

function addedTo(path: string, said: Said): number {
  return Number(said.get(entriesOf(path)) ?? 0);
}

function chosenOf({ fields }: Field, path: string, base: unknown, said: Said): string | undefined {
  const [name] = isObject(base) ? Object.keys(base) : [said.get(path)];
  return typeof name === 'string' && Object.hasOwn(fields, name) ? name : undefined;
}

function built(field: Field, path: string, base: unknown, said: Said): unknown {
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  switch (field.type) {
    case 'struct': {
      const given = isObject(base) ? base : {};
      const entries = Object.entries(field.fields).map(([name, each]) => [name, built(each, below(name), given[name], said)] as const)
        .filter(([, value]) => value !== undefined);
      return entries.length === 0 ? base : { ...given, ...Object.fromEntries(entries) };
    }
    case 'choice': {
      const name = chosenOf(field, path, base, said);
      return name === undefined ? base : { [name]: built(field.fields[name], below(name), isObject(base) ? base[name] : undefined, said) ?? (field.fields[name].type === 'struct' ? {} : undefined) };
    }
    case 'list': {
      if (field.entry?.type !== 'struct') {
        return linesIn(said.get(path)) ?? base;
      }
      const given = Array.isArray(base) ? base : [];
      const length = given.length + addedTo(path, said);
      return length === 0 ? base : Array.from({ length }, (_, i) => built(field.entry!, `${path}[${i}]`, given[i], said) ?? {});
    }
    case 'map': {
      const given = isObject(base) ? base : {};
      const names = namesIn(path, given, said);
      return names.length === 0 ? base : Object.fromEntries(names.map((name) =>
        [name, built(field.entry!, entryPath(path, name), entryOf(given, name), said) ?? {}]));
    }
    default: return valueOf(field, said.get(path)) ?? base;
  }
}

function linesIn(text: string | boolean | undefined): string[] | undefined {
  const lines = String(text ?? '').split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.length === 0 ? undefined : lines;
}

/** A value of the wrong type remains a text, and is reported. */
function valueOf({ type }: Field, text: string | boolean | undefined): unknown {
  if (text === undefined || String(text).trim() === '') {
    return undefined;
  }
  switch (type) {
    case 'flag': return String(text) === 'true';
    case 'number': return Number.isNaN(Number(text)) ? text : Number(text);
    case 'values': return asYaml(String(text));
    default: return text;
  }
}

function asYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}
