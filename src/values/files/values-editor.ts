import { Document, isAlias, isMap, isNode, isScalar, isSeq, Node, Pair, YAMLMap } from 'yaml';

/** Changes a YAML document and leaves its comments, its order and its quotes alone. */
export class ValuesEditor {
  public constructor(private readonly document: Document) {}

  /** The pair at a path; nothing where it is absent or lies behind an alias. */
  public pair(path: string): Pair<unknown, Node | null> | undefined {
    let node: unknown = this.document.contents;
    let found: Pair<unknown, Node | null> | undefined;
    for (const key of path.split('.')) {
      const pairs = isMap(node) ? (node as YAMLMap<unknown, Node | null>).items : [];
      found = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
      node = found?.value;
    }
    return found;
  }

  /** A path that leads through an alias cannot be changed for itself: the anchor would change with it. */
  public isBehindAlias(path: string): boolean {
    const keys = path.split('.');
    return keys.some((_, i) => isAlias(this.pair(keys.slice(0, i + 1).join('.'))?.value));
  }

  /** Sets a value, and makes the maps on the way. */
  public set(path: string, value: unknown, comment?: string | null): void {
    const keys = path.split('.');
    let map = this.rootMap();
    for (const key of keys.slice(0, -1)) {
      map = this.childMap(map, key);
    }
    const key = this.document.createNode(keys[keys.length - 1]);
    key.commentBefore = comment ?? null;
    map.items.push(this.document.createPair(key, isNode(value) ? value : this.document.createNode(value)));
  }

  /** Moves what stands at a path, with its comments, and copies it where it is wanted twice. */
  public move(path: string, targets: readonly string[]): void {
    const { value } = this.pair(path)!;
    const comment = this.takeComment(path);
    targets.forEach((target, i) => this.set(target, i === 0 ? value : (value as Node).clone(), i === 0 ? comment : undefined));
    this.remove(path);
  }

  /** Removes a path, and the maps that are empty without it. */
  public remove(path: string): void {
    const keys = path.split('.');
    for (let length = keys.length; length > 0; length -= 1) {
      const parent = length === 1 ? this.document.contents : this.pair(keys.slice(0, length - 1).join('.'))?.value;
      const own = this.pair(keys.slice(0, length).join('.'));
      const isEmptied = length === keys.length || (isMap(own?.value) && own!.value.items.length === 0);
      if (!isMap(parent) || !own || !isEmptied) {
        return;
      }
      parent.items.splice((parent.items as unknown[]).indexOf(own), 1);
    }
  }

  /** Adds an item to the list at a path. */
  public push(path: string, item: unknown): void {
    const list = this.pair(path)?.value;
    if (isSeq(list)) {
      list.items.push(quotedTemplate(this.document.createNode(item)));
    }
  }

  /** The comment above a key; that above the first key of a map belongs to the map. */
  private takeComment(path: string): string | null | undefined {
    const { key } = this.pair(path)!;
    const parent = path.includes('.') ? this.pair(path.slice(0, path.lastIndexOf('.')))?.value : undefined;
    if (isNode(key) && key.commentBefore) {
      return key.commentBefore;
    }
    if (!isMap(parent) || parent.items[0]?.key !== key) {
      return undefined;
    }
    const comment = parent.commentBefore;
    parent.commentBefore = undefined;
    return comment;
  }

  private rootMap(): YAMLMap {
    if (!isMap(this.document.contents)) {
      this.document.contents = this.document.createNode({});
    }
    return this.document.contents as YAMLMap;
  }

  private childMap(map: YAMLMap, name: string): YAMLMap {
    const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
    if (pair && isMap(pair.value)) {
      return pair.value as YAMLMap;
    }
    const child = new YAMLMap(this.document.schema);
    if (pair) {
      pair.value = child;
    } else {
      map.items.push(this.document.createPair(name, child) as Pair);
    }
    return child;
  }
}

/** Bare, a template reads like a flow map to people, and to some editors. */
function quotedTemplate(node: Node): Node {
  if (isScalar(node) && String(node.value).includes('{{')) {
    node.type = 'QUOTE_DOUBLE';
  }
  return node;
}
