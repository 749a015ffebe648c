import { Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, Scalar, Tags, visit, YAMLMap } from 'yaml';
import { isObject, JsonObject } from '../../_internal/json';
import { InputProblem, problemText } from '../../verify/read/input';
import type { PathStep } from '../../verify/read/path';

/** A values file as text. */
export interface ValuesText {
  /** Name for messages, such as its path. */
  readonly name: string;
  readonly text: string;
}

/** Thrown for texts that are no values files. Its message lists all problems. */
export class UnreadableValuesError extends Error {
  public override readonly name = 'UnreadableValuesError';

  public constructor(public readonly problems: readonly InputProblem[]) {
    super(problems.map(problemText).join('\n'));
  }
}

/** More than anybody's anchors need, and less than an alias bomb. */
const EXPANSION = { maxAliasCount: 100 };

/** A values file, read. */
export class ValuesFile {
  /** @throws UnreadableValuesError when a text is no YAML map that Helm could read. */
  public static read({ name, text }: ValuesText): ValuesFile {
    const lines = new LineCounter();
    const problem = (reason: string, offset?: number) =>
      new UnreadableValuesError([{ file: name, reason, ...(offset === undefined ? {} : { line: lines.linePos(offset).line }) }]);
    // Helm's reader knows YAML 1.1: `yes` is true there.
    const documents = parseAllDocuments(text, { version: '1.1', merge: true, lineCounter: lines, customTags: asWritten });
    const [document = new Document(null), ...others] = Array.isArray(documents) ? documents : [];
    const template = unquotedTemplate(text);
    if (template !== undefined) {
      throw problem('is a template ("{{" outside quotes), and Helm reads values without evaluating them; quote the value, or render the file first', template);
    }
    const [error] = document.errors;
    if (error) {
      throw problem(`is no YAML: ${error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '')}${tabHint(text, error.pos[0])}`, error.pos[0]);
    }
    if (others.length > 0) {
      throw problem('holds several documents, and Helm reads the first only; write one document', others[0].range[0]);
    }
    if (document.contents !== null && !isMap(document.contents) && !isBlank(document.contents)) {
      throw problem('is no map; values start with a key such as "global:"');
    }
    const expansion = expansionProblem(document);
    if (expansion !== undefined) {
      throw problem(expansion);
    }
    const file = new ValuesFile(name, document, lines);
    if (typeof file.values.apiVersion === 'string' && typeof file.values.kind === 'string') {
      throw problem(`is a Kubernetes manifest (${file.values.kind}), no values; "cdk8s-union-auth verify" judges those`);
    }
    return file;
  }

  /** Values that never were a text. They have one line. */
  public static of(name: string, values: JsonObject): ValuesFile {
    return new ValuesFile(name, new Document(null), new LineCounter(), values);
  }

  public readonly values: JsonObject;

  private constructor(
    public readonly name: string,
    public readonly document: Document,
    private readonly lines: LineCounter,
    values?: JsonObject,
  ) {
    this.values = values ?? (document.toJS(EXPANSION) ?? {}) as JsonObject;
  }

  /** The line of a path, from 1; of its nearest ancestor where it is absent. */
  public lineOf(path: string | readonly PathStep[]): number {
    let node: unknown = this.document.contents;
    let line = 1;
    for (const step of typeof path === 'string' ? path.split('.') : path) {
      const found = childOf(isAlias(node) ? node.resolve(this.document) : node, step, this.document);
      if (!found) {
        break;
      }
      line = this.lines.linePos(found.offset ?? 0).line || line;
      node = found.value;
    }
    return line;
  }

  /** Whether the file itself says something at a path. */
  public has(path: string): boolean {
    return valueAt(this.values, path) !== undefined;
  }

  /** How many steps of a path the file has. */
  public depthOf(steps: readonly PathStep[]): number {
    let value: unknown = this.values;
    const missing = steps.findIndex((step) => {
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<PathStep, unknown>)[step] : undefined;
      return value === undefined;
    });
    return missing < 0 ? steps.length : missing;
  }
}

/** The value under a dotted path; nothing where it is absent. */
export function valueAt(values: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), values);
}

interface Child {
  readonly value: unknown;
  readonly offset?: number;
}

/** What stands below a node, also by way of merge keys. */
function childOf(node: unknown, step: PathStep, document: Document): Child | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: item, offset: isNode(item) ? item.range?.[0] : undefined };
  }
  if (!isMap(node)) {
    return undefined;
  }
  const { items } = node as YAMLMap;
  const pair = items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (pair) {
    return { value: pair.value, offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined };
  }
  for (const { key, value } of items) {
    const merged = isScalar(key) && String(key.value) === '<<' ? (isSeq(value) ? value.items : [value]) : [];
    for (const source of merged) {
      const found = childOf(isAlias(source) ? source.resolve(document) : source, step, document);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

function isBlank(node: unknown): boolean {
  return isScalar(node) && (node.value === null || node.value === '');
}

/** Numbers, booleans and nulls are written back as they were read: `0644`, `1e3`, `yes`. */
function asWritten(tags: Tags): Tags {
  return tags.map((tag) =>
    typeof tag === 'object' && /:(int|float|bool|null)$/.test(tag.tag)
      ? { ...tag, stringify: (item: Scalar, ...rest) => item.source ?? tag.stringify?.(item, ...rest) ?? String(item.value) } as typeof tag
      : tag,
  );
}

/** Why the anchors of a document cannot be followed; nothing where they can. */
function expansionProblem(document: Document): string | undefined {
  const open = new Set<unknown>();
  const isCyclic = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) {
      return false;
    }
    if (open.has(value)) {
      return true;
    }
    open.add(value);
    const found = Object.values(value).some(isCyclic);
    open.delete(value);
    return found;
  };
  try {
    return isCyclic(document.toJS(EXPANSION)) ? 'has an anchor that contains itself; break the cycle' : undefined;
  } catch (error) {
    return `has anchors that cannot be followed (${error instanceof Error ? error.message : String(error)}); write the content out`;
  }
}

/** Go's reader refuses a map as a key, and so does Helm: `key: {{ .Values.x }}`; a line `{{- if … }}` is no YAML at all. */
function unquotedTemplate(text: string): number | undefined {
  let offset: number | undefined;
  visit(parseAllDocuments(text)[0] ?? new Document(null), {
    Pair: (_, pair) => {
      if (isMap(pair.key)) {
        offset = pair.key.range?.[0];
        return visit.BREAK;
      }
      return undefined;
    },
  });
  const line = /^[ \t]*\{\{[-#/ ]/m.exec(withoutBlocks(text));
  return offset ?? (line ? line.index : undefined);
}

/** The text with the lines of block scalars blanked, offsets kept: what stands in them is content. */
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

function tabHint(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ ]*\t/.test(text.slice(start, offset + 1)) || text[offset] === '\t' ? '; YAML is indented with spaces, replace the tab' : '';
}
