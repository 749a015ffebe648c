import {
  constructFromEvents, Event, EVENT_ID, getScalarValue, parseEvents,
  Schema, YAMLException,
} from 'js-yaml';
import { isObject, JsonObject } from '../data/json';
import type { PathStep } from '../data/json';
import { BlockReader } from './block-reader';
import { LineCounter, SharedTexts } from './input';
import { readJson } from './json-reader';
import { CONFIG_SCHEMA, MANIFEST_SCHEMA } from './schemas';
import {
  documentSpans, documentStarts, flowsIndented, itemSpans, NO_ITEMS, ReadDocument, shifted, Span,
} from './spans';

/** Text that is not YAML or JSON, or that would exhaust the reader. Lines count from 1. */
export class YamlProblem extends Error {
  public override readonly name = 'YamlProblem';

  public constructor(public readonly reason: string, public readonly line: number | undefined) {
    super(line === undefined ? reason : `line ${line}: ${reason}`);
  }

  /** Whether it is not text, or exceeds the limits of the reader. */
  public get exhausting(): boolean {
    return /^nesting exceeded|aliases|null byte/.test(this.reason);
  }
}

const LIMITS = { maxDepth: 100, maxAliases: 10_000 };

/** The number of nodes to which even a short text may expand; manifests do not come close. */
const EXPANSION_FLOOR = 100_000;

/** The documents of a text, and the text in which to find their lines. */
export interface ReadYaml {
  readonly text: string;
  readonly documents: readonly ReadDocument[];
}

/**
 * Reads every document of a text as helm and kubectl do. JSON has a fast path.
 *
 * @param shared texts shared with other inputs
 * @throws YamlProblem on bad syntax, cycles of anchors and alias bombs.
 */
export function readYaml(text: string, shared?: SharedTexts): ReadYaml {
  return leniently(
    asDocuments(text),
    (each) => ({ text: each, documents: documentsOf(each, MANIFEST_SCHEMA, readPart, shared) }),
  );
}

/** JSON can be a sequence of values, as `jq '.items[]'` prints it and kubectl reads it. */
function asDocuments(text: string): string {
  return looksLikeJson(text) ? text.replace(/\}([ \t\r]*\n)(?=\{)/g, '}$1--- ') : text;
}

/**
 * The values of a config file, parsed as services do.
 *
 * @throws YamlProblem on bad syntax, duplicate keys, cycles of anchors and alias bombs.
 */
export function readConfig(text: string): readonly unknown[] {
  return leniently(text, (each) => documentsOf(each, CONFIG_SCHEMA, readStrictly)).map(({ value }) => value);
}

/** The result for a text; undefined if it is not YAML. */
export function ifYaml<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlProblem) {
      return undefined;
    }
    throw error;
  }
}

/** The first document of a text that another check reports: undefined if it is not YAML. */
export function documentIn(text: string): unknown {
  return ifYaml(() => readYaml(text).documents[0]?.value);
}

function documentsOf(
  text: string, schema: Schema, read: typeof readPart, shared = new SharedTexts(),
): ReadDocument[] {
  // Invalid JSON may be YAML; if not, the YAML reader reports the line.
  const json = looksLikeJson(text) ? readJson(text) : undefined;
  if (json !== undefined) {
    return [{ value: json, items: NO_ITEMS }];
  }
  const reader = new BlockReader(text, schema, shared);
  const documents: ReadDocument[] = [];
  let pending: Span | undefined;
  const parse = () => {
    documents.push(...pending === undefined ? [] : read(text, pending, schema));
    pending = undefined;
  };
  for (const part of partsOf(text)) {
    const document = reader.read(part);
    if (document !== undefined) {
      parse();
      documents.push(document);
    } else {
      // Several at once, as the parser is slow to start; but not too many, to limit its memory.
      pending = { start: pending?.start ?? part.start, end: part.end };
      if (pending.end - pending.start > TOGETHER) {
        parse();
      }
    }
  }
  parse();
  return documents;
}

/**
 * Retries with the indentation that only our parser requires. Remaining errors are reported for the original
 * text.
 */
function leniently<T>(text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    const indented = flowsIndented(text);
    if (indented !== text) {
      try {
        return read(indented);
      } catch {
        // The original text has the better message.
      }
    }
    throw error;
  }
}

/** Whether a text starts like JSON. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text.slice(0, 256));
}

/** A line that starts a document; no line within a document may look like it. */
const DOCUMENT_START = /\n---(?=\s)/g;

/** The number of characters to parse at once. */
const TOGETHER = 32 * 1024;

/**
 * Splits a text between documents. Directives belong to the next document, so a text with them is not split.
 */
function* partsOf(text: string): Iterable<Span> {
  const isWhole = text.startsWith('%') || text.includes('\n%');
  let start = 0;
  do {
    const cut = isWhole ? -1 : nextDocument(text, start);
    const end = cut < 0 ? text.length : cut + 1;
    yield { start, end };
    start = end;
  } while (start < text.length);
}

function nextDocument(text: string, from: number): number {
  DOCUMENT_START.lastIndex = from;
  return DOCUMENT_START.exec(text)?.index ?? -1;
}

