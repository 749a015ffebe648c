import { isAlias, isMap, isScalar, isSeq, LineCounter, Pair, parseAllDocuments, parseDocument, Scalar, YAMLMap } from 'yaml';

/**
 * Where a field stands, found in another way than the verifier does: the lines in a text, from 1, at which the field of an object may be, or
 * else its nearest ancestor. Several, where the text has several objects of that name.
 */
export function linesOf(text: string, object: string, field: string): number[] {
  const counter = new LineCounter();
  const [outer, inner] = field.split(/: (?=[\w["])/, 2);
  const roots = parseAllDocuments(text, { lineCounter: counter, logLevel: 'silent' })
    .flatMap(({ contents }) => (isMap(contents) && isSeq(contents.get('items')) ? [...(contents.get('items') as YAMLMap).items] as unknown[] : [contents]));
  return roots.filter(isMap).filter((root) => isNamed(root, object)).map((root) => {
    const { offset, node } = follow(root, stepsOf(outer));
    const line = counter.linePos(offset).line;
    return inner === undefined || !isScalar(node) ? line : line + linesBelow(node, inner);
  });
}

function isNamed(root: YAMLMap, object: string): boolean {
  const [kind, name] = object.replace(/ in cluster .*/, '').split(' ');
  if (kind.endsWith('/Values')) {
    return !root.has('kind');
  }
  const [called, space] = name.split('/').reverse();
  const namespace = root.getIn(['metadata', 'namespace']);
  return kind === `${String(root.get('apiVersion'))}/${String(root.get('kind'))}`
    && called === root.getIn(['metadata', 'name']) && (namespace === undefined || space === namespace);
}

/** As `spec.rules[0].host` or `data["server.yaml"]`. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[]+)/g)].map(([, quoted, index, name]) =>
    (quoted !== undefined ? JSON.parse(`"${quoted}"`) as string : index !== undefined ? Number(index) : name));
}

/** The farthest that there is. */
function follow(root: YAMLMap, steps: readonly (string | number)[]): { offset: number; node: unknown } {
  let node: unknown = root;
  let offset = root.range![0];
  for (const step of steps) {
    if (isMap(node)) {
      const pair = (node.items as Pair<Scalar>[]).find(({ key }) => String(key.value) === String(step));
      if (pair === undefined) {
        break;
      }
      [offset, node] = [pair.key.range![0], pair.value];
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step];
      offset = (node as Scalar).range![0];
    } else {
      break;
    }
    node = isAlias(node) ? undefined : node;
  }
  return { offset, node };
}

/** How far below its key a place in the YAML of a block of text is. */
function linesBelow(block: Scalar, field: string): number {
  if (block.type !== 'BLOCK_LITERAL') {
    return 0;
  }
  const counter = new LineCounter();
  const { contents } = parseDocument(String(block.value), { lineCounter: counter, logLevel: 'silent' });
  return isMap(contents) ? counter.linePos(follow(contents, stepsOf(field)).offset).line : 0;
}
