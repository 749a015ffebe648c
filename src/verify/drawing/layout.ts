import { Graph, Laid, layout } from './dagre';
import type { Picture, PictureBox, PictureEdge, PictureNode } from './picture';
import { blockSize, charactersIn, cut, LINE_HEIGHT, textWidth } from './text-size';

/** Where something is; x and y are its upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode {
  readonly node: PictureNode;
  readonly at: Rectangle;
}

export interface PlacedBox {
  readonly box: PictureBox;
  readonly at: Rectangle;
  /** As much of the title as fits, and where. */
  readonly heading: { readonly text: string; readonly at: Rectangle };
}

export interface PlacedEdge {
  readonly edge: PictureEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label: Rectangle;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
}

const PADDING = { x: 12, y: 8 };
const MARGIN = 16;
/** What a box leaves free around what is in it; its heading stands above that. */
const INSET = 14;
const HEADING = { x: 8, y: 4, height: LINE_HEIGHT + 6, most: 44 };

/** One level: what stands directly in a box, or on the paper, at places that count from its corner. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly boxes: readonly { readonly box: PictureBox; readonly at: Rectangle; readonly inner: Level }[];
  readonly edges: readonly PlacedEdge[];
}

/**
 * Finds a place for everything; the same picture always gets the same. Each box is laid out by itself and is
 * then one thing in what is around it: so nothing leaves its box, nothing enters another's, and labels of
 * edges between boxes stand between them.
 */
export function placed(picture: Picture): Placed {
  const tree = new Tree(picture);
  const flat = flattened(levelOf(tree, undefined), { x: MARGIN, y: MARGIN });
  const size = { width: Math.ceil(flat.width) + 2 * MARGIN, height: Math.ceil(flat.height) + 2 * MARGIN };
  const byId = new Map(flat.nodes.map(({ node, at }) => [node.id, at]));
  return { ...flat, ...size, edges: flat.edges.map((edge) => joined(edge, byId)) };
}

/** Who stands where in a picture. */
class Tree {
  private readonly boxOf: ReadonlyMap<string, string | undefined>;
  private readonly parentOf: ReadonlyMap<string, string | undefined>;
  private readonly edgesByLevel = new Map<
    string | undefined,
    { readonly edge: PictureEdge; readonly ends: [string, string] }[]
  >();

  public constructor(private readonly picture: Picture) {
    this.boxOf = new Map(picture.nodes.map(({ id, box }) => [id, box]));
    this.parentOf = new Map(picture.boxes.map(({ id, parent }) => [id, parent]));
    for (const edge of picture.edges) {
      const [from, to] = [this.way(edge.from), this.way(edge.to)];
      let depth = 0;
      while (depth < Math.min(from.length, to.length) - 1 && from[depth] === to[depth]) {
        depth += 1;
      }
      const level = depth === 0 ? undefined : from[depth - 1].slice('box '.length);
      this.edgesByLevel.set(level, [
        ...(this.edgesByLevel.get(level) ?? []), { edge, ends: [from[depth], to[depth]] },
      ]);
    }
  }

  public nodesIn(box: string | undefined): readonly PictureNode[] {
    return this.picture.nodes.filter((node) => node.box === box);
  }

  public boxesIn(parent: string | undefined): readonly PictureBox[] {
    return this.picture.boxes.filter((box) => box.parent === parent);
  }

  /** Edges of which this is the innermost level that holds both ends, by what holds them there. */
  public edgesIn(box: string | undefined) {
    return this.edgesByLevel.get(box) ?? [];
  }

  /** From the outermost box to the node, by the names that they have in their levels. */
  private way(node: string): string[] {
    const way = [`node ${node}`];
    for (let box = this.boxOf.get(node); box !== undefined; box = this.parentOf.get(box)) {
      way.unshift(`box ${box}`);
    }
    return way;
  }
}

