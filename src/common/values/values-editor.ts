import { Document, isAlias, isCollection, isMap, isNode, Node, stringify, YAMLSeq } from 'yaml';
import { parentOf } from '../data/dotted-path';
import { isBlank, isObject, JsonObject, valueAt } from '../data/json';
import { readJson } from '../yaml/json-reader';
import {
  AnyMap, AnyPair, documentOf, endOf, endOfPair, hasAnchors, pairIn, startOf, startOfNode,
} from './yaml-places';
import { blockLines, flowText, indented } from './yaml-text';

/** A value as it stands in the text, with what belongs to it. */
interface Piece {
  /** Comment lines above the key, without indent. */
  readonly comments: readonly string[];
  /** The lines behind the colon, the first without its indent. */
  readonly lines: readonly string[];
  /** Column of the key. */
  readonly indent: number;
  readonly value: unknown;
}

/**
 * Changes a YAML text where it must, and leaves every other byte alone: line ends, comments, quotes, folded
 * texts and flow collections stay as they were written.
 */
export class ValuesEditor {
  private document: Document;
  private readonly eol: string;
  /** Whether the text is JSON, and must stay so. */
  private readonly isJson: boolean;
  private known?: JsonObject;

  public constructor(private source: string) {
    this.eol = source.includes('\r\n') ? '\r\n' : '\n';
    this.isJson = readJson(source) !== undefined;
    this.document = documentOf(source);
  }

  public get text(): string {
    return this.source;
  }

  /** The value at a path, anchors and merge keys followed. */
  public value(path: string): unknown {
    return valueAt(this.values, path);
  }

  /**
   * Everything; worked out once for each text. How far aliases may expand is known of whoever reads the file.
   */
  public get values(): JsonObject {
    this.known ??= (this.document.toJS({ maxAliasCount: -1 }) ?? {}) as JsonObject;
    return this.known;
  }

  /** Whether the key itself stands in the text; not where it comes from an anchor. */
  public has(path: string): boolean {
    return this.pair(path) !== undefined;
  }

  /**
   * Whether a path leads through an alias, a merge key or an anchor: whoever refers to it would change, too.
   */
  public isBehindAlias(path: string): boolean {
    const prefixes = path.split('.').map((_, i, keys) => keys.slice(0, i + 1).join('.'));
    return prefixes.some((prefix) => {
      const pair = this.pair(prefix);
      const isShared = isAlias(pair?.value)
        || [pair?.key, pair?.value].some((node) => isNode(node) && (node as Node).anchor !== undefined);
      return isShared || (pair === undefined && this.value(prefix) !== undefined);
    });
  }

  /**
   * Whether a change would change more than itself: it stands behind an alias, or holds an alias or an
   * anchor.
   */
  public isEntangled(path: string): boolean {
    return this.isBehindAlias(path) || hasAnchors(this.pair(path)?.value ?? null);
  }

  /** The place on the way to a path that holds something else than a map. */
  public obstacleOf(path: string): string | undefined {
    const holders = path.split('.').slice(0, -1).map((_, i, keys) => keys.slice(0, i + 1).join('.'));
    return holders.find((holder) => {
      const value = this.value(holder);
      return !isBlank(value) && !isObject(value);
    });
  }

  /** Sets a value, and makes the maps on the way. */
  public set(path: string, value: unknown): void {
    this.insert(path, { comments: [], lines: blockLines(value), indent: 0, value });
  }

  /** Moves what stands at a path, with its comments, and copies it where it is wanted twice. */
  public move(path: string, targets: readonly string[]): void {
    const piece = this.pieceAt(path);
    this.remove(path);
    targets.forEach((target, i) => this.insert(target, i === 0 ? piece : { ...piece, comments: [] }));
  }

