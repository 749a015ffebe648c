// Tests: test/common/values/migrate.test.ts
import { Document, isAlias, isMap, isNode, isScalar, Node, stringify, YAMLSeq } from 'yaml';
import { isBlank, isObject, JsonObject, parentOf, valueAt } from '../data/json';
import { readJson } from '../yaml/json-reader';
import {
  AnyMap, AnyPair, blockLines, commentsIn, documentOf, Edit, endOf, endOfPair, endsInBlockText, FlowEdits,
  flowText, hasAnchors, indented, pairIn, SourceText, startOf, startOfNode,
} from './source-text';
import { ValuesEdits } from './template';
import { ValuesFile } from './values-file';

/** A path of keys: dotted, or as a list if a key can contain dots. */
type DottedPath = string | readonly string[];

const keysOf = (path: DottedPath): readonly string[] => (typeof path === 'string' ? path.split('.') : path);

/** A value in the text, with its comments. */
interface Piece {
  /** Comment lines above the key, without indentation. */
  readonly comments: readonly string[];
  /** The lines after the colon, the first without its indentation. */
  readonly lines: readonly string[];
  /** Column of the key. */
  readonly indent: number;
  readonly value: unknown;
  /** Other comments within the lines, or about them. */
  readonly remarks: readonly string[];
}

/**
 * Changes a YAML text only where necessary, and keeps every other byte: line ends, comments, quotes, folded
 * texts and flow collections.
 */
export class ValuesEditor implements ValuesEdits {
  private document: Document;
  private readonly eol: string;
  /** Whether the text is JSON, and must remain JSON. */
  private readonly isJson: boolean;
  private known?: JsonObject;

  /** @param name name of the file, for messages */
  public constructor(private readonly name: string, private current: SourceText) {
    const { text } = current;
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.isJson = readJson(text) !== undefined;
    this.document = documentOf(text);
  }

  public get text(): string {
    return this.current.written;
  }

  /** The text with positions, which can be restored. */
  public get source(): SourceText {
    return this.current;
  }

  public set source(source: SourceText) {
    this.current = source;
    this.document = documentOf(source.text);
    this.known = undefined;
  }

  /** Whether every alias and merge key has a target. The reader of the file limits their expansion. */
  public get isResolved(): boolean {
    try {
      this.document.toJS({ maxAliasCount: -1 });
      return true;
    } catch {
      return false;
    }
  }

  /** The value at a path, with anchors and merge keys resolved. */
  public value(path: DottedPath): unknown {
    return valueAt(this.values, path);
  }

  /**
   * All values that Helm reads from the text; cached per text.
   *
   * @throws UnreadableValuesError when the text is not a values file any more.
   */
  public get values(): JsonObject {
    this.known ??= ValuesFile.read({ name: this.name, text: this.text }).values;
    return this.known;
  }

  /** Whether there is a document, even an empty one. */
  public get hasMap(): boolean {
    return isMap(this.document.contents);
  }

  /** Whether the key itself is in the text, not through an anchor. */
  public has(path: string): boolean {
    return this.pair(path) !== undefined;
  }

  /**
   * Whether a path leads through an alias, a merge key or an anchor: an edit would change other places too.
   */
  public isBehindAlias(path: DottedPath): boolean {
    const prefixes = keysOf(path).map((_, i, keys) => keys.slice(0, i + 1));
    return prefixes.some((prefix) => {
      const pair = this.pair(prefix);
      const isShared = isAlias(pair?.value)
        || [pair?.key, pair?.value].some((node) => isNode(node) && (node as Node).anchor !== undefined);
      return isShared || (pair === undefined && this.value(prefix) !== undefined);
    });
  }

  /**
   * Whether an edit would change more than the value: it is behind an alias, or contains an alias or an
   * anchor.
   */
  public isEntangled(path: DottedPath): boolean {
    return this.isBehindAlias(path) || hasAnchors(this.pair(path)?.value ?? null);
  }

