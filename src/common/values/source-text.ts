import {
  Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, Lexer, LineCounter, Node, Pair,
  parseAllDocuments, stringify, visit, YAMLMap, YAMLSeq,
} from 'yaml';

export type AnyPair = Pair<unknown, Node | null>;
export type AnyMap = YAMLMap<unknown, Node | null>;

/**
 * The first document of a text as nodes with positions; an empty one if there is none. Errors are ignored.
 */
export function documentOf(text: string, lineCounter?: LineCounter): Document {
  // The check for duplicate keys has quadratic cost.
  const documents =
    parseAllDocuments(text, { version: '1.1', merge: true, strict: false, uniqueKeys: false, lineCounter });
  return (Array.isArray(documents) ? documents[0] : undefined) ?? new Document(null);
}

/** The entry of a map under a name. */
export function pairIn(map: AnyMap, name: string): AnyPair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

/** Whether a value contains an alias or an anchor. */
export function hasAnchors(value: Node | null): boolean {
  let found = false;
  if (value !== null) {
    visit(value, { Node: (_, node) => { found ||= isAlias(node) || node.anchor !== undefined; } });
  }
  return found;
}

/** Offset of a node's first character. */
export function startOfNode(node: unknown): number {
  if (isMap(node) && !node.flow && node.items.length > 0) {
    return startOf(node.items[0] as AnyPair);
  }
  return isNode(node) ? node.range?.[0] ?? 0 : 0;
}

/** Offset of a key. */
export function startOf({ key }: AnyPair): number {
  return startOfNode(key);
}

/** Offset after a node's last character, without trailing comments. */
export function endOf(node: unknown): number {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last: unknown = node.items[node.items.length - 1];
    return endOfItem(last);
  }
  return isNode(node) ? node.range?.[1] ?? 0 : 0;
}

/** Offset after the last character of a list item or a map entry. */
function endOfItem(item: unknown): number {
  return isNode(item) ? endOf(item) : endOfPair(item as AnyPair);
}

/** Offset after the last character of a value, or of a key without one. */
export function endOfPair({ key, value }: AnyPair): number {
  return Math.max(endOf(key), endOf(value));
}

/** Whether the last line of a node or an entry is in a block scalar. */
export function endsInBlockText(item: unknown): boolean {
  if (isPair(item)) {
    return endsInBlockText(item.value);
  }
  return isCollection(item)
    ? endsInBlockText(item.items[item.items.length - 1])
    : isScalar(item) && /^BLOCK_/.test(item.type ?? '');
}

/** The comments in a part of a text, in order. */
export function commentsIn(text: string): string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#')).map((token) => token.trimEnd());
}

/** Plain words that every reader parses as text. */
const PLAIN = /^[A-Za-z][A-Za-z0-9./:@_-]*$/;
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null)$|:$/i;

/** A value on one line, for a flow collection. */
export function flowText(value: unknown): string {
  if (typeof value === 'string') {
    return PLAIN.test(value) && !AMBIGUOUS.test(value) ? value : JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(flowText).join(', ')}]`;
  }
  return typeof value === 'object' && value !== null
    ? `{${Object.entries(value).map(([key, entry]) => `${flowText(key)}: ${flowText(entry)}`).join(', ')}}`
    : String(value ?? 'null');
}

/** A value after the colon of a key at column 0: its first line, and further lines with their indentation. */
export function blockLines(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [flowText(value)];
  }
  const lines = stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd().split('\n');
  return ['', ...lines.map((line) => `  ${line}`)];
}

/** Lines with more indentation, or as much less as possible. */
export function indented(text: string, by: number): string {
  return text.replace(/^( *)(?=[^\r\n])/gm, (spaces) => ' '.repeat(Math.max(spaces.length + by, 0)));
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A replacement in a text. */
export interface Edit extends Place {
  readonly text: string;
}

/** A text with positions: lines, columns, comments, and the commas of flow collections. */
export class SourceText {
  /** A user's text, with some lines indented further for our reader. */
  public static indented(written: string, text: string): SourceText {
    const lines = written.split('\n');
    let start = 0;
    const padding = text.split('\n').map((line, index) => {
      const place = { start, end: start + line.length - lines[index].length };
      start += line.length + 1;
      return place;
    });
    return new SourceText(text, padding.filter((place) => place.end > place.start));
  }

  /** @param padding added spaces */
  public constructor(public readonly text: string, private readonly padding: readonly Place[] = []) {}

  /** The text as the user would write it. */
  public get written(): string {
    return this.edited(this.padding.map((place) => ({ ...place, text: '' }))).text;
  }

  public get length(): number {
    return this.text.length;
  }

  public slice(start: number, end?: number): string {
    return this.text.slice(start, end);
  }

  /** The text with edits that do not overlap. */
  public edited(edits: readonly Edit[]): SourceText {
    const padding: Place[] = [];
    let [text, end] = ['', 0];
    const keep = (to: number) => {
      const moved = text.length - end;
      padding.push(...this.padding.filter((place) => place.start >= end && place.end <= to)
        .map((place) => ({ start: place.start + moved, end: place.end + moved })));
      text += this.text.slice(end, to);
    };
    for (const each of [...edits].sort((a, b) => a.start - b.start)) {
      keep(each.start);
      // A comment sign directly after a value would be part of it.
      text += each.text + (this.text[each.end] === '#' && /\S$/.test(each.text) ? ' ' : '');
      end = each.end;
    }
    keep(this.text.length);
    return new SourceText(text, padding);
  }

  /** The lines of an entry in a flow collection, with its comments, if nothing else is on them. */
  public ownLines({ start, end }: Place): Place | undefined {
    const [first, last] = [this.lineStart(start), this.lineEnd(end)];
    const isAlone = this.text.slice(first, start).trim() === ''
      && /^[ \t]*(?:#|\r?\n)/.test(this.text.slice(end, last));
    return isAlone ? { start: first - this.commentsAbove(start).join('').length, end: last } : undefined;
  }

  /** The number of following spaces and tabs. */
  public spaces(at: number): number {
    return /^[ \t]*/.exec(this.text.slice(at))![0].length;
  }

  /** The comma between two positions that are separated only by it, comments and space. */
  public commaBetween(start: number, end: number): number | undefined {
    const before = /^(?:\s|#[^\n]*)*/.exec(this.text.slice(start, end))![0].length;
    return this.text[start + before] === ',' && start + before < end ? start + before : undefined;
  }

  /** The offset after the comma that follows an entry, if any. */
  public behindComma(end: number): number {
    const comma = this.commaBetween(end, this.text.length);
    return comma === undefined ? end : comma + 1;
  }

  /** The comment lines directly above a key, at its indentation; not the head of the file. */
  public commentsAbove(key: number): string[] {
    const start = this.lineStart(key);
    const column = key - start;
    const lines: string[] = [];
    let end = start;
    while (end > 0) {
      const before = this.lineStart(end - 1);
      const line = this.text.slice(before, end);
      if (line.search(/\S/) !== column || line[column] !== '#') {
        return lines;
      }
      lines.unshift(line);
      end = before;
    }
    return [];
  }

  /** Offset of the start of a line. */
  public lineStart(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Columns count from 0. */
  public columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** The offset after the line in which an entry ends, and the further indented comments below it. */
  public endWithComments(offset: number, column: number): number {
    const end = this.lineEnd(offset);
    const comments = new RegExp(`^(?:(?:[ \\t]*\\r?\\n)* {${column + 1},}(?:#[^\\n]*|\\r?)(?:\\n|$))+`);
    return end + (comments.exec(this.text.slice(end))?.[0].length ?? 0);
  }

  /** The offset after the line in which a node ends; a block scalar already ends after its last line. */
  public lineEnd(offset: number): number {
    if (offset > 0 && this.text[offset - 1] === '\n') {
      return offset;
    }
    const feed = this.text.indexOf('\n', offset);
    return feed < 0 ? this.text.length : feed + 1;
  }
}

