// Tests: test/init/bad-answers.test.ts, test/init/app-files.test.ts
import { Document, LineCounter, Node, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { JsonObject, pathSteps, withoutUndefined } from '../common/data/json';
import { withoutMark } from '../common/yaml/input';
import { ANSWERS } from './questions/answers';
import { AnswerProblem } from './questions/check';
import { Field } from './questions/field';

/** The usual name of the file. */
export const ANSWERS_FILE = 'union-auth.yaml';
export const ANSWERS_SCHEMA_FILE = 'union-auth.schema.json';

/** The answers as a file: in the order of the questions, each with its help. */
export function answersText(answers: JsonObject): string {
  const names = Object.keys(ANSWERS.fields).filter((name) => answers[name] !== undefined);
  const document = new Document(Object.fromEntries(names.map((name) => [name, answers[name]])));
  document.commentBefore = ` yaml-language-server: $schema=${ANSWERS_SCHEMA_FILE}\n ${ANSWERS.help}. After a `
    + `change: npx cdk8s-union-auth synth ${ANSWERS_FILE}`;
  const { contents } = document as unknown as { contents: { items: { key: unknown }[] } };
  for (const [i, { key }] of contents.items.entries()) {
    const node = document.createNode(isScalar(key) ? key.value : key);
    node.commentBefore = ` ${ANSWERS.fields[names[i]].help}`;
    node.spaceBefore = i > 0;
    contents.items[i].key = node;
  }
  return document.toString({ lineWidth: 0 });
}

/** The JSON Schema (draft 7) of an answers file. */
export function answersSchema(): JsonObject {
  const { properties, ...rest } = schemaOfField(ANSWERS) as { properties: JsonObject };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'cdk8s-union-auth',
    ...rest,
    properties: { $schema: { type: 'string' }, ...properties },
  };
}

export function answersSchemaText(): string {
  return `${JSON.stringify(answersSchema(), null, 2)}\n`;
}

/** A JSON Schema (draft 7) of a field, for completion and checks in editors. */
function schemaOfField(field: Field): JsonObject {
  const { help, example, words, entry, fields } = field;
  const description = field.default === undefined ? `${help}.` : `${help}. Default: ${field.default}.`;
  switch (field.type) {
    case 'text': return withoutUndefined({
      type: 'string',
      description,
      enum: words && [...words],
      examples: example === undefined || words
        ? undefined
        : [example],
    });
    case 'flag': return { type: 'boolean', description };
    case 'number': return { type: 'number', description };
    case 'list': return { type: 'array', description, items: schemaOfField(entry!) };
    case 'values': return { type: 'object', description };
    case 'map': return {
      type: 'object', description, additionalProperties: orNothing(entry!, schemaOfField(entry!)),
    };
    case 'struct': return {
      description,
      ...objectOf(fields),
      required: Object.keys(fields).filter((name) => !fields[name].optional),
    };
    // "kubernetesSecrets:" alone means no further settings.
    case 'choice': return { description, ...objectOf(fields, true), minProperties: 1, maxProperties: 1 };
  }
}

function objectOf(fields: Field['fields'], mayBeEmpty = false): JsonObject {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, field]) => {
    const schema = schemaOfField(field);
    return [name, mayBeEmpty ? orNothing(field, schema) : schema];
  }));
  return { type: 'object', additionalProperties: false, properties };
}

/** For names that need no further settings. */
function orNothing({ type, fields }: Field, schema: JsonObject): JsonObject {
  const isEmpty = type === 'struct' && Object.values(fields).every(({ optional }) => optional);
  return isEmpty ? { ...schema, type: ['object', 'null'] } : schema;
}

/** A problem with its place in a file. */
export interface PlacedProblem extends AnswerProblem {
  readonly line?: number;
  /** The file, if several have answers. */
  readonly file?: string;
}

/** An answers file, parsed as YAML. */
export interface AnswersFile {
  readonly answers: unknown;
  /** Why it is not YAML. */
  readonly problems: readonly PlacedProblem[];
  /** The line of an answer, or of its nearest existing parent. */
  lineOf(path: string): number | undefined;
}

/** Reads `union-auth.yaml`, or the same as JSON. */
export function readAnswers(text: string): AnswersFile {
  const lines = new LineCounter();
  const documents = parseAllDocuments(withoutMark(text), { lineCounter: lines });
  const [document, second] = Array.isArray(documents) ? documents : [];
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const problems = (document?.errors ?? []).map(({ message, pos: [start] }) =>
    ({ path: '', text: yamlFault(message), line: lineAt(start) }))
    .filter((one, index, all) =>
      all.findIndex((each) => each.text === one.text && each.line === one.line) === index);
  if (second !== undefined) {
    problems.push({ path: '', text: 'is a second document; keep only one', line: lineAt(second.range[0]) });
  }
  if (document === undefined) {
    return unread([{ path: '', text: 'must not be empty' }]);
  }
  const content = problems.length > 0 ? { problems } : contentOf(document);
  if ('problems' in content) {
    return unread(content.problems);
  }
  return {
    answers: withoutSchema(content.value),
    problems: [],
    lineOf: (path) => {
      const offset = offsetOf(document.contents, pathSteps(path));
      return offset === undefined ? undefined : lineAt(offset);
    },
  };
}

function unread(problems: readonly PlacedProblem[]): AnswersFile {
  return { answers: undefined, problems, lineOf: () => undefined };
}

type Content = { readonly value: unknown } | { readonly problems: readonly PlacedProblem[] };

/** The content of a document; problems if an alias has no anchor, or aliases expand too much. */
function contentOf(document: Document.Parsed): Content {
  try {
    return { value: document.toJS() };
  } catch (error) {
    const [, alias] = /^Unresolved alias.*: (\S+)$/.exec((error as Error).message) ?? [];
    const text =
      alias === undefined ? 'expands aliases too often' : `has no anchor &${alias}, which an alias names`;
    return { problems: [{ path: '', text }] };
  }
}

/** The parser also reports texts nested so deeply that it gives up. */
function yamlFault(message: string): string {
  return /call stack/.test(message)
    ? 'is nested too deeply'
    : `is not YAML: ${message.split('\n')[0].replace(/:$/, '')}`;
}

/** Without the key by which editors find the schema of JSON. */
function withoutSchema(content: unknown): unknown {
  if (typeof content === 'object' && content !== null && '$schema' in content) {
    const { $schema: _, ...answers } = content as JsonObject;
    return answers;
  }
  return content;
}

function offsetOf(node: unknown, tokens: readonly string[], above?: number): number | undefined {
  const own = isNode(node) ? node.range?.[0] : undefined;
  const [token, ...rest] = tokens;
  if (token === undefined) {
    return above ?? own;
  }
  if (isMap<unknown, Node>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
    return pair === undefined ? above ?? own : offsetOf(pair.value, rest, (pair.key as Node).range?.[0]);
  }
  if (isSeq(node)) {
    const item = node.items[Number(token)];
    return item === undefined
      ? above ?? own
      : offsetOf(item, rest, isNode(item) ? item.range?.[0] : undefined);
  }
  return above ?? own;
}