  /** The place above a path that is not a map. */
  public obstacleOf(path: string): string | undefined {
    const holders = path.split('.').slice(0, -1).map((_, i, keys) => keys.slice(0, i + 1).join('.'));
    return holders.find((holder) => {
      const value = this.value(holder);
      return !isBlank(value) && !isObject(value);
    });
  }

  /** Sets a value, and creates the maps above it. */
  public set(path: DottedPath, value: unknown): void {
    this.insert(path, { comments: [], lines: blockLines(value), indent: 0, value, remarks: [] });
  }

  /** Moves a value with its comments; copies it if it has several targets. */
  public move(path: string, targets: readonly string[]): void {
    const [first, ...others] = targets;
    const piece = this.pieceAt(path);
    const copy = this.copyAt(path);
    this.insert(first, piece);
    others.forEach((target) => this.insert(target, copy));
    this.remove(path);
  }

  /** Removes a path with its comments. */
  public remove(path: string): void {
    const pair = this.pair(path)!;
    const parent = this.mapAt(parentOf(path));
    if (parent.flow) {
      this.edit(...this.flow.without(parent, pair));
    } else {
      this.removeLines(parent, pair);
    }
  }

  /** Adds an item to the list at a path. */
  public push(path: string, item: unknown): void {
    const list = this.pair(path)!.value as YAMLSeq;
    if (list.flow) {
      this.edit(...this.flow.withItem(list, this.inFlow(item)));
      return;
    }
    const dash = this.source.columnOf(list.range![0]);
    const [head, ...rest] = stringify(item, {
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      lineWidth: 0,
    }).trimEnd().split('\n');
    this.insertLines(this.source.lineEnd(endOf(list)), [
      `${' '.repeat(dash)}- ${head}`,
      ...rest.map((line) => ' '.repeat(dash + 2) + line),
    ]);
  }

  /** Turns a map into a list of its values, each with its key in a field. */
  public toList(path: string, name: string): void {
    const map = this.pair(path)!.value as AnyMap;
    const brackets = map.flow
      ? [
        { start: map.range![0], end: map.range![0] + 1, text: '[' },
        { start: endOf(map) - 1, end: endOf(map), text: ']' },
      ]
      : [];
    this.edit(...brackets, ...map.items.map((pair) => this.itemOf(pair, name, map.flow ? '' : '- ')));
  }

  /** An entry as an item of a list. */
  private itemOf({ key, value }: AnyPair, name: string, dash: string): Edit {
    const [start, from] = [startOfNode(key), startOfNode(value)];
    const column = this.source.columnOf(start);
    const named = `${dash}${this.inFlow(name)}: ${this.sourceOf(key)}`;
    const map = value as AnyMap;
    if (map.flow) {
      const remarks = commentsIn(this.source.slice(endOf(key), from))
        .map((comment) => `${comment}${this.eol}${' '.repeat(column)}`);
      const item = `${dash}{${named.slice(dash.length)}${map.items.length > 0 ? ', ' : ''}`;
      return { start, end: from + 1, text: `${remarks.join('')}${item}` };
    }
    const first = this.source.lineStart(from);
    const remarks = commentsIn(this.source.slice(endOf(key), first));
    const [end, by] = [this.source.lineEnd(endOf(map)), column + 2 - this.source.columnOf(from)];
    const lines = [
      named + (remarks[0] === undefined ? '' : ` ${remarks[0]}`),
      ...remarks.slice(1).map((comment) => ' '.repeat(column + 2) + comment),
    ];
    const head = lines.map((line) => line + this.eol).join('');
    return { start, end, text: head + indented(this.source.slice(first, end), by) };
  }

  /** Replaces a text in the comments before the first key. */
  public replaceInHead(from: string, to: string): void {
    const end = isMap(this.document.contents)
      ? this.source.lineStart(startOf(this.document.contents.items[0] as AnyPair))
      : this.source.length;
    this.edit({ start: 0, end, text: this.source.slice(0, end).replace(from, to) });
  }