  /** Removes a path with the comments above it, and the maps that are empty without it. */
  public remove(path: string): void {
    const pair = this.pair(path)!;
    const parentPath = parentOf(path);
    const parent = this.mapAt(parentPath);
    if (parent.items.length === 1 && parentPath !== '') {
      this.remove(parentPath);
    } else if (parent.flow) {
      const i = parent.items.indexOf(pair);
      const next = parent.items[i + 1];
      const start = next || i === 0 ? startOf(pair) : endOfPair(parent.items[i - 1]);
      this.splice(start, next ? startOf(next) : endOfPair(pair), '');
    } else {
      const lines = this.commentsAbove(pair);
      const first = this.lineStart(startOf(pair)) - lines.reduce((length, line) => length + line.length, 0);
      this.splice(first, this.lineEnd(endOfPair(pair)), '');
    }
  }

  /** Adds an item to the list at a path. */
  public push(path: string, item: unknown): void {
    const list = this.pair(path)!.value as YAMLSeq;
    const last = list.items[list.items.length - 1];
    if (list.flow) {
      this.splice(
        last ? endOf(last) : list.range![0] + 1, undefined, `${last ? ', ' : ''}${this.inFlow(item)}`,
      );
      return;
    }
    const first = this.lineStart(startOfNode(list.items[0]));
    const dash = this.source.indexOf('-', first) - first;
    const [head, ...rest] = stringify(item, {
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      lineWidth: 0,
    }).trimEnd().split('\n');
    this.insertLines(this.lineEnd(endOf(last)), [
      `${' '.repeat(dash)}- ${head}`,
      ...rest.map((line) => ' '.repeat(dash + 2) + line),
    ]);
  }

  /** Turns a map into a list of its values, each with its key under a name. */
  public toList(path: string, name: string): void {
    const pair = this.pair(path)!;
    const map = pair.value as AnyMap;
    const entries =
      Object.entries(this.value(path) as object).map(([key, value]) => ({ [name]: key, ...value as object }));
    if (map.flow) {
      this.splice(startOfNode(map), endOf(map), this.inFlow(entries));
      return;
    }
    if (map.items.some(({ value }) => !isMap(value) || value.flow)) {
      const start = this.lineStart(startOf(pair));
      const lines = blockLines(entries).map((line) => indented(line, startOf(pair) - start));
      this.splice(
        start,
        this.lineEnd(endOfPair(pair)),
        joinKey([this.source.slice(start, endOf(pair.key)), ...lines], this.eol),
      );
      return;
    }
    // From the last to the first, so that the places of the others stay.
    for (const { key, value } of [...map.items].reverse()) {
      const start = this.lineStart(startOfNode(key));
      const column = startOfNode(key) - start;
      const body = this.source.slice(this.lineEnd(endOf(key)), this.lineEnd(endOf(value)));
      const moved = indented(body, column + 2 - this.columnOf(startOfNode(value)));
      this.splice(
        start,
        this.lineEnd(endOf(value)),
        `${' '.repeat(column)}- ${name}: ${this.sourceOf(key)}${this.eol}${moved}`,
      );
    }
  }

  /** Replaces a text in the comments before the first key. */
  public replaceInHead(from: string, to: string): void {
    const end = isMap(this.document.contents)
      ? this.lineStart(startOf(this.document.contents.items[0] as AnyPair))
      : this.source.length;
    this.splice(0, end, this.source.slice(0, end).replace(from, to));
  }

