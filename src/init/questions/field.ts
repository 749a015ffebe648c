import type { PropType } from '../../common/props/prop-types';

/** What every field says of itself. */
export interface FieldOptions {
  /** One that is right, for people who do not know what to write. */
  readonly example?: unknown;
  /** What is taken where nothing is given, in words. */
  readonly default?: string;
  /** What the constructs hold it to. */
  readonly propType?: PropType;
  /** Names that people may try below it, each with what to write. */
  readonly meant?: Readonly<Record<string, string>>;
}

/**
 * A field of the answers, and all that is known of it: `init` asks for it, the schema describes it, the
 * checks hold a file to it.
 */
export interface Field extends FieldOptions {
  /**
   * - `struct`: a map of the fields below it;
   * - `map`: names of the user's, each with an entry;
   * - `choice`: a map with one of them;
   * - `values`: a map of anything, such as Helm values.
   */
  readonly type: 'text' | 'flag' | 'number' | 'list' | 'map' | 'struct' | 'choice' | 'values';
  /** What it is, in a line. */
  readonly help: string;
  readonly optional: boolean;
  readonly fields: Readonly<Record<string, Field>>;
  /** Of a list or a map: each of its entries. */
  readonly entry?: Field;
  /** Of a text: what there is to choose from. */
  readonly words?: readonly string[];
}

const BARE = { optional: false, fields: {} };

export function text(help: string, options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'text', help };
}

/** A text that is one of a few. */
export function word(help: string, words: readonly string[], options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'text', help, words, example: options.example ?? words[0] };
}

export function flag(help: string, options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'flag', help };
}

export function number(help: string, options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'number', help };
}

export function list(help: string, entry: Field, options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'list', help, entry };
}

/** What has names, under them. */
export function map(help: string, entry: Field, options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'map', help, entry };
}

export function struct(
  help: string, fields: Readonly<Record<string, Field>>, options: FieldOptions = {},
): Field {
  return { ...BARE, ...options, type: 'struct', help, fields };
}

/** A map with one of these names, and what belongs to it. */
export function choice(
  help: string, fields: Readonly<Record<string, Field>>, options: FieldOptions = {},
): Field {
  return { ...BARE, ...options, type: 'choice', help, fields };
}

export function values(help: string, options: FieldOptions = {}): Field {
  return { ...BARE, ...options, type: 'values', help };
}

export function optional(field: Field): Field {
  return { ...field, optional: true };
}

/** What is said of one of a choice or a map: "kubernetesSecrets:" alone is one with nothing to say. */
export function detailsOf({ type }: Field, details: unknown): unknown {
  return type === 'struct' ? details ?? {} : details;
}

/** An answer that is right as far as it must be given. */
export function exampleOf(field: Field): unknown {
  if (field.example !== undefined) {
    return field.example;
  }
  switch (field.type) {
    case 'struct':
      return Object.fromEntries(Object.entries(field.fields).filter(([, each]) => !each.optional)
        .map(([name, each]) => [name, exampleOf(each)]));
    case 'choice': {
      const [[name, each]] = Object.entries(field.fields);
      return { [name]: exampleOf(each) };
    }
    case 'list': return [exampleOf(field.entry!)];
    case 'flag': return false;
    case 'number': return 1;
    default: return {};
  }
}