  private insert(path: DottedPath, piece: Piece): void {
    const keys = keysOf(path);
    let depth = 0;
    while (depth < keys.length - 1 && isMap(this.nodeAt(keys.slice(0, depth + 1)))) {
      depth += 1;
    }
    const map = this.nodeAt(keys.slice(0, depth)) as AnyMap;
    const rest = keys.slice(depth);
    const blank = pairIn(map, rest[0]);
    const value = rest.slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), piece.value);
    if (map.flow && blank !== undefined) {
      this.edit(...this.flow.withValue(map, blank, this.inFlow(value), remarksOf(piece)));
    } else if (map.flow) {
      const item = `${this.inFlow(rest[0])}: ${this.inFlow(value)}`;
      this.edit(...this.flow.withItem(map, item, remarksOf(piece)));
    } else if (blank !== undefined && rest.length === 1) {
      this.fill(blank, piece);
    } else if (blank !== undefined) {
      this.fillBelow(blank, rest.slice(1), piece);
    } else {
      const column = this.source.columnOf(startOf(map.items[0]));
      const end = this.source.endWithComments(endOf(map), column);
      this.insertLines(end, this.nestedLines(rest, piece, column));
    }
  }

  /** Writes a piece as the value of an empty key. */
  private fill(pair: AnyPair, piece: Piece): void {
    const column = this.source.columnOf(startOf(pair));
    const [first, ...rest] = this.body(piece, column);
    // Comments below would become part of a block scalar.
    const last = endOfPair(pair);
    const end = rest.length > 0 ? this.source.endWithComments(last, column) : this.source.lineEnd(last);
    const remarks = commentsIn(this.source.slice(endOf(pair.key), end));
    const start = this.source.lineStart(startOf(pair));
    this.replaceLines(start, end, [
      ...[...remarks, ...piece.comments].map((comment) => ' '.repeat(column) + comment),
      `${this.source.slice(start, endOf(pair.key))}:${first === '' ? '' : ' '}${first}`,
      ...rest,
    ]);
  }

  /** Writes a piece below an empty key, and below the comments there. */
  private fillBelow(pair: AnyPair, keys: readonly string[], piece: Piece): void {
    const column = this.source.columnOf(startOf(pair)) + this.step;
    const [start, end] = [endOf(pair.key), this.source.lineEnd(endOfPair(pair))];
    const below = this.source.slice(end, this.source.endWithComments(endOfPair(pair), column - this.step));
    const remarks = commentsIn(this.source.slice(start, end))
      .map((comment, i) => (i === 0 ? ` ${comment}` : this.eol + ' '.repeat(column) + comment));
    const lines = `:${remarks.join('')}${this.eol}${below}`;
    const gap = lines.endsWith('\n') ? '' : this.eol;
    this.edit({ start, end: end + below.length, text: lines + gap });
    this.insertLines(start + lines.length + gap.length, this.nestedLines(keys, piece, column));
  }

  /** Removes the lines of an entry, with the comments above it. Comments below must not become text. */
  private removeLines(map: AnyMap, pair: AnyPair): void {
    const column = this.source.columnOf(startOf(pair));
    const above = this.source.commentsAbove(startOf(pair)).join('');
    const start = this.source.lineStart(startOf(pair)) - above.length;
    const end = this.source.endWithComments(endOfPair(pair), column);
    const below = this.source.slice(this.source.lineEnd(endOfPair(pair)), end);
    if (endsInBlockText(map.items[map.items.indexOf(pair) - 1])) {
      const comments = commentsIn(below).map((comment) => ' '.repeat(column) + comment + this.eol);
      const blank = comments.length > 0 ? '' : /^(?:[ \t]*\r?\n)*/.exec(this.source.slice(end))![0];
      this.edit({ start, end: end + blank.length, text: comments.join('') });
    } else {
      this.edit({ start, end, text: below });
    }
  }

  private nestedLines(keys: readonly string[], piece: Piece, column: number): string[] {
    const indents = keys.map((_, i) => ' '.repeat(column + i * this.step));
    const own = column + (keys.length - 1) * this.step;
    const [first, ...rest] = this.body(piece, own);
    return [
      ...keys.slice(0, -1).map((key, i) => `${indents[i]}${key}:`),
      ...piece.comments.map((comment) => `${' '.repeat(own)}${comment}`),
      `${' '.repeat(own)}${keys[keys.length - 1]}:${first === '' ? '' : ' '}${first}`,
      ...rest,
    ];
  }

  /** The lines of a value below a key at a column. */
  private body(piece: Piece, column: number): string[] {
    const [first, ...rest] = piece.lines;
    return [first, ...rest.map((line) => indented(line, column - piece.indent))];
  }

  private pieceAt(path: string): Piece {
    const pair = this.pair(path)!;
    const value = this.value(path);
    const indent = this.source.columnOf(startOf(pair));
    if (this.mapAt(parentOf(path)).flow) {
      const place = { start: startOf(pair), end: this.source.behindComma(endOfPair(pair)) };
      const { start, end } = this.source.ownLines(place) ?? place;
      const comments = commentsIn(this.source.slice(start, end));
      return { ...this.copyAt(path), comments, remarks: [] };
    }
    const text = this.source.slice(this.colonOf(pair) + 1, this.source.lineEnd(endOfPair(pair)));
    const [first, ...rest] = text.replace(/\r?\n$/, '').split(/\r?\n/);
    const comments = this.source.commentsAbove(startOf(pair)).map((line) => line.trim());
    return { comments, lines: [first.trimStart(), ...rest], indent, value, remarks: commentsIn(text) };
  }

  /** The value at a path, without comments. */
  private copyAt(path: string): Piece {
    const { value: node } = this.pair(path)!;
    const value = this.value(path);
    const isLine = isScalar(node) && !/[\r\n]/.test(this.sourceOf(node));
    const lines = isLine ? [this.sourceOf(node)] : [flowText(value)];
    return { comments: [], lines, indent: 0, value, remarks: [] };
  }

  private colonOf({ key }: AnyPair): number {
    return this.source.text.indexOf(':', endOf(key));
  }

  private get flow(): FlowEdits {
    return new FlowEdits(this.source, this.eol, this.step);
  }

  /** The indentation width of the file. */
  private get step(): number {
    const { contents } = this.document;
    const outer = isMap(contents)
      ? (contents as AnyMap).items.find(({ value }) => isMap(value) && !value.flow && value.items.length > 0)
      : undefined;
    if (outer === undefined) {
      return 2;
    }
    return Math.max(this.source.columnOf(startOf((outer.value as AnyMap).items[0])), 1);
  }

  private pair(path: DottedPath): AnyPair | undefined {
    const keys = keysOf(path);
    const map = this.nodeAt(keys.slice(0, -1));
    return isMap(map) ? pairIn(map as AnyMap, keys[keys.length - 1]) : undefined;
  }

  private mapAt(path: string): AnyMap {
    return this.nodeAt(path === '' ? [] : path.split('.')) as AnyMap;
  }

  private nodeAt(keys: readonly string[]): unknown {
    return keys.reduce<unknown>(
      (node, key) => (isMap(node) ? pairIn(node as AnyMap, key)?.value : undefined), this.document.contents,
    );
  }

  private sourceOf(node: unknown): string {
    return isNode(node) && node.range ? this.source.slice(node.range[0], node.range[1]) : '';
  }

  private insertLines(at: number, lines: readonly string[]): void {
    this.replaceLines(at, at, lines);
  }

  /** @param start and end: of lines, or of the text */
  private replaceLines(start: number, end: number, lines: readonly string[]): void {
    const lacksEnd = end > 0 && this.source.text[end - 1] !== '\n';
    const text = lines.map((line) => line + this.eol).join('');
    this.edit({ start, end, text: lacksEnd && start === end ? this.eol + text : text });
  }

  /** Edits that do not overlap. */
  private edit(...edits: readonly Edit[]): void {
    this.source = this.source.edited(edits);
  }

  private inFlow(value: unknown): string {
    return this.isJson ? JSON.stringify(value) : flowText(value);
  }
}

/** All comments of a piece, if none can be kept in place. */
function remarksOf({ comments, remarks }: Piece): string[] {
  return [...comments, ...remarks];
}