/** The edits in flow collections, whose entries can share a line. */
export class FlowEdits {
  /** @param step the indentation width of the file */
  public constructor(
    private readonly source: SourceText,
    private readonly eol: string,
    private readonly step: number,
  ) {}

  /** Sets the value of an empty key. */
  public withValue(map: AnyMap, pair: AnyPair, value: string, remarks: readonly string[]): Edit[] {
    const start = endOf(pair.key);
    const own = commentsIn(this.source.slice(start, endOfPair(pair)));
    const margin = this.eol + ' '.repeat(this.columnIn(map));
    const behind = own.map((comment) => ` ${comment}${margin}`).join('');
    const above = remarks.map((comment) => `${comment}${margin}`).join('');
    return [
      ...above === '' ? [] : [{ start: startOf(pair), end: startOf(pair), text: `${margin}${above}` }],
      { start, end: endOfPair(pair), text: `: ${value}${behind}` },
    ];
  }

  /** Adds an item: after the last one, or on separate lines. */
  public withItem(node: AnyMap | YAMLSeq, text: string, remarks: readonly string[] = []): Edit[] {
    const last: unknown = node.items[node.items.length - 1];
    const end = last === undefined ? node.range![0] + 1 : endOfItem(last);
    const close = endOf(node) - 1;
    const comma = this.source.commaBetween(end, close);
    if (remarks.length === 0 && this.source.lineEnd(end) > close) {
      const at = comma ?? end;
      return [{ start: at, end: at, text: last === undefined ? text : `, ${text}` }];
    }
    const margin = ' '.repeat(this.columnIn(node));
    const lines = [...remarks, text].map((line) => `${margin}${line}${this.eol}`).join('');
    const line = this.source.lineEnd(comma ?? end);
    return [
      ...last === undefined || comma !== undefined ? [] : [{ start: end, end, text: ',' }],
      line > close
        ? { start: close, end: close, text: `${this.eol}${lines}${margin}` }
        : { start: line, end: line, text: lines },
    ];
  }

  /** Removes an entry and its comma. */
  public without(map: AnyMap, pair: AnyPair): Edit[] {
    const [start, end] = [startOf(pair), this.source.behindComma(endOfPair(pair))];
    const before = map.items[map.items.indexOf(pair) - 1] as AnyPair | undefined;
    const isLast = pair === map.items[map.items.length - 1];
    // After the last entry, the comma before it remains.
    const comma = isLast && before !== undefined && end === endOfPair(pair)
      ? this.source.commaBetween(endOfPair(before), start)
      : undefined;
    const gap = comma === undefined ? '' : /[ \t]*$/.exec(this.source.slice(comma + 1, start))![0];
    const space = { start: start - gap.length, end: isLast ? end : end + this.source.spaces(end) };
    return [
      ...comma === undefined ? [] : [{ start: comma, end: comma + 1, text: '' }],
      { ...this.source.ownLines({ start, end }) ?? space, text: '' },
    ];
  }

  /** The column of the entries. */
  private columnIn(node: AnyMap | YAMLSeq): number {
    const starts = node.items.map((item) => (isNode(item) ? startOfNode(item) : startOf(item as AnyPair)));
    const own = starts.find((start) => this.source.slice(this.source.lineStart(start), start).trim() === '');
    const line = this.source.lineStart(node.range![0]);
    return own === undefined ? this.source.spaces(line) + this.step : this.source.columnOf(own);
  }
}
