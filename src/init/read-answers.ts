import { Document, isMap, isNode, isScalar, isSeq, LineCounter, Node, parseAllDocuments } from 'yaml';
import { JsonObject } from '../common/data/json';
import { withoutMark } from '../common/yaml/byte-order-mark';
import { pathSteps } from '../common/yaml/path';
import { AnswerProblem } from './questions/check';

/** A problem, and where it stands in a file. */
export interface PlacedProblem extends AnswerProblem {
  readonly line?: number;
  /** The file, where others have answers too. */
  readonly file?: string;
}

/** A file of answers, read as YAML. */
export interface AnswersFile {
  readonly answers: unknown;
  /** Why it is no YAML. */
  readonly problems: readonly PlacedProblem[];
  /** The line of an answer, or of the nearest that is there above it. */
  lineOf(path: string): number | undefined;
}

/** Reads `union-auth.yaml`, or the same as JSON. */
export function readAnswers(text: string): AnswersFile {
  const lines = new LineCounter();
  const documents = parseAllDocuments(withoutMark(text), { lineCounter: lines });
  const [document, second] = Array.isArray(documents) ? documents : [];
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const problems = (document?.errors ?? []).map(({ message, pos: [start] }) =>
    ({ path: '', text: `is no YAML: ${message.split('\n')[0].replace(/:$/, '')}`, line: lineAt(start) }));
  if (second !== undefined) {
    problems.push({ path: '', text: 'is a second document; keep one', line: lineAt(second.range[0]) });
  }
  if (document === undefined) {
    return unread([{ path: '', text: 'is empty' }]);
  }
  const content = problems.length > 0 ? undefined : contentOf(document);
  if (content === undefined) {
    return unread(problems.length > 0 ? problems : [{ path: '', text: 'repeats anchors too often' }]);
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

/** What a document holds; nothing where its aliases would make something huge of it, which `yaml` refuses. */
function contentOf(document: Document.Parsed): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() };
  } catch {
    return undefined;
  }
}

/** Editors find the schema of JSON by a key of its own. */
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
