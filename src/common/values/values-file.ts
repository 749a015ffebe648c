import { Document, LineCounter, YAMLMap, isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import { isBlank, isObject, JsonObject, mergeValues, valueAt } from '../data/json';
import type { PathStep } from '../data/json';
import { InputProblem, problemText } from '../yaml/input';
import { ReadYaml, YamlProblem, readYaml } from '../yaml/yaml-reader';
import { helmOutput } from './helm-output';
import { documentOf } from './source-text';

/** A values file as text. */
export interface ValuesText {
  /** Name for messages, such as its path. */
  readonly name: string;
  readonly text: string;
}

/** Thrown for texts that are not values files. Its message lists all problems. */
export class UnreadableValuesError extends Error {
  public override readonly name = 'UnreadableValuesError';

  public constructor(public readonly problems: readonly InputProblem[]) {
    super(problems.map(problemText).join('\n'));
  }
}

/** The place of values that are part of a text. */
export interface ValuesHolder {
  /** Index of the document within the text. */
  readonly document: number;
  /** The path within the document. */
  readonly path: readonly PathStep[];
  lineOf(path: readonly PathStep[]): number;
}

/** For values without a text. */
const NO_TEXT = { text: '', duplicates: [] };

/** A values file, parsed as Helm does. */
export class ValuesFile {
  /** @throws UnreadableValuesError when a text is not a YAML map that Helm can read. */
  public static read({ name, text }: ValuesText): ValuesFile {
    const problem = (reason: string, line?: number) =>
      new UnreadableValuesError([{ file: name, reason, ...(line === undefined ? {} : { line }) }]);
    let read: ReadYaml;
    try {
      read = readYaml(helmOutput(text)?.values ?? text);
    } catch (error) {
      throw error instanceof YamlProblem ? problem(...reasonOf(error, text)) : error;
    }
    const [{ value = null, duplicates = [] } = {}, ...others] = read.documents;
    const second = others.find((other) => other.value !== null);
    if (second !== undefined) {
      throw problem(
        'has several documents, but Helm reads only the first; write one document',
        lineOfMarker(read.text, second.span?.start ?? 0),
      );
    }
    if (!isObject(value) && value !== null && value !== '') {
      throw problem('must be a map; values start with a key such as "global:"');
    }
    const values = isObject(value) ? value : {};
    if (typeof values.apiVersion === 'string' && typeof values.kind === 'string') {
      throw problem(
        `is a Kubernetes manifest (${values.kind}), not values; "cdk8s-union-auth verify" checks those`,
      );
    }
    return new ValuesFile(name, values, { text: read.text, duplicates });
  }

  /** The readable part of a text that is not YAML: before its fault, and possibly after it. */
  public static inPieces({ name, text }: ValuesText): ValuesFile {
    let values: unknown;
    try {
      values = documentOf(text).toJS({ maxAliasCount: 100 });
    } catch {
      // After a fault of anchors nothing is readable.
    }
    return ValuesFile.of(name, isObject(values) ? values : {});
  }

  /** Values without a text. They have one line. */
  public static of(name: string, values: JsonObject): ValuesFile {
    return new ValuesFile(name, values);
  }

  /** Values within another text, such as an object that installs a chart. */
  public static within(name: string, values: JsonObject, holder: ValuesHolder): ValuesFile {
    return new ValuesFile(name, values, NO_TEXT, holder);
  }

  /** With brackets and quotes indented for every reader. */
  public readonly text: string;
  /** Places of repeated keys; the last one applies. */
  public readonly duplicates: readonly (readonly PathStep[])[];
  private located?: { readonly document: Document; readonly lines: LineCounter };

  private constructor(
    public readonly name: string,
    public readonly values: JsonObject,
    { text, duplicates }: Pick<ValuesFile, 'text' | 'duplicates'> = NO_TEXT,
    /** The place of the values, if they are not a whole text. */
    public readonly holder?: ValuesHolder,
  ) {
    this.text = text;
    this.duplicates = duplicates;
  }

  /** The values of a subchart under a key, with the globals of both. */
  public below(key: string): ValuesFile {
    const { [key]: own, global: around } = this.values;
    const values = isObject(own) ? own : {};
    const globals = isObject(around)
      ? { global: mergeValues(isObject(values.global) ? values.global : {}, around) }
      : {};
    const isAround = (path: readonly PathStep[]) =>
      path[0] === 'global' && this.depthOf(path) === path.length;
    return new ValuesFile(this.name, { ...values, ...globals }, NO_TEXT, {
      document: this.holder?.document ?? 0,
      path: [...this.holder?.path ?? [], key],
      lineOf: (path) => this.lineOf(isAround(path) ? path : [key, ...path]),
    });
  }

  /** The line of a path, from 1; of its nearest ancestor where it is absent. */
  public lineOf(path: string | readonly PathStep[]): number {
    if (this.holder !== undefined) {
      return this.holder.lineOf(typeof path === 'string' ? path.split('.') : path);
    }
    if (this.located === undefined) {
      const lines = new LineCounter();
      this.located = { document: documentOf(this.text, lines), lines };
    }
    const { document, lines } = this.located;
    let node: unknown = document.contents;
    let line = 1;
    for (const step of typeof path === 'string' ? path.split('.') : path) {
      const found = childOf(isAlias(node) ? node.resolve(document) : node, step, document);
      if (!found) {
        break;
      }
      line = lines.linePos(found.offset ?? 0).line || line;
      node = found.value;
    }
    return line;
  }

  /** Whether the file itself sets a path. */
  public has(path: string): boolean {
    return valueAt(this.values, path) !== undefined;
  }

  /** The number of a path's steps that exist in the file. */
  public depthOf(steps: readonly PathStep[]): number {
    let value: unknown = this.values;
    const missing = steps.findIndex((step) => {
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PathStep, unknown>)[step]
        : undefined;
      return value === undefined;
    });
    return missing < 0 ? steps.length : missing;
  }
}

