import { COLLECTION_STYLE, Event, EVENT_ID, getScalarValue } from 'js-yaml';
import type { PathStep } from '../data/json';

/** A part of a text: whole lines, from that of `start` to before that of `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first offset at or after an event; document and closing events have none. */
function offsetFrom(events: readonly Event[], from: number, length: number): number {
  for (let index = from; index < events.length; index += 1) {
    const event = events[index];
    if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0) {
      return event.valueStart;
    }
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      return event.start;
    }
    if (event.type === EVENT_ID.ALIAS) {
      return event.anchorStart;
    }
  }
  return length;
}

/** The spans of the documents of a text. */
export function documentSpans(text: string, events: readonly Event[]): Span[] {
  const starts = documentStarts(events).map((start) => offsetFrom(events, start + 1, text.length));
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

/** The entries of a block list `items` at the root of a document; empty for other lists. */
export function itemSpans(text: string, events: readonly Event[], document: number): Span[] {
  const list = itemsOf(text, events, documentStarts(events)[document] + 1);
  const event = list === undefined ? undefined : events[list];
  if (list === undefined || event?.type !== EVENT_ID.SEQUENCE || event.style !== COLLECTION_STYLE.BLOCK) {
    return [];
  }
  const starts: number[] = [];
  let index = list + 1;
  for (; events[index].type !== EVENT_ID.POP; index = behind(events, index)) {
    starts.push(offsetFrom(events, index, text.length));
  }
  const last = offsetFrom(events, index, text.length);
  return starts.map((start, position) => ({ start, end: starts[position + 1] ?? last }));
}

/** The event of the value of `items` in the mapping at a root. */
function itemsOf(text: string, events: readonly Event[], root: number): number | undefined {
  for (let index = root + 1; events[index].type !== EVENT_ID.POP; index = behind(events, index + 1)) {
    const key = events[index];
    if (key.type === EVENT_ID.SCALAR && getScalarValue(text, key) === 'items') {
      return index + 1;
    }
  }
  return undefined;
}

/** The events that start a document. */
export function documentStarts(events: readonly Event[]): number[] {
  const starts: number[] = [];
  for (let index = 0; index < events.length; index += 1) {
    if (events[index].type === EVENT_ID.DOCUMENT) {
      starts.push(index);
    }
  }
  return starts;
}

/** The change in depth of an event. */
const DEPTHS: ReadonlyMap<number, number> = new Map([
  [EVENT_ID.SEQUENCE, 1], [EVENT_ID.MAPPING, 1], [EVENT_ID.POP, -1],
]);

/** The event after a node and its content. */
export function behind(events: readonly Event[], node: number): number {
  let depth = 0;
  let index = node;
  do {
    const { type } = events[index];
    depth += DEPTHS.get(type) ?? 0;
    index += 1;
  } while (depth > 0);
  return index;
}

/**
 * Indents continuation lines of brackets and quoted texts that lack the indentation that YAML requires. Go
 * does not require it, but our parser does; it has no meaning. Line numbers and all other lines are kept.
 *
 * It parses only as much YAML as necessary, and runs only for texts that are unreadable otherwise.
 */
export function flowsIndented(text: string): string {
  const scanner = new Scanner();
  return text.split('\n').map((line) => scanner.next(line)).join('\n');
}

const BLANK = /^\s*$/;
/** Ends a document at any place. */
const MARKER = /^(?:---|\.\.\.)(?=\s|$)/;
/** Prefixes of a node: dashes of lists, and marks of explicit keys. */
const LEADERS = /^(?:[-?:](?= |\t|\r?$)[ \t]*)*/;
/** A tag, an anchor or an alias. */
const PROPERTY = /^[&!*]\S*[ \t]*/;
/** The end of a key: a colon followed by white space. */
const KEY_END = /:(?=[ \t]|\r?$)/;
const COMMENT = /[ \t]#/;

/** The open constructs at the end of a line. */
class Scanner {
  /** The number of open brackets. */
  private depth = 0;
  private quote: '"' | '\'' | undefined;
  /** Whether a plain text is open within brackets: quotes in it are ordinary characters. */
  private plain = false;
  /** The column of the node with the open brackets or quotes. */
  private column = 0;
  /** The column of the owner of an open block scalar. */
  private block: number | undefined;

  public next(line: string): string {
    const indent = /^ */.exec(line)![0].length;
    if (this.depth > 0 || this.quote !== undefined) {
      const missing = BLANK.test(line) || MARKER.test(line) ? 0 : Math.max(this.column + 1 - indent, 0);
      this.plain = false;
      this.goOn(line, indent, false);
      return ' '.repeat(missing) + line;
    }
    if (this.block !== undefined) {
      if (!MARKER.test(line) && (BLANK.test(line) || indent > this.block)) {
        return line;
      }
      this.block = undefined;
    }
    const marker = /^---(?=[ \t]|\r?$)[ \t]*/.exec(line)?.[0].length;
    const start = marker ?? indent;
    const leaders = LEADERS.exec(line.slice(start))![0];
    const node = start + leaders.length;
    this.column = marker === undefined ? node : 0;
    // The last dash owns the node after it.
    this.node(line, node, leaders === '' ? indent - 1 : start + leaders.trimEnd().length - 1);
    return line;
  }

  /**
   * @param owner the column to the right of which the lines of a block scalar must be
   * @param mayBeKey false after a key: outside of brackets, a line has at most one
   */
  private node(line: string, start: number, owner: number, mayBeKey = true): void {
    let at = start;
    for (let property = PROPERTY.exec(line.slice(at)); property !== null; property = PROPERTY.exec(
      line.slice(at),
    )) {
      at += property[0].length;
    }
    const first = line[at];
    if (first === '|' || first === '>') {
      this.block = owner;
    } else if (first === '"' || first === '\'' || first === '[' || first === '{') {
      this.goOn(line, at, mayBeKey);
    } else if (mayBeKey && first !== undefined && first !== '#') {
      const comment = COMMENT.exec(line.slice(at))?.index ?? Infinity;
      const end = KEY_END.exec(line.slice(at))?.index ?? Infinity;
      if (end < comment) {
        this.value(line, at + end + 1);
      }
    }
  }

  private value(line: string, from: number): void {
    const start = from + /^[ \t]*/.exec(line.slice(from))![0].length;
    this.node(line, start, this.column, false);
  }

  /** Follows brackets and quotes until they close or the line ends. */
  private goOn(line: string, from: number, mayBeKey: boolean): void {
    let at = from;
    while (at < line.length) {
      at = this.quote === undefined ? this.inBrackets(line, at) : this.inQuotes(line, at, this.quote);
      if (this.depth === 0 && this.quote === undefined) {
        // The closed part may have been a key.
        const end = mayBeKey ? /^[ \t]*:(?=[ \t]|\r?$)/.exec(line.slice(at)) : null;
        if (end !== null) {
          this.value(line, at + end[0].length);
        }
        return;
      }
    }
  }

  /** Returns the offset after the closing quote, or the end of the line. */
  private inQuotes(line: string, from: number, quote: string): number {
    for (let at = from; at < line.length; at += 1) {
      if (quote === '"' && line[at] === '\\') {
        at += 1;
      } else if (line[at] === quote && quote === '\'' && line[at + 1] === quote) {
        at += 1;
      } else if (line[at] === quote) {
        this.quote = undefined;
        return at + 1;
      }
    }
    return line.length;
  }

  /** Returns the offset after one character, or the end of the line. */
  private inBrackets(line: string, at: number): number {
    const character = line[at];
    const opens = (character === '"' || character === '\'') && !this.plain;
    if (opens) {
      this.quote = character;
    } else if (character === '[' || character === '{') {
      this.depth += 1;
    } else if (character === ']' || character === '}') {
      this.depth -= 1;
    } else if (character === '#' && (at === 0 || /\s/.test(line[at - 1]))) {
      return line.length;
    }
    const ends = '[]{},'.includes(character)
      || (character === ':' && /^(?:[ \t]|\r?$)/.test(line.slice(at + 1, at + 2)));
    this.plain = !opens && !ends && (this.plain || !/\s/.test(character));
    return at + 1;
  }
}

/** A document of a text, with the data to find lines in it later. */
export interface ReadDocument {
  readonly value: unknown;
  /** The part of the text with the document; absent if it cannot be read separately. */
  readonly span?: Span;
  /** The parts with the entries of a block list `items` at the root, as `kubectl get -o yaml` prints it. */
  readonly items: readonly Span[];
  /** Places of repeated keys; the last one applies. */
  readonly duplicates?: readonly (readonly PathStep[])[];
}

export const NO_ITEMS: readonly Span[] = [];

/** A document moved to another text: with shifted offsets, ending before `length`. */
export function shifted({ value, span, items }: ReadDocument, by: number, length: number): ReadDocument {
  const shift = ({ start, end }: Span): Span => ({ start: start + by, end: Math.min(end + by, length) });
  return { value, span: span && shift(span), items: items.length === 0 ? NO_ITEMS : items.map(shift) };
}
