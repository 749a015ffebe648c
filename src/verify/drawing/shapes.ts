/** What a drawing is made of: plain data with places, which `svgOf` writes. */

/** How a line or a node looks: red and amber are findings alone; behind what is broken, nothing flows. */
export type Look = 'plain' | 'dotted' | 'bad' | 'warn';

/** What kind of thing a node is; each has a stripe of its own. */
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

/** The number of a fault, where it is told. */
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
  /** What kind of thing it is, above its name. */
  readonly caption?: string;
  readonly lines: readonly string[];
  readonly bad?: readonly string[];
  readonly notes?: readonly string[];
  /** The whole of it, where lines are cut. */
  readonly title: string;
  readonly look: Look;
  readonly badges?: readonly Badge[];
  /** By which it is opened or closed, where there is more of it than is shown. */
  readonly opens?: string;
  /** Whether its text begins at its top, however high it is. */
  readonly top?: boolean;
}

export interface Box {
  readonly shape: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly heading: string;
  readonly title: string;
  readonly stacked: boolean;
  readonly badges: readonly Badge[];
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
  /** Whether it is within a box, whose colour goes behind its label. */
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

/** A line that leads nowhere. */
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
