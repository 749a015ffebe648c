/** A node, an edge's label, or a box around others; x and y are its centre. */
export interface Laid {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

/**
 * What of dagre is used. Its own types are those of its ES module, which CommonJS may not import; this is its
 * CommonJS build.
 */
interface Dagre {
  readonly Graph: new (options: {
    readonly directed: boolean;
    readonly multigraph: boolean;
    readonly compound: boolean;
  }) => DagreGraph;
  layout(graph: DagreGraph): void;
}

export interface DagreGraph {
  setGraph(label: object): void;
  graph(): Laid;
  setNode(id: string, label: Laid): void;
  node(id: string): Laid;
  setEdge(from: string, to: string, label: Laid & { readonly labelpos: 'c' }, name: string): void;
  edge(
    from: string, to: string, name: string,
  ): Laid & { readonly points?: readonly { readonly x: number; readonly y: number }[] };
}

// The command and the pages hold it, so that nobody who installs the library needs it.
// eslint-disable-next-line @typescript-eslint/no-require-imports, import/no-extraneous-dependencies
export const { Graph, layout } = require('@dagrejs/dagre') as Dagre;