function levelOf(tree: Tree, of: string | undefined): Level {
  const graph = new Graph({ directed: true, multigraph: true, compound: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 14, edgesep: 10, ranksep: 28 });
  const nodes = tree.nodesIn(of);
  const boxes = tree
    .boxesIn(of)
    .map((box) => ({ box, inner: levelOf(tree, box.id) }))
    .filter(({ inner }) => inner.width > 0);
  const edges = tree.edgesIn(of);
  nodes.forEach(({ id, lines }) => graph.setNode(`node ${id}`, padded(blockSize(lines))));
  boxes.forEach(({ box, inner }) => graph.setNode(`box ${box.id}`, boxSize(box, inner)));
  edges.forEach(({ edge, ends: [from, to] }, index) => {
    const { width, height } = blockSize(edge.lines);
    graph.setEdge(from, to, { width: width + 8, height, labelpos: 'c' }, String(index));
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.max(0, width),
    height: Math.max(0, height),
    nodes: nodes.map((node) => ({ node, at: rectangle(graph.node(`node ${node.id}`)) })),
    boxes: boxes.map(({ box, inner }) => ({ box, inner, at: rectangle(graph.node(`box ${box.id}`)) })),
    edges: edges.map(({ edge, ends: [from, to] }, index) => {
      const { points = [], ...label } = graph.edge(from, to, String(index));
      return { edge, points, label: rectangle(label) };
    }),
  };
}

function padded({ width, height }: { readonly width: number; readonly height: number }) {
  return { width: width + 2 * PADDING.x, height: height + 2 * PADDING.y };
}

function boxSize({ title }: PictureBox, { width, height }: Level) {
  const heading = textWidth(cut(title, HEADING.most)) + 2 * HEADING.x;
  return { width: Math.max(heading, width + 2 * INSET), height: height + 2 * INSET + HEADING.height };
}

/** All levels as one, by places that count from the corner of the paper. */
function flattened(level: Level, by: { readonly x: number; readonly y: number }): Placed {
  const inner = level.boxes.map(({ at, inner: each }) =>
    flattened(each, {
      x: by.x + at.x + (at.width - each.width) / 2,
      y: by.y + at.y + HEADING.height + INSET,
    }),
  );
  const nodes = level.nodes.map(({ node, at }) => ({ node, at: moved(at, by) }));
  const boxes = level.boxes.map(({ box, at }) => placedBox(box, moved(at, by)));
  const edges = level.edges.map(({ edge, points, label }) =>
    ({ edge, label: moved(label, by), points: points.map((point) => moved(point, by)) }));
  return {
    width: level.width,
    height: level.height,
    nodes: [...nodes, ...inner.flatMap((each) => each.nodes)],
    boxes: [...boxes, ...inner.flatMap((each) => each.boxes)],
    edges: [...edges, ...inner.flatMap((each) => each.edges)],
  };
}

function moved<T extends { readonly x: number; readonly y: number }>(
  what: T, { x, y }: { readonly x: number; readonly y: number },
): T {
  return { ...what, x: what.x + x, y: what.y + y };
}

function placedBox(box: PictureBox, at: Rectangle): PlacedBox {
  const text = cut(box.title, charactersIn(at.width - 2 * HEADING.x));
  return {
    box,
    at,
    heading: {
      text,
      at: { x: at.x + HEADING.x, y: at.y + HEADING.y, width: textWidth(text), height: LINE_HEIGHT },
    },
  };
}

/** An edge whose ends are at its nodes, which may stand within the boxes that it was laid out between. */
function joined({ edge, points, label }: PlacedEdge, nodes: ReadonlyMap<string, Rectangle>): PlacedEdge {
  const middle = points.slice(1, -1);
  const [from, to] = [nodes.get(edge.from)!, nodes.get(edge.to)!];
  const [next, last] =
    middle.length > 0 ? [middle[0], middle[middle.length - 1]] : [centre(to), centre(from)];
  return { edge, label, points: [borderPoint(from, next), ...middle, borderPoint(to, last)] };
}

function centre({ x, y, width, height }: Rectangle) {
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * The middle of the side of a rectangle that looks towards a point: everything is drawn from left to right.
 */
function borderPoint({ x, y, width, height }: Rectangle, towards: { readonly x: number }) {
  return { x: towards.x < x + width / 2 ? x : x + width, y: y + height / 2 };
}

/** dagre tells centres. */
function rectangle({ x = 0, y = 0, width = 0, height = 0 }: Laid): Rectangle {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** The rectangle of every text, with the text: none of them may overlap. */
export function textsOf({ nodes, boxes, edges }: Placed): readonly (Rectangle & { readonly text: string })[] {
  return [
    ...nodes.map(({ node, at }) => ({ text: node.lines.join(' '), ...at })),
    ...boxes.map(({ heading }) => ({ text: heading.text, ...heading.at })),
    ...edges
      .filter(({ edge }) => edge.lines.length > 0)
      .map(({ edge, label }) => ({ text: edge.lines.join(' '), ...label })),
  ];
}
