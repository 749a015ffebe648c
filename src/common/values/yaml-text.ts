import {
  Document, Lexer, LineCounter, Node, Pair, YAMLMap, isAlias, isCollection, isMap, isNode, isPair, isScalar,
  parseAllDocuments, stringify, visit,
} from 'yaml';

export type AnyPair = Pair<unknown, Node | null>;
export type AnyMap = YAMLMap<unknown, Node | null>;

/**
 * The first document of a text as nodes, which know their places; an empty one where there is none. What is
 * wrong with the text is not said.
 */
export function documentOf(text: string, lineCounter?: LineCounter): Document {
  // Looking for keys that are twice takes the square of their number.
  const documents =
    parseAllDocuments(text, { version: '1.1', merge: true, strict: false, uniqueKeys: false, lineCounter });
  return (Array.isArray(documents) ? documents[0] : undefined) ?? new Document(null);
}

/** The entry of a map under a name. */
export function pairIn(map: AnyMap, name: string): AnyPair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

/** Whether a value holds an alias or an anchor. */
export function hasAnchors(value: Node | null): boolean {
  let found = false;
  if (value !== null) {
    visit(value, { Node: (_, node) => { found ||= isAlias(node) || node.anchor !== undefined; } });
  }
  return found;
}

/** Where the first character of a node is. */
export function startOfNode(node: unknown): number {
  if (isMap(node) && !node.flow && node.items.length > 0) {
    return startOf(node.items[0] as AnyPair);
  }
  return isNode(node) ? node.range?.[0] ?? 0 : 0;
}

/** Where a key is. */
export function startOf({ key }: AnyPair): number {
  return startOfNode(key);
}

/** Where the last character of a node is, one further; without comments behind it. */
export function endOf(node: unknown): number {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last: unknown = node.items[node.items.length - 1];
    return endOfItem(last);
  }
  return isNode(node) ? node.range?.[1] ?? 0 : 0;
}

/** Where the last character of an item of a list or an entry of a map is, one further. */
export function endOfItem(item: unknown): number {
  return isNode(item) ? endOf(item) : endOfPair(item as AnyPair);
}

/** Where the last character of a value, or of a key without one, is, one further. */
export function endOfPair({ key, value }: AnyPair): number {
  return Math.max(endOf(key), endOf(value));
}

/** Whether the last line of a node, or of an entry, is one of a block text. */
export function endsInBlockText(item: unknown): boolean {
  if (isPair(item)) {
    return endsInBlockText(item.value);
  }
  return isCollection(item)
    ? endsInBlockText(item.items[item.items.length - 1])
    : isScalar(item) && /^BLOCK_/.test(item.type ?? '');
}

/** The comments in a piece of a text, in their order. */
export function commentsIn(text: string): string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#')).map((token) => token.trimEnd());
}

/** Plain words that every reader takes for the text that they are. */
const PLAIN = /^[A-Za-z][A-Za-z0-9./:@_-]*$/;
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null)$|:$/i;

/** A value in one line, fit for braces and brackets. */
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

/**
 * A value as it is behind the colon of a key at the margin: its first line, and further ones with their
 * indent.
 */
export function blockLines(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [flowText(value)];
  }
  const lines = stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd().split('\n');
  return ['', ...lines.map((line) => `  ${line}`)];
}

/** Lines moved to the right, or to the left as far as they can be. */
export function indented(text: string, by: number): string {
  return text.replace(/^( *)(?=[^\r\n])/gm, (spaces) => ' '.repeat(Math.max(spaces.length + by, 0)));
}
