import { faultFinder, Flow, FlowTie } from '../report/flow';
import { Badge, Box, Cell, CellKind, Look, Shape } from './shapes';
import { charactersIn, NAME_SIZE, SMALL_SIZE, wrapped } from './text-size';

/** Six columns, so that two drawings can be compared: only rows are packed. */
export const WIDTH = 1280;
export const MARGIN = 12;
const WIDTHS = [128, 158, 170, 188, 146, 150];
const GAPS = [32, 22, 22, 136, 104];
export const COLUMNS = WIDTHS.map((width, i) => ({
  width, x: MARGIN + WIDTHS.slice(0, i).reduce(sum, 0) + GAPS.slice(0, i).reduce(sum, 0),
}));
export const [OUTSIDE, FIRST, SECOND, THIRD, BAR, PROVIDER] = [0, 1, 2, 3, 4, 5];

export const PAD = 11;
const LINE = 15;
const SMALL_LINE = 14;
/** Between rows. */
export const GAP = 8;
/** A box's heading. */
export const HEAD = 27;

function sum(a: number, b: number): number {
  return a + b;
}

export function roomIn(column: number, size = NAME_SIZE): number {
  return charactersIn(COLUMNS[column].width - PAD - 5, size);
}

export function rightOf(column: number): number {
  return COLUMNS[column].x + COLUMNS[column].width;
}

export type Unplaced = Omit<Cell, 'shape' | 'x' | 'y' | 'width' | 'height' | 'look'> & {
  readonly column: number;
  readonly look?: Look;
  /** Rows with the same value share the cell. */
  readonly same?: string;
};

/** @param words its caption and its name, which is cut already */
export function cellOf(
  column: number,
  kind: CellKind,
  [caption, lines]: readonly [string | undefined, readonly string[]],
  more: Partial<Unplaced> = {},
): Unplaced {
  const shown = caption === undefined ? undefined : wrapped(caption, roomIn(column, SMALL_SIZE), 1)[0];
  const title = [caption, ...lines].filter(Boolean).join(' ');
  return { column, kind, ...(shown === undefined ? {} : { caption: shown }), lines, title, ...more };
}

export function heightOf({
  lines, caption, bad = [], notes = [],
}: Pick<Cell, 'lines' | 'caption' | 'bad' | 'notes'>): number {
  const small = notes.length + (caption === undefined ? 0 : 1);
  return 10 + LINE * (lines.length + bad.length) + SMALL_LINE * small;
}

/** The position of the first line of a cell's text, and the lines below. */
export function linesOf(
  cell: Cell,
): { readonly text: string; readonly looks: '' | 'caption' | 'bad' | 'note'; readonly y: number }[] {
  const { y, height, caption, lines, bad = [], notes = [], top } = cell;
  let at = y + (caption === undefined ? 17 : 16) + (top ? 0 : Math.max(0, (height - heightOf(cell)) / 2));
  const made: ReturnType<typeof linesOf> = [];
  const add = (text: string, looks: (typeof made)[number]['looks'], step: number) => {
    made.push({ text, looks, y: at });
    at += step;
  };
  if (caption !== undefined) {
    add(caption, 'caption', LINE);
  }
  lines.forEach((text) => add(text, '', LINE));
  bad.forEach((text) => add(text, 'bad', LINE));
  notes.forEach((text) => add(text, 'note', SMALL_LINE));
  return made;
}

/** The look of findings: by the most severe one, and by the number of its fault. */
export class Marks {
  private readonly faultsOf: ReturnType<typeof faultFinder>;

  public constructor(flow: Pick<Flow, 'faults'>) {
    this.faultsOf = faultFinder(flow);
  }

  public badges(findings: readonly number[]): Badge[] {
    return this.faultsOf(findings).sort((a, b) => a.number - b.number)
      .map(({ number, severity }) => ({ number, severity }));
  }

  public look(findings: readonly number[]): Look {
    const severities = this.faultsOf(findings).map(({ severity }) => severity);
    const otherwise = severities.includes('warning') ? 'warn' : 'plain';
    return severities.includes('error') ? 'bad' : otherwise;
  }

  /** Whether nothing flows after it. */
  public isCut({ findings }: FlowTie): boolean {
    return this.look(findings) === 'bad';
  }
}

/** How much of a drawing is omitted to make it fit. */
export interface Detail {
  /** The number of similar items drawn one by one. */
  readonly few: number;
  /** Whether each plane without a finding is one line. */
  readonly closesPlanes: boolean;
  /** Whether a control plane with findings shows only their subjects. */
  readonly onlyHurt: boolean;
  /** The number of control planes without a finding drawn in full; the rest are one line each. */
  readonly whole: number;
  /** The limit of planes and control planes; more are omitted. */
  readonly most: number;
  /** The limit of credential paths for each home. */
  readonly rows: number;
  /** The limit of kinds of paths for each host. */
  readonly lanes: number;
}

/** Shapes, their total height, and how they are drawn. */
export class Sheet {
  public readonly shapes: Shape[] = [];

  public constructor(
    public readonly marks: Marks,
    /** The items that the reader has opened. */
    public readonly opened: ReadonlySet<string>,
    public readonly detail: Detail,
    public y: number,
  ) {}

  /** A separate sheet that continues where this one ends. */
  public part(detail = this.detail): Sheet {
    return new Sheet(this.marks, this.opened, detail, this.y);
  }

  public put(one: Unplaced, y: number, height: number): Cell {
    const { column, same: _, look = 'plain', ...cell } = one;
    const { x, width } = COLUMNS[column];
    const placed: Cell = { ...cell, look, shape: 'cell', x, y, width, height };
    this.shapes.push(placed);
    return placed;
  }

  /** A box from the first column to another, behind what it contains. */
  public box(
    last: number, y: number, height: number, rest: Omit<Box, 'shape' | 'x' | 'y' | 'width' | 'height'>,
  ): void {
    const x = COLUMNS[FIRST].x - 10;
    this.shapes.unshift({ shape: 'box', x, y, width: rightOf(last) + 10 - x, height, ...rest });
  }

  public add(shape: Shape): void {
    this.shapes.push(shape);
  }

  /** From the right of a cell to the left of another, at a common height. */
  public join(from: Cell, to: Cell, look: Look): void {
    const y = (Math.max(from.y, to.y) + Math.min(from.y + from.height, to.y + to.height)) / 2;
    this.add({ shape: 'arrow', from: [from.x + from.width, y], to: [to.x, y], look, inBox: true });
  }
}

/** A line that ends at flyteadmin. */
export interface Call {
  readonly from: readonly [number, number];
  readonly look: Look;
  readonly label: readonly string[];
  readonly below?: readonly string[];
  readonly badges: readonly Badge[];
  readonly title?: string;
}
