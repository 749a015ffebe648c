import { entryOf, isObject } from '../../common/data/json';
import { PROP_DOCS } from './prop-docs';

/** The documentation of a prop: `scripts/texts/prop-docs.ts` extracts it. */
export interface PropDoc {
  /** `string`, `boolean`, `number`, `Duration`, `word`, `values` (any map), or the name of the struct. */
  readonly type: string;
  readonly many?: 'list' | 'map';
  readonly optional?: true;
  /** The first sentence of the documentation. */
  readonly help: string;
  readonly default?: string;
  readonly example?: string;
  /** Members of an enumeration. */
  readonly words?: readonly string[];
}

export type Docs = Readonly<Record<string, Readonly<Record<string, PropDoc>>>>;

/**
 * A field of the answers, and all that is known of it: `init` asks for it, the schema describes it, and a
 * file has its form. What its value may be the constructs check that get it.
 *
 * @template Value the type of an answer whose form is right
 */
export interface Field<Value = unknown, Below extends Fields = Fields> {
  /**
   * - `struct`: a map of the fields below it;
   * - `map`: names of the user's, each with an entry;
   * - `choice`: a map with one of them;
   * - `values`: a map of anything, such as Helm values.
   */
  readonly type: 'text' | 'flag' | 'number' | 'list' | 'map' | 'struct' | 'choice' | 'values';
  /** The help in one line. */
  readonly help: string;
  readonly optional?: boolean;
  readonly fields: Below;
  /** For a list or a map: its entries. */
  readonly entry?: Field;
  /** For a text: the options. */
  readonly words?: readonly string[];
  /** A valid example. */
  readonly example?: unknown;
  /** The default, in words. */
  readonly default?: string;
  /** Wrong names that people may try below it, each with the right one. */
  readonly meant?: Readonly<Record<string, string>>;
  /** For a struct with the location of a secret: a text in its place may be the secret. */
  readonly isReference?: boolean;
  /** For a text with a duration, which constructs expect as an object. */
  readonly isDuration?: boolean;
  /** For types alone. */
  readonly _value?: Value;
}

export type Fields = Readonly<Record<string, Field>>;

/** The answer that a field asks for. */
export type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** An answer with those below it; what may be left out may be missing. */
type Answered<F> =
  & { readonly [name in keyof F as undefined extends ValueOf<F[name]> ? never : name]: ValueOf<F[name]> }
  & { readonly [name in keyof F as undefined extends ValueOf<F[name]> ? name : never]?: ValueOf<F[name]> };

/** A map of anything, as YAML has it. */
export type Values = { readonly [name: string]: Json };
type Json = string | number | boolean | null | readonly Json[] | Values;

/** The answer for a prop, by its documentation. */
type Documented<Doc> = Doc extends { optional: true } ? Given<Doc> | undefined : Given<Doc>;
type Given<Doc> = Doc extends { many: 'list' } ? readonly One<Doc>[]
  : Doc extends { many: 'map' } ? { readonly [name: string]: One<Doc> } : One<Doc>;
type One<Doc> = Doc extends { words: readonly (infer Word)[] } ? Word
  : Doc extends { type: keyof Simple } ? Simple[Doc['type']]
    : Doc extends { type: StructName } ? Answered<PropFields<Doc['type']>> : never;
type Simple = { string: string; Duration: string; boolean: boolean; number: number; values: Values };

/** The props of a struct as fields. */
type PropFields<Name extends StructName, Prop extends keyof Structs[Name] = keyof Structs[Name]> =
  { readonly [prop in Prop]: Field<Documented<Structs[Name][prop]>> };
type Structs = typeof PROP_DOCS;
type StructName = keyof Structs;

/** Help for a field that adds to, or replaces, that of its prop. */
export type Said = Partial<Pick<Field, 'help' | 'example' | 'default' | 'meant'>>;

/** The props of a struct as fields: the listed ones in order, or all that a file can express. */
export function props<Name extends StructName, Prop extends keyof Structs[Name] & string>(
  name: Name, ...asked: Prop[]
): PropFields<Name, Prop> {
  const docs: Docs[string] = PROP_DOCS[name];
  const names = asked.length > 0 ? asked : Object.keys(docs);
  return Object.fromEntries(names.map((prop) => [prop, fieldOf(docs[prop])])) as PropFields<Name, Prop>;
}

