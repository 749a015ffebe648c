import { isNode, YAMLSeq } from 'yaml';
import { Edit, SourceText } from './source-text';
import {
  AnyMap, AnyPair, commentsIn, endOf, endOfItem, endOfPair, startOf, startOfNode,
} from './yaml-places';

/** The edits that change what stands in braces or brackets, whose entries may share a line. */
export class FlowEdits {
  /** @param step columns by which the file indents */
  public constructor(
    private readonly source: SourceText,
    private readonly eol: string,
    private readonly step: number,
  ) {}

  /** A value in the place of that of a blank key. */
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

  /** One more item: behind the last one, or on lines of its own. */
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

  /** Without an entry and its comma. */
  public without(map: AnyMap, pair: AnyPair): Edit[] {
    const [start, end] = [startOf(pair), this.source.behindComma(endOfPair(pair))];
    const before = map.items[map.items.indexOf(pair) - 1] as AnyPair | undefined;
    const isLast = pair === map.items[map.items.length - 1];
    // The last one leaves the comma before it to nobody.
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
