import { PROP_DOCS } from './prop-docs';

/** What a prop says of itself: `scripts/texts/prop-docs.ts` reads it off the documentation. */
export interface PropDoc {
  /** `string`, `boolean`, `number`, `Duration`, `word`, `values` (a map of anything), or the struct in it. */
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
 */
export interface Field {
  /**
   * - `struct`: a map of the fields below it;
   * - `map`: names of the user's, each with an entry;
   * - `choice`: a map with one of them;
   * - `values`: a map of anything, such as Helm values.
   */
  readonly type: 'text' | 'flag' | 'number' | 'list' | 'map' | 'struct' | 'choice' | 'values';
  /** What it is, in a line. */
  readonly help: string;
  readonly optional?: boolean;
  readonly fields: Fields;
  /** Of a list or a map: each of its entries. */
  readonly entry?: Field;
  /** Of a text: what there is to choose from. */
  readonly words?: readonly string[];
  /** One that is right, for people who do not know what to write. */
  readonly example?: unknown;
  /** What is taken where nothing is given, in words. */
  readonly default?: string;
  /** Names that people may try below it, each with what to write. */
  readonly meant?: Readonly<Record<string, string>>;
  /** Of a struct that says where a secret is: a text in its place may be the secret. */
  readonly isReference?: boolean;
  /** Of a text that is a duration, which constructs take as an object. */
  readonly isDuration?: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

/** What is said of a field beside, or in the place of, what its prop says. */
export type Said = Partial<Pick<Field, 'help' | 'example' | 'default' | 'optional' | 'meant'>>;

/** The props of a struct as fields: those that are named, in their order, or all that a file can say. */
export function props<
  Name extends keyof typeof PROP_DOCS, Prop extends keyof typeof PROP_DOCS[Name] & string,
>(name: Name, ...asked: Prop[]): { readonly [prop in Prop]: Field } {
  const docs: Docs[string] = PROP_DOCS[name];
  const names = asked.length > 0 ? asked : Object.keys(docs);
  return Object.fromEntries(names.map((prop) => [prop, fieldOf(docs[prop])])) as { [prop in Prop]: Field };
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
      const fields: Fields = props(type as keyof typeof PROP_DOCS);
      return { ...bare, type: 'struct', fields, isReference: type === 'RemoteRef' };
    }
  }
}

export function text(help: string, example: string, said: Said = {}): Field {
  return { type: 'text', help, example, fields: {}, ...said };
}

/** A text that is one of a few. */
export function word(help: string, words: readonly string[], said: Said = {}): Field {
  return { type: 'text', help, words, example: words[0], fields: {}, ...said };
}

export function struct(help: string, fields: Fields, said: Said = {}): Field {
  return { type: 'struct', help, fields, ...said };
}

/** A map with one of these names, and what belongs to it. */
export function choice(help: string, fields: Fields, said: Said = {}): Field {
  return { type: 'choice', help, fields, ...said };
}

export function optional(field: Field, otherwise = field.default): Field {
  return { ...field, optional: true, default: otherwise };
}

/** What is said of one of a choice or a map: "kubernetesSecrets:" alone is one with nothing to say. */
export function detailsOf({ type }: Field, details: unknown): unknown {
  return type === 'struct' ? details ?? {} : details;
}

const UNITS = { h: 'hours', m: 'minutes', s: 'seconds' } as const;

/** `1h`, `30m` or `45s` as a factory of `Duration` and its argument. */
export function durationOf(answer: string): ['hours' | 'minutes' | 'seconds', number] | undefined {
  const [, count, unit] = /^(\d+)([hms])$/.exec(answer) ?? [];
  return count === undefined ? undefined : [UNITS[unit as keyof typeof UNITS], Number(count)];
}