function fieldOf({ many, ...doc }: PropDoc): Field {
  const { help, example } = doc;
  const whole = { help, optional: doc.optional, default: doc.default, fields: {} };
  switch (many) {
    case 'list':
      return { ...whole, type: 'list', entry: fieldOf({ type: doc.type, help: 'An entry', example }) };
    case 'map': return { ...whole, type: 'map', entry: one(doc) };
    default: return one(doc);
  }
}

function one({ type, ...doc }: PropDoc): Field {
  const bare = { ...doc, fields: {} };
  switch (type) {
    case 'string': return { ...bare, type: 'text' };
    case 'Duration': return { ...bare, type: 'text', isDuration: true };
    case 'word': return { ...bare, type: 'text', example: doc.words![0] };
    case 'boolean': return { ...bare, type: 'flag' };
    case 'number': return { ...bare, type: 'number', example: Number(doc.default) };
    case 'values': return { ...bare, type: 'values' };
    default: {
      const fields: Fields = props(type as StructName);
      return { ...bare, type: 'struct', fields, isReference: type === 'RemoteRef' };
    }
  }
}

export function text(help: string, example: string): Field<string> {
  return { type: 'text', help, example, fields: {} };
}

/** A text with a few options. */
export function word<Word extends string>(
  help: string, words: readonly Word[], example: Word = words[0],
): Field<Word> {
  return { type: 'text', help, words, example, fields: {} };
}

export function struct<Below extends Fields>(
  help: string, fields: Below, said: Said = {},
): Field<Answered<Below>, Below> {
  return { type: 'struct', help, fields, ...said };
}

/** A map with one of these names, and its settings. */
export function choice<Below extends Fields>(
  help: string, fields: Below, said: Said = {},
): Field<{ readonly [name in keyof Below]?: ValueOf<Below[name]> }, Below> {
  return { type: 'choice', help, fields, ...said };
}

/** Names of the user's, each with an entry. */
export function map<Entry>(
  help: string, entry: Field<Entry>, example: object,
): Field<{ readonly [name: string]: Entry }> {
  return { type: 'map', help, fields: {}, entry, example };
}

export function optional<Whole, Below extends Fields>(
  field: Field<Whole, Below>, otherwise = field.default,
): Field<Whole | undefined, Below> {
  return { ...field, optional: true, default: otherwise };
}

export function required<Whole>(field: Field<Whole>): Field<NonNullable<Whole>> {
  return { ...field as Field<NonNullable<Whole>>, optional: false, default: undefined };
}

/** A field with something else said of it than its prop says. */
export function but<Whole, Below extends Fields>(
  field: Field<Whole, Below>, said: Said,
): Field<Whole, Below> {
  return { ...field, ...said };
}

/** The settings of a choice's or map's name: "kubernetesSecrets:" alone has none. */
export function detailsOf({ type }: Field, details: unknown): unknown {
  return type === 'struct' ? details ?? {} : details;
}

/** An answer with all parts below it replaced. */
export function mapBelow(
  { type, entry, fields }: Field, answer: unknown, replaced: (field: Field, part: unknown) => unknown,
): unknown {
  if (Array.isArray(answer) && entry) {
    // Array.from, as a hole in the list is a missing entry, too.
    return Array.from(answer, (item: unknown) => replaced(entry, item));
  }
  return !isObject(answer) || !['map', 'struct', 'choice'].includes(type) ? answer
    : Object.fromEntries(Object.entries(answer).map(([name, part]) => {
      const field = entry ?? entryOf(fields, name);
      return [name, field ? replaced(field, type === 'struct' ? part : detailsOf(field, part)) : part];
    }));
}

const UNITS = { h: 'hours', m: 'minutes', s: 'seconds' } as const;

/** `1h`, `30m` or `45s` as a factory of `Duration` and its argument. */
export function durationOf(answer: string): ['hours' | 'minutes' | 'seconds', number] | undefined {
  const [, count, unit] = /^(\d+)([hms])$/.exec(answer) ?? [];
  return count === undefined ? undefined : [UNITS[unit as keyof typeof UNITS], Number(count)];
}