interface Child {
  readonly value: unknown;
  readonly offset?: number;
}

/** A child of a node, also through merge keys. */
function childOf(node: unknown, step: PathStep, document: Document): Child | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined
      ? undefined
      : { value: item, offset: isNode(item) ? item.range?.[0] : undefined };
  }
  if (!isMap(node)) {
    return undefined;
  }
  const { items } = node as YAMLMap;
  // Of a repeated key, the last one applies.
  const pair = items.filter(({ key }) => isScalar(key) && String(key.value) === String(step)).pop();
  if (pair) {
    return { value: pair.value, offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined };
  }
  for (const { key, value } of items) {
    const merged = isSeq(value) ? value.items : [value];
    for (const source of isMergeKey(key) ? merged : []) {
      const found = childOf(isAlias(source) ? source.resolve(document) : source, step, document);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

/** The reader turns `<<` into a symbol, unless it is quoted, when it does not merge. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol' && key.value.description === '<<';
}

/** Why a text is not YAML, with the line. */
function reasonOf({ reason, line }: YamlProblem, text: string): [string, number | undefined] {
  const template =
    lineOf(text, /^[ \t]*\{\{[-#/ ]/) ?? (reason === COMPLEX_KEY ? lineOf(text, /^[^"'#]*\{\{/) : undefined);
  if (template !== undefined) {
    return [
      'is a template ("{{" outside quotes), but Helm does not evaluate values; quote the value, '
        + 'or render the file first',
      template,
    ];
  }
  const isTab = line !== undefined && /^ *\t/.test(text.split('\n')[line - 1] ?? '');
  return [`is not YAML: ${reason}${isTab ? '; YAML is indented with spaces, replace the tab' : ''}`, line];
}

/** The reader's message about a map as a key, such as in `key: {{ .Values.x }}`. */
const COMPLEX_KEY = 'object-based map does not support complex keys';

/** The first line outside of block scalars that matches a pattern, such as `{{- if … }}`. */
function lineOf(text: string, pattern: RegExp): number | undefined {
  const index = withoutBlocks(text).split('\n').findIndex((line) => pattern.test(line));
  return index < 0 ? undefined : index + 1;
}

/** The line on which the document of an offset starts. */
function lineOfMarker(text: string, offset: number): number {
  const marker = text.lastIndexOf('\n---', offset);
  return text.slice(0, marker < 0 ? offset : marker + 1).split('\n').length;
}

/** The text with block scalars blanked, at the same offsets: their content does not matter. */
function withoutBlocks(text: string): string {
  let indent = -1;
  return text.split('\n').map((line) => {
    const own = line.search(/\S/);
    if (indent >= 0 && (own < 0 || own > indent)) {
      return ' '.repeat(line.length);
    }
    indent = /[|>][-+0-9]*\s*(#.*)?$/.test(line) ? own : -1;
    return line;
  }).join('\n');
}

/** The files of one chart, merged as `helm upgrade --values a --values b` merges them. */
export class MergedValues {
  public readonly values: JsonObject;

  /** @param files at least one */
  public constructor(public readonly files: readonly ValuesFile[]) {
    this.values = files.map((file) => file.values).reduce(mergeValues, {});
  }

  public get(path: string): unknown {
    return valueAt(this.values, path);
  }

  /** Whether a path has a value that the chart would use; empty values count as absent. */
  public isSet(path: string): boolean {
    return !isBlank(this.get(path));
  }

  /** The file that sets a path: the last that has it; for an absent path, that of its nearest ancestor. */
  public fileOf(steps: readonly PathStep[]): ValuesFile {
    const depths = this.files.map((file) => file.depthOf(steps));
    const deepest = Math.max(...depths);
    return deepest === 0 ? this.files[0] : this.files[depths.lastIndexOf(deepest)];
  }
}
