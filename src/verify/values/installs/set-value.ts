import { isObject, JsonObject, mergeValues, valueAt } from '../../../common/data/json';
import type { PathStep } from '../../../common/data/json';
import { asList } from '../../kube/json-access';
import type { Field } from '../../read/field';
import type { Layer, SetValue } from './install';

/** A path, and a list in braces or everything before an unescaped comma. */
const ENTRY = /((?:\\.|[^\\=,])+)=(?:\{((?:\\.|[^\\}])*)\},?|(?!\{)((?:\\.|[^\\,])*),?)/gsy;

/** Reads it like `--set` or `--set-string`, up to where Helm refuses it (`pkg/strvals/parser.go`). */
export function setValues(line: string, at: Field, asString = false): SetValue[] {
  const read = asString ? unescaped : typed;
  return [...line.matchAll(ENTRY)].map(([, path, list, text]: readonly (string | undefined)[]) => {
    const value = list === undefined ? read(text!) : list.split(/(?<!\\),/).map(read);
    return { path: path!, value, at };
  });
}

/** Escapes commas for Helm, as some tools do. */
export function withoutCommas(text: string): string {
  return text.replace(/(?<!\\),/g, '\\,');
}

/** Helm applies `--set` first, then `--set-string` (`pkg/cli/values/options.go`). */
export function setLayers(...sets: readonly (readonly SetValue[])[]): Layer[] {
  return sets.filter((each) => each.length > 0).map((each) => ({ kind: 'set', sets: each }));
}

/** Single values merged over the values below: an index changes one item of an existing list. */
export function valuesOfSets(sets: readonly SetValue[], below: JsonObject): JsonObject {
  return sets.reduce<JsonObject>((values, { path, value }) => {
    const steps = stepsIn(path);
    const there = mergeValues(below, values);
    return path === '' ? values : mergeValues(values, placed(steps, value, there) as JsonObject);
  }, {});
}

/** The steps of a path, with escaped dots. */
export function stepsIn(path: string): PathStep[] {
  const parts = path.match(/\[\d+\]|\.|(?:\\.|[^.[\\]|\[(?!\d+\]))+/gs) ?? [];
  return parts.filter((part) => part !== '.').map((part) => {
    const index = /^\[(\d+)\]$/.exec(part)?.[1];
    return index === undefined ? unescaped(part) : Number(index);
  });
}

function placed([step, ...rest]: readonly PathStep[], value: unknown, there: unknown): unknown {
  if (step === undefined) {
    return value;
  }
  const inner = placed(rest, value, valueAt(there, [step]));
  if (typeof step === 'string') {
    return { [step]: inner };
  }
  const list = asList(there);
  const before = list[step];
  const item = isObject(before) && isObject(inner) ? mergeValues(before, inner) : inner;
  return Array.from({ length: Math.max(list.length, step + 1) }, (_, index) =>
    (index === step ? item : list[index] ?? null));
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

function typed(text: string): unknown {
  const word = text.toLowerCase();
  if (Object.hasOwn(WORDS, word)) {
    return WORDS[word];
  }
  return /^(?:0|[1-9]\d{0,14}|[-+]\d{1,15})$/.test(text) ? Number(text) || 0 : unescaped(text);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
