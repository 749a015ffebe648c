import type { Field } from '../../read/field';
import type { SetValue } from './install';

/**
 * A value as `--set` reads it; as `--set-string` does where it is forced to be a text. Source: Helm,
 * `pkg/strvals/parser.go`.
 */
export function setValue(path: string, text: string, at: Field, asString = false): SetValue {
  return { path, value: asString ? text : typed(text), at };
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

function typed(text: string): unknown {
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  if (list !== undefined) {
    return list === '' ? [] : list.split(',').map((item) => typed(item.trim()));
  }
  const word = text.toLowerCase();
  if (Object.hasOwn(WORDS, word)) {
    return WORDS[word];
  }
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
