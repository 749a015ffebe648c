/** The elements of a drawing: plain data with positions, which `svgOf` writes. */

/** The look of a line or a node: red and amber are only for findings; nothing flows after a fault. */
export type Look = 'plain' | 'dotted' | 'bad' | 'warn';

/** The kind of a node; each has its own stripe. */
export type CellKind =
  | 'person'
  | 'host'
  | 'routes'
  | 'guard'
  | 'flyteadmin'
  | 'issuer'
  | 'store'
  | 'writer'
  | 'secret'
  | 'workload'
  | 'missing'
  | 'unseen';

/** The number of a fault, with its link. */
export interface Badge {
  readonly number: number;
  readonly severity: 'error' | 'warning' | 'info';
}

export interface Cell {
  readonly shape: 'cell';
  readonly kind: CellKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The kind of the item, above its name. */
  readonly caption?: string;
  readonly lines: readonly string[];
  readonly bad?: readonly string[];
  readonly notes?: readonly string[];
  /** The whole text, if lines are cut. */
  readonly title: string;
  readonly look: Look;
  readonly badges?: readonly Badge[];
  /** The key that opens or closes a folded item. */
  readonly opens?: string;
  /** Whether the text begins at the top, at any height. */
  readonly top?: boolean;
}

export interface Box {
  readonly shape: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly heading: string;
  /** The whole text, if the heading is cut. @default the heading */
  readonly title?: string;
  /** Whether it represents several. @default false */
  readonly stacked?: boolean;
  readonly badges?: readonly Badge[];
  readonly opens?: string;
}

export interface Arrow {
  readonly shape: 'arrow';
  readonly from: readonly [number, number];
  /** At the same height, or above: then the line turns up at the end. */
  readonly to: readonly [number, number];
  readonly look: Look;
  readonly label?: readonly string[];
  readonly below?: readonly string[];
  readonly title?: string;
  readonly badges?: readonly Badge[];
  /** Whether it is within a box, whose colour is the background of its label. */
  readonly inBox?: boolean;
}

export interface Note {
  readonly shape: 'note';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly looks?: 'plain' | 'heading' | 'bold' | 'bad';
  readonly size?: number;
  readonly badge?: Badge;
  readonly opens?: string;
}

/** A line without a target. */
export interface Line {
  readonly shape: 'line';
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export type Shape = Cell | Box | Arrow | Note | Line;

export interface Drawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}
