import { COLLECTION_STYLE, Event, EVENT_ID, getScalarValue } from 'js-yaml';
import type { PathStep } from '../data/json';

/** A part of a text: whole lines, from the line of `start` to before the line of `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first offset at or behind an event; document and closing events have none. */
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

/** The entries of a block list `items` at the root of a document; none for other lists. */
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

/** The event of the value under `items` of the mapping at a root. */
function itemsOf(text: string, events: readonly Event[], root: number): number | undefined {
  for (let index = root + 1; events[index].type !== EVENT_ID.POP; index = behind(events, index + 1)) {
    const key = events[index];
    if (key.type === EVENT_ID.SCALAR && getScalarValue(text, key) === 'items') {
      return index + 1;
    }
  }
  return undefined;
}

/** The events that begin a document. */
export function documentStarts(events: readonly Event[]): number[] {
  const starts: number[] = [];
  for (let index = 0; index < events.length; index += 1) {
    if (events[index].type === EVENT_ID.DOCUMENT) {
      starts.push(index);
    }
  }
  return starts;
}

/** How deep an event leads. */
const DEPTHS: ReadonlyMap<number, number> = new Map([
  [EVENT_ID.SEQUENCE, 1], [EVENT_ID.MAPPING, 1], [EVENT_ID.POP, -1],
]);

/** The event behind a node and everything in it. */
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
 * Indents the lines on which brackets and quoted texts go on, where they are left of where YAML wants them.
 * Go asks for no indentation there, our parser does; to either it means nothing. Lines keep their numbers,
 * and all others stay as they are.
 *
 * It knows as much of YAML as that takes, and is asked only about texts that cannot be read otherwise.
 */
export function flowsIndented(text: string): string {
  const scanner = new Scanner();
  return text.split('\n').map((line) => scanner.next(line)).join('\n');
}

const BLANK = /^\s*$/;
/** Ends a document wherever it is. */
const MARKER = /^(?:---|\.\.\.)(?=\s|$)/;
/** What may be before a node: dashes of lists, and the marks of explicit keys. */
const LEADERS = /^(?:[-?:](?= |\t|\r?$)[ \t]*)*/;
/** A tag, an anchor or an alias. */
const PROPERTY = /^[&!*]\S*[ \t]*/;
/** The end of a key: a colon that white space follows. */
const KEY_END = /:(?=[ \t]|\r?$)/;
const COMMENT = /[ \t]#/;

/** What is open at the end of a line. */
class Scanner {
  /** Open brackets. */
  private depth = 0;
  private quote: '"' | '\'' | undefined;
  /** Whether a plain text is open within brackets: quotes in it are letters. */
  private plain = false;
  /** The column of the node that the open brackets or quotes belong to. */
  private column = 0;
  /** The column of the owner of an open block text. */
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
    // The last dash owns what is behind it.
    this.node(line, node, leaders === '' ? indent - 1 : start + leaders.trimEnd().length - 1);
    return line;
  }

  /**
   * @param owner the column that the lines of a block text must be right of
   * @param mayBeKey not behind a key: no line holds two of them outside of brackets
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
        // What closed may have been a key.
        const end = mayBeKey ? /^[ \t]*:(?=[ \t]|\r?$)/.exec(line.slice(at)) : null;
        if (end !== null) {
          this.value(line, at + end[0].length);
        }
        return;
      }
    }
  }

  /** Returns the place behind the closing quote, or the end of the line. */
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

  /** Returns the place behind one character, or the end of the line. */
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

/** A document of a text, with what it takes to find lines in it later. */
export interface ReadDocument {
  readonly value: unknown;
  /** The part of the text that holds the document; absent where it cannot be read on its own. */
  readonly span?: Span;
  /**
   * The parts that hold the entries of a block list `items` at the root, as `kubectl get -o yaml` writes it.
   */
  readonly items: readonly Span[];
  /** Places of keys that are more than once; the last one counts. */
  readonly duplicates?: readonly (readonly PathStep[])[];
}

export const NO_ITEMS: readonly Span[] = [];

/** A document as it is in another text: so many characters further on, and ending before `length`. */
export function shifted({ value, span, items }: ReadDocument, by: number, length: number): ReadDocument {
  const shift = ({ start, end }: Span): Span => ({ start: start + by, end: Math.min(end + by, length) });
  return { value, span: span && shift(span), items: items.length === 0 ? NO_ITEMS : items.map(shift) };
}