  private insert(path: string, piece: Piece): void {
    const keys = path.split('.');
    let depth = 0;
    while (depth < keys.length - 1 && isMap(this.nodeAt(keys.slice(0, depth + 1)))) {
      depth += 1;
    }
    const holder = keys.slice(0, depth);
    const rest = keys.slice(depth);
    const blank = this.pair([...holder, rest[0]].join('.'));
    const node = this.nodeAt(holder);
    // A text without content has no map yet.
    const map = isMap(node) ? node as AnyMap : undefined;
    const value = rest.slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), piece.value);
    if (blank !== undefined && rest.length > 1) {
      if (map?.flow) {
        this.splice(endOf(blank.key), endOfPair(blank), `: ${this.inFlow(value)}`);
      } else {
        this.insertBelow(blank, rest.slice(1), piece);
      }
    } else if (map?.flow) {
      const last = map.items[map.items.length - 1];
      this.splice(
        last ? endOfPair(last) : map.range![0] + 1,
        undefined,
        `${last ? ', ' : ''}${this.inFlow(rest[0])}: ${this.inFlow(value)}`,
      );
    } else if (map && map.items.length > 0) {
      const last = map.items[map.items.length - 1];
      this.insertLines(
        this.lineEnd(endOfPair(last)), this.nestedLines(rest, piece, this.columnOf(startOf(map.items[0]))),
      );
    } else {
      this.insertLines(this.source.length, this.nestedLines(rest, piece, 0));
    }
  }

  /** Into a key without a value. */
  private insertBelow(pair: AnyPair, keys: readonly string[], piece: Piece): void {
    const column = this.columnOf(startOf(pair));
    const colon = this.source.indexOf(':', endOf(pair.key)) + 1;
    const blank = this.sourceOf(pair.value);
    if (blank !== '') {
      // Such as `""`, `~`, or a block without lines, whose end is that of the line.
      this.splice(colon, endOf(pair.value), blank.endsWith('\n') ? this.eol : '');
    }
    this.insertLines(this.lineEnd(colon), this.nestedLines(keys, piece, column + this.step));
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
    const parent = this.mapAt(parentOf(path));
    if (parent.flow) {
      return {
        comments: [],
        lines: isCollection(pair.value) ? [flowText(value)] : [this.sourceOf(pair.value)],
        indent: 0,
        value,
      };
    }
    const colon = this.source.indexOf(':', endOf(pair.key));
    const lines =
      this.source.slice(colon + 1, this.lineEnd(endOfPair(pair))).replace(/\r?\n$/, '').split(/\r?\n/);
    return {
      comments: this.commentsAbove(pair).map((line) => line.trim()),
      lines: [lines[0].trimStart(), ...lines.slice(1)],
      indent: this.columnOf(startOf(pair)),
      value,
    };
  }

  /** The comment lines right above a key, at its indent; not the head of the file. */
  private commentsAbove(pair: AnyPair): string[] {
    const start = this.lineStart(startOf(pair));
    const column = startOf(pair) - start;
    const lines: string[] = [];
    let end = start;
    while (end > 0) {
      const before = this.lineStart(end - 1);
      const line = this.source.slice(before, end);
      if (line.search(/\S/) !== column || line[column] !== '#') {
        return lines;
      }
      lines.unshift(line);
      end = before;
    }
    return [];
  }

  /** Columns by which the file indents. */
  private get step(): number {
    const { contents } = this.document;
    const outer = isMap(contents)
      ? (contents as AnyMap).items.find(({ value }) => isMap(value) && !value.flow && value.items.length > 0)
      : undefined;
    if (outer === undefined) {
      return 2;
    }
    return Math.max(this.columnOf(startOf((outer.value as AnyMap).items[0])), 1);
  }

  private pair(path: string): AnyPair | undefined {
    const keys = path.split('.');
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
    const lacksEnd = at > 0 && this.source[at - 1] !== '\n';
    this.splice(
      at, undefined, `${lacksEnd ? this.eol : ''}${lines.join(this.eol)}${lacksEnd ? '' : this.eol}`,
    );
  }

  private splice(start: number, end: number = start, text: string): void {
    // A sign of a comment right behind a value would be part of it.
    const gap = this.source[end] === '#' && /\S$/.test(text) ? ' ' : '';
    this.source = this.source.slice(0, start) + text + gap + this.source.slice(end);
    this.document = documentOf(this.source);
    this.known = undefined;
  }

  private inFlow(value: unknown): string {
    return this.isJson ? JSON.stringify(value) : flowText(value);
  }

  private lineStart(offset: number): number {
    return offset === 0 ? 0 : this.source.lastIndexOf('\n', offset - 1) + 1;
  }

  private columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** Behind the line that a node ends in; a block text ends behind its last line already. */
  private lineEnd(offset: number): number {
    if (offset > 0 && this.source[offset - 1] === '\n') {
      return offset;
    }
    const feed = this.source.indexOf('\n', offset);
    return feed < 0 ? this.source.length : feed + 1;
  }
}

/** The first line takes the rest of the key's. */
function joinKey([key, first, ...rest]: readonly string[], eol: string): string {
  return `${[`${key}:${first === '' ? '' : ' '}${first}`, ...rest].join(eol)}${eol}`;
}