function readStrictly(whole: string, part: Span, schema: Schema, lastWins = false): ReadDocument[] {
  const isWhole = part.end - part.start === whole.length;
  try {
    const documents = readDocuments(isWhole ? whole : whole.slice(part.start, part.end), schema, lastWins);
    return isWhole ? documents : documents.map((document) => shifted(document, part.start, whole.length));
  } catch (error) {
    throw problemOf(error, new LineCounter(whole).before(part.start));
  }
}

/** Our parser's message for a duplicate key. */
const DUPLICATE = 'duplicated mapping key';

/** Of repeated keys the last one applies, and their places are recorded. */
function readPart(whole: string, part: Span, schema: Schema): ReadDocument[] {
  try {
    return readStrictly(whole, part, schema);
  } catch (error) {
    if (!(error instanceof YamlProblem) || error.reason !== DUPLICATE) {
      throw error;
    }
  }
  const documents = readStrictly(whole, part, schema, true);
  const text = whole.slice(part.start, part.end);
  const duplicates = duplicateKeys(text, parseEvents(text, LIMITS));
  return documents.map((document, index) => ({
    ...document,
    ...duplicates[index].length > 0 ? { duplicates: duplicates[index] } : {},
  }));
}

/**
 * Reads YAML at once.
 *
 * @param lastWins whether keys may repeat
 */
export function readDocuments(
  text: string, schema: Schema = MANIFEST_SCHEMA, lastWins = false,
): ReadDocument[] {
  const events = parseEvents(text, LIMITS);
  const values = constructFromEvents(events, { ...LIMITS, schema, json: lastWins, source: text });
  if (mayHoldAlias(text)) {
    rejectExpansion(values, text.length);
  }
  return documentSpans(text, events).map((span, index) => {
    const value = values[index];
    const holdsList = isObject(value) && Array.isArray(value.items);
    return { value, span, items: holdsList ? itemSpans(text, events, index) : NO_ITEMS };
  });
}

/** Whether a `*` may be an alias; that of a `/path/*` is not. */
function mayHoldAlias(text: string): boolean {
  for (let at = text.indexOf('*'); at >= 0; at = text.indexOf('*', at + 1)) {
    if (at === 0 || ' \t\n\r[{,'.includes(text[at - 1])) {
      return true;
    }
  }
  return false;
}

/** @param before number of lines before the part */
function problemOf(error: unknown, before: number): YamlProblem {
  if (error instanceof YamlProblem) {
    return error;
  }
  if (error instanceof YAMLException) {
    return new YamlProblem(error.reason, error.mark === undefined ? undefined : before + error.mark.line + 1);
  }
  return new YamlProblem(error instanceof Error ? error.message : String(error), undefined);
}

/** Aliases share nodes in memory, but a walk visits every copy. */
function rejectExpansion(documents: readonly unknown[], characters: number): void {
  const limit = Math.max(EXPANSION_FLOOR, characters);
  const sizes = new Map<object, number>();
  const open = new Set<object>();

  const sizeOf = (node: unknown): number => {
    if (typeof node !== 'object' || node === null) {
      return 1;
    }
    const known = sizes.get(node);
    if (known !== undefined) {
      return known;
    }
    if (open.has(node)) {
      throw new YamlProblem('an anchor contains itself; break the cycle of aliases', undefined);
    }
    open.add(node);
    const size = Object.values(node as JsonObject).reduce<number>((sum, child) => sum + sizeOf(child), 1);
    open.delete(node);
    sizes.set(node, size);
    if (size > limit) {
      throw new YamlProblem(
        `aliases expand to more than ${limit} nodes; write the content out or split it`, undefined,
      );
    }
    return size;
  };
  documents.forEach(sizeOf);
}

/** The places of repeated keys in a map, per document. */
function duplicateKeys(text: string, events: readonly Event[]): PathStep[][][] {
  return documentStarts(events).map((start) => {
    const found: PathStep[][] = [];
    new Walk(text, events, found).node(start + 1, []);
    return found;
  });
}

class Walk {
  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly found: PathStep[][],
  ) {}

  /** Returns the event after the node. The parser limits its depth. */
  public node(index: number, path: readonly PathStep[]): number {
    const event = this.events[index];
    switch (event?.type) {
      case EVENT_ID.MAPPING: return this.mapping(index + 1, path);
      case EVENT_ID.SEQUENCE: return this.sequence(index + 1, path);
      default: return index + 1;
    }
  }

  private mapping(first: number, path: readonly PathStep[]): number {
    const seen = new Map<string, number>();
    let index = first;
    while (this.events[index].type !== EVENT_ID.POP) {
      const key = this.events[index];
      const name = key.type === EVENT_ID.SCALAR ? getScalarValue(this.text, key) : undefined;
      const behindKey = this.node(index, path);
      if (name !== undefined) {
        const times = (seen.get(name) ?? 0) + 1;
        seen.set(name, times);
        if (times === 2) {
          this.found.push([...path, name]);
        }
      }
      index = this.node(behindKey, name === undefined ? path : [...path, name]);
    }
    return index + 1;
  }

  private sequence(first: number, path: readonly PathStep[]): number {
    let index = first;
    for (let position = 0; this.events[index].type !== EVENT_ID.POP; position += 1) {
      index = this.node(index, [...path, position]);
    }
    return index + 1;
  }
}
