import type { WiringNode } from '../model/wiring';

/** What a node is; each kind has a look of its own. */
export type PictureKind = WiringNode['kind'] | 'person';

export interface PictureNode {
  readonly id: string;
  readonly kind: PictureKind;
  /** Its text: what kind of thing it is, then its name. */
  readonly lines: readonly string[];
  /** The whole of it, where lines are cut. */
  readonly title: string;
  /** The innermost box that it stands in. @default none */
  readonly box?: string;
  /** The findings about it, by their place in the report. */
  readonly findings: readonly number[];
}

/** A cluster, or a namespace. */
export interface PictureBox {
  readonly id: string;
  readonly title: string;
  /** The box around it. @default none */
  readonly parent?: string;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  readonly title: string;
  /** What is wrong with it. @default nothing */
  readonly broken?: readonly string[];
  /** Whether nobody knows what goes this way. @default false */
  readonly unknown?: boolean;
  /** The findings about it, by their place in the report. */
  readonly findings: readonly number[];
}

/** Something to draw: plain data, which may come from elsewhere. */
export interface Picture {
  /** What it shows, for those who do not see it. */
  readonly title: string;
  /** What stands above it on a page. @default Wiring */
  readonly heading?: string;
  readonly nodes: readonly PictureNode[];
  readonly boxes: readonly PictureBox[];
  readonly edges: readonly PictureEdge[];
  /** What is not in it, or how to read it. @default nothing is left out */
  readonly note?: string;
}
