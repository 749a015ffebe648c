import type { Schema } from 'js-yaml';
import type { JsonObject } from '../data/json';
import type { SharedTexts } from './input';
import { plainValue } from './schemas';
import { NO_ITEMS, ReadDocument } from './spans';
import type { Span } from './spans';

const LINE_FEED = 10;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const DASH = 45;
const COLON = 58;
const BAR = 124;

/** The column after the last line. */
const END = -1;

/** The deepest nesting in manifests; the parser reports deeper ones. */
const MAX_DEPTH = 32;

/** Tabs, carriage returns, and other characters that the parser treats specially or refuses. */
const ODD = /[^\n\x20-\x7e\xa0-\u1fff\u2010-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd]/g;

/** First characters of a key without quotes. */
const KEY_START = /[A-Za-z0-9_./$]/;
const STARTS_KEY = Array.from({ length: 128 }, (_, code) => KEY_START.test(String.fromCharCode(code)));

/** Characters that start, or may start, something other than plain text: YAML indicators. */
const INDICATORS = new Set([...'!"#%&\'*,:>?@[]`{|}\n '].map((character) => character.charCodeAt(0)));
const STARTS_OTHER = Array.from({ length: 128 }, (_, code) => INDICATORS.has(code));

/**
 * Reads YAML as tools print it: keys and dashes, one per line, with plain texts, simple quotes and `|`.
 * Nearly all manifests are like this, and it takes a third of the parser's time. For anything ambiguous or
 * invalid it leaves the document to the parser. Otherwise both give the same result, which a test checks.
 */
export class BlockReader {
  private at = 0;
  private end = 0;
  /** The column of the next content. */
  private column = END;
  private depth = 0;
  private gaveUp = false;
  /** The first odd character at or after the documents read so far. */
  private odd = -1;
  /** The starts of the entries of `items` at the root, and their end. */
  private items: number[] = [];
  private itemsEnd = 0;

  public constructor(
    private readonly text: string, private readonly schema: Schema, private readonly shared: SharedTexts,
  ) {}

  /** The document in a part of the text; undefined if the parser must read it. */
  public read({ start, end }: Span): ReadDocument | undefined {
    if (this.oddFrom(start) < end) {
      return undefined;
    }
    this.at = this.text.startsWith('---\n', start) ? start + 4 : start;
    this.end = end;
    this.depth = 0;
    this.gaveUp = false;
    this.items = [];
    this.nextLine();
    const first = this.at;
    const value = this.column === 0 ? this.block(0) : undefined;
    if (value === undefined || this.gaveUp || this.column !== END) {
      return undefined;
    }
    const { items, itemsEnd } = this;
    const spans = items.map((item, index) => ({ start: item, end: items[index + 1] ?? itemsEnd }));
    return { value, span: { start: first, end }, items: items.length === 0 ? NO_ITEMS : spans };
  }

  private oddFrom(start: number): number {
    if (this.odd < start) {
      ODD.lastIndex = start;
      this.odd = ODD.exec(this.text)?.index ?? Infinity;
    }
    return this.odd;
  }

  /** Continues as if the text ended here, so that every loop ends. */
  private giveUp(): undefined {
    this.gaveUp = true;
    this.at = this.end;
    this.column = END;
    return undefined;
  }

  /** Moves to the next line with content. */
  private nextLine(): void {
    const { text, end } = this;
    let { at } = this;
    while (at < end) {
      const start = at;
      let first = text.charCodeAt(at);
      while (first === SPACE) {
        at += 1;
        first = text.charCodeAt(at);
      }
      if (first !== LINE_FEED && first !== HASH && at < end) {
        this.at = at;
        this.column = at - start;
        return;
      }
      at = first === HASH ? this.lineEnd(at) + 1 : at + 1;
    }
    this.at = end;
    this.column = END;
  }

  /** The end of the line of an offset. */
  private lineEnd(from: number): number {
    const feed = this.text.indexOf('\n', from);
    return feed < 0 || feed > this.end ? this.end : feed;
  }

  private atDash(): boolean {
    return this.text.charCodeAt(this.at) === DASH && this.text.charCodeAt(this.at + 1) === SPACE;
  }

