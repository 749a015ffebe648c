import type { Field } from '../../read/field';
import type { SetValue } from './install';

/**
 * A value as `--set` reads it; as `--set-string` does where it is forced to be a text. Source: Helm,
 * `pkg/strvals/parser.go`.
 */
export function setValue(path: string, text: string, at: Field, asString = false): SetValue {
  const read = asString ? unescaped : typed;
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  return { path, value: list === undefined ? read(text) : list.split(/(?<!\\),/).map(read), at };
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

function typed(text: string): unknown {
  const word = text.toLowerCase();
  if (Object.hasOwn(WORDS, word)) {
    return WORDS[word];
  }
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : unescaped(text);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