  private block(column: number): unknown {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      this.giveUp();
    }
    const value = this.atDash() ? this.list(column) : this.map(column);
    this.depth -= 1;
    return value;
  }

  private list(column: number, starts?: number[]): unknown[] {
    const list: unknown[] = [];
    while (this.column === column && this.atDash()) {
      const dash = this.at;
      this.at += 2;
      this.skipSpaces();
      starts?.push(this.at);
      const inner = column + this.at - dash;
      if (this.atDash() || this.plainKeyEnd() !== END) {
        this.column = inner;
        list.push(this.block(inner));
      } else {
        list.push(this.scalar(column));
      }
    }
    if (this.column > column) {
      this.giveUp();
    }
    return list;
  }

  private map(column: number): JsonObject {
    const map: JsonObject = {};
    while (this.column === column) {
      const key = this.key();
      if (key === undefined || key === '__proto__' || Object.hasOwn(map, key)) {
        this.giveUp();
        break;
      }
      map[key] = this.value(column, key);
    }
    if (this.column > column) {
      this.giveUp();
    }
    return map;
  }

  /** Reads a key; moves past its colon. */
  private key(): string | undefined {
    const first = this.text.charCodeAt(this.at);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const key = this.quoted(first);
      const isKey = this.text.charCodeAt(this.at) === COLON && this.isBlank(this.at + 1);
      this.at += 1;
      return isKey ? key : undefined;
    }
    const end = this.plainKeyEnd();
    if (end === END) {
      return undefined;
    }
    const key = this.text.slice(this.at, end);
    this.at = end + 1;
    return String(plainValue(key, this.schema));
  }

  /** The colon after a key without quotes; `END` if there is no such key. */
  private plainKeyEnd(): number {
    const { text, end } = this;
    let { at } = this;
    let character = text.charCodeAt(at);
    if (!STARTS_KEY[character]) {
      return END;
    }
    while (at < end && character !== LINE_FEED && character !== HASH) {
      if (character === COLON && this.isBlank(at + 1)) {
        return text.charCodeAt(at - 1) === SPACE ? END : at;
      }
      at += 1;
      character = text.charCodeAt(at);
    }
    return END;
  }

  /** Whether an offset is at the end of a line, or a space. */
  private isBlank(at: number): boolean {
    const character = this.text.charCodeAt(at);
    return character === SPACE || character === LINE_FEED || at >= this.end;
  }

  private skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) {
      this.at += 1;
    }
  }

  /** Reads the value of a map's key at a column. */
  private value(column: number, key: string): unknown {
    this.skipSpaces();
    if (this.text.charCodeAt(this.at) !== LINE_FEED && this.at < this.end) {
      return this.scalar(column);
    }
    this.nextLine();
    const isList = this.column >= column && this.atDash();
    if (isList && this.depth === 1 && key === 'items') {
      return this.rootItems();
    }
    // A list can be at the column of its key.
    return this.column > column || isList ? this.block(this.column) : null;
  }

  private rootItems(): unknown[] {
    this.items = [];
    const list = this.list(this.column, this.items);
    this.itemsEnd = this.at;
    return list;
  }

  /** Reads a value on the line of its key or dash; moves to the next line. */
  private scalar(column: number): unknown {
    const first = this.text.charCodeAt(this.at);
    if (first === BAR) {
      return this.literal(column);
    }
    const value = first === DOUBLE_QUOTE || first === SINGLE_QUOTE
      ? this.quoted(first)
      : this.empty() ?? this.plain(first);
    this.skipSpaces();
    if (this.text.charCodeAt(this.at) !== LINE_FEED && this.at < this.end) {
      return this.giveUp();
    }
    this.nextLine();
    // Further indented lines continue the text.
    return this.column > column ? this.giveUp() : value;
  }

  /** Reads an empty list or map. */
  private empty(): unknown {
    const brackets = this.text.slice(this.at, this.at + 2);
    if (brackets !== '[]' && brackets !== '{}') {
      return undefined;
    }
    this.at += 2;
    return brackets === '[]' ? [] : {};
  }

  private plain(first: number): unknown {
    const { text, end } = this;
    let { at } = this;
    if (STARTS_OTHER[first] || (first === DASH && this.isBlank(at + 1))) {
      return this.giveUp();
    }
    for (let character = first; character !== LINE_FEED && at < end; character = text.charCodeAt(at)) {
      if ((character === COLON && this.isBlank(at + 1))
        || (character === HASH && text.charCodeAt(at - 1) === SPACE)) {
        return this.giveUp();
      }
      at += 1;
    }
    let stop = at;
    while (text.charCodeAt(stop - 1) === SPACE) {
      stop -= 1;
    }
    const value = this.shared.of(plainValue(text.slice(this.at, stop), this.schema));
    this.at = at;
    return value;
  }

  /** Reads a quoted text on one line, without escapes; moves past it. */
  private quoted(quote: number): string | undefined {
    const { text, at } = this;
    const close = text.indexOf(text[at], at + 1);
    const value = close < 0 || close >= this.end ? '\n' : text.slice(at + 1, close);
    if (value.includes('\n')
      || (quote === DOUBLE_QUOTE ? value.includes('\\') : text.charCodeAt(close + 1) === SINGLE_QUOTE)) {
      return this.giveUp();
    }
    this.at = close + 1;
    return this.shared.of(value);
  }

  /** Reads the lines of a block after `|` or `|-`. */
  private literal(column: number): unknown {
    const { text, end } = this;
    const keepsEnd = text.charCodeAt(this.at + 1) !== DASH;
    let at = this.at + (keepsEnd ? 1 : 2);
    if (text.charCodeAt(at) !== LINE_FEED) {
      return this.giveUp();
    }
    at += 1;
    const lines: string[] = [];
    let indent = 0;
    while (at < end) {
      const lineEnd = this.lineEnd(at);
      let first = at;
      while (text.charCodeAt(first) === SPACE) {
        first += 1;
      }
      const isEmpty = first >= lineEnd;
      if (isEmpty ? indent === 0 || first - at > indent : indent === 0 && first - at <= column) {
        return this.giveUp();
      }
      indent ||= first - at;
      if (!isEmpty && first - at < indent) {
        break;
      }
      lines.push(isEmpty ? '' : text.slice(at + indent, lineEnd));
      at = lineEnd + 1;
    }
    while (lines[lines.length - 1] === '') {
      lines.pop();
    }
    this.at = at;
    this.nextLine();
    return lines.length === 0 || this.column > column
      ? this.giveUp()
      : `${lines.join('\n')}${keepsEnd ? '\n' : ''}`;
  }
}
