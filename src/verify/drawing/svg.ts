import { printable } from '../report/printable';
import { linesOf, PAD } from './columns';
import type { Arrow, Badge, Box, Cell, Drawing, Note, Shape } from './shapes';
import { DRAWING_STYLE } from './style';
import { NAME_SIZE, SMALL_SIZE, textWidth } from './text-size';

export interface SvgOptions {
  /** Whether the drawing includes its style; otherwise the page has `DRAWING_STYLE`. @default true */
  readonly styled?: boolean;
  /** The link to a fault, by its number. @default none */
  readonly linkTo?: (fault: number) => string | undefined;
  /** Prefix of the anchors of a fault's first place, such as `at-`. @default none */
  readonly anchors?: string;
  /** The link that opens or lists a folded item. @default none */
  readonly openTo?: (id: string) => string | undefined;
}

/** A drawing as one self-contained text. */
export function svgOf({ title, width, height, shapes }: Drawing, options: SvgOptions = {}): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow" width="${width}" height="${height}" `
      + `viewBox="0 0 ${width} ${height}" role="group" aria-label="${escaped(title)}">`,
    ...(options.styled === false ? [] : [`<style>${DRAWING_STYLE}</style>`]),
    ...new SvgWriter(options).written(shapes),
    '</svg>',
    '',
  ].join('\n');
}

interface About {
  readonly texts: readonly string[];
  /** The text alternative. @default none */
  readonly title?: string;
  readonly looks?: string;
  readonly badge?: Badge;
  readonly opens?: string;
}

class SvgWriter {
  private readonly anchored = new Set<number>();

  public constructor(private readonly options: SvgOptions) {}

  /** Faults lie above other lines, and nothing lies over a label. */
  public written(shapes: readonly Shape[]): string[] {
    const isHurt = ({ look }: Arrow) => look === 'bad' || look === 'warn';
    const arrows = only(shapes, 'arrow');
    return [
      ...only(shapes, 'box').map((box) => this.box(box)),
      ...only(shapes, 'line').map(({ from, to }) =>
        `<path class="lifeline" d="M${from.map(px).join(' ')}L${to.map(px).join(' ')}"/>`),
      ...only(shapes, 'note').map((note) => this.note(note)),
      ...arrows.filter((arrow) => !isHurt(arrow)).map((arrow) => this.arrow(arrow)),
      ...only(shapes, 'cell').map((cell) => this.cell(cell)),
      ...arrows.filter(isHurt).map((arrow) => this.arrow(arrow)),
    ];
  }

  private box({ x, y, width, height, heading, title = heading, stacked, badges = [], opens }: Box): string {
    const rects = (stacked ? [6, 3, 0] : [0]).map((by) => rect({ x: x + by, y: y + by, width, height }, 7));
    const looks = `small bold${opens === undefined ? '' : ' opens'}`;
    const text = line(heading, [x + 10, y + 15], { looks, size: SMALL_SIZE });
    const head = this.linked(text, { texts: [heading], opens });
    return `<g class="box"><title>${escaped(title)}</title>${rects.join('')}${head}</g>`
      + this.badges(badges, [x + width - 14, y], LEFT);
  }

  private cell(cell: Cell): string {
    const { kind, x, y, title, look, badges = [], opens } = cell;
    const lines = linesOf(cell);
    const texts = lines.map(({ text, looks, y: at }) => line(text, [x + PAD, at], LINE_LOOKS[looks]));
    const isPlain = look !== 'bad' && look !== 'warn' && kind !== 'missing' && kind !== 'unseen';
    const stripe = isPlain ? rect({ ...cell, width: 5 }, 2.5, 'stripe') : '';
    const corner = [x + cell.width - 12, y - 1] as const;
    const drawing = `<title>${escaped(title)}</title>${rect(cell, 5)}${stripe}${texts.join(' ')}`
      + badges.slice(0, 1).map((first) => ` ${badgeText(first, corner)}`).join('');
    const about = { texts: lines.map(({ text }) => text), badge: badges[0], opens };
    return this.linked(drawing, { ...about, looks: `cell ${kind} ${look}` })
      + this.badges(badges.slice(1), moved(corner, LEFT), LEFT);
  }

  private arrow(arrow: Arrow): string {
    const { look, label = [], below = [], title = '', badges = [], inBox } = arrow;
    const { at, step } = badgesOf(arrow);
    const drawing = (title === '' ? '' : `<title>${escaped(title)}</title>`) + wayOf(arrow) + labelsOf(arrow)
      + badges.slice(0, 1).map((first) => ` ${badgeText(first, at)}`).join('');
    const looks = `arrow ${look}${inBox ? ' in-box' : ''}`;
    return this.linked(drawing, { texts: [...label, ...below], title, looks, badge: badges[0] })
      + this.badges(badges.slice(1), moved(at, step), step);
  }

  private note({ x, y, text, looks = 'plain', size = SMALL_SIZE, badge, opens }: Note): string {
    const classes = looks === 'plain' && size === SMALL_SIZE ? 'small' : NOTE_LOOKS[looks];
    const drawing = line(text, [x, y], { looks: classes, size })
      + (badge === undefined ? '' : ` ${badgeText(badge, [x - 17, y - 4])}`);
    return this.linked(drawing, { texts: [text], badge, opens });
  }

  /** Of several numbers, each has its own link. */
  private badges(shown: readonly Badge[], at: Point, step: Point): string {
    return shown.slice(0, MOST_BADGES).map((badge, i) => this.linked(
      badgeText(badge, [at[0] + step[0] * i, at[1] + step[1] * i]), { texts: [], title: 'also here', badge },
    )).join('');
  }

  /** Names begin with the visible text, as voice control requires. */
  private linked(drawing: string, { texts, title = '', looks = '', badge, opens }: About): string {
    const { linkTo, openTo } = this.options;
    const toFinding = badge === undefined ? undefined : linkTo?.(badge.number);
    const link = toFinding ?? (opens === undefined ? undefined : openTo?.(opens));
    const classes = looks === '' ? '' : ` class="${looks}"`;
    if (link === undefined) {
      return classes === '' ? drawing : `<g${classes}>${drawing}</g>`;
    }
    const [what, about] = toFinding === undefined
      ? ['show all of it', `data-open="${escaped(opens!)}"`]
      : [[title, 'show the finding'].filter(Boolean).join(', '), `data-fault="${badge!.number}"`];
    const name = [...texts, ...(badge === undefined ? [] : [badge.number])].join(' ');
    const attributes = `${classes}${this.anchor(badge)} href="${escaped(link)}" ${about}`;
    return `<a${attributes} aria-label="${escaped(`${name}: ${what}`)}">${drawing}</a>`;
  }

  /** The first place of a fault has an anchor. */
  private anchor(badge: Badge | undefined): string {
    const { anchors } = this.options;
    if (badge === undefined || anchors === undefined || this.anchored.has(badge.number)) {
      return '';
    }
    this.anchored.add(badge.number);
    return ` id="${escaped(anchors)}${badge.number}"`;
  }
}

type Point = readonly [number, number];

const BADGE_STEP = 21;
const LEFT: Point = [-BADGE_STEP, 0];
const MOST_BADGES = 4;

const LINE_LOOKS = {
  '': { looks: '', size: NAME_SIZE },
  'bad': { looks: 'wrong', size: NAME_SIZE },
  'caption': { looks: 'small', size: SMALL_SIZE },
  'note': { looks: 'small', size: SMALL_SIZE },
};

const NOTE_LOOKS = { plain: '', heading: 'heading', bold: 'bold', bad: 'wrong' };

function only<S extends Shape['shape']>(
  shapes: readonly Shape[], shape: S,
): Extract<Shape, { shape: S }>[] {
  return shapes.filter((each): each is Extract<Shape, { shape: S }> => each.shape === shape);
}

function moved([x, y]: Point, [across, down]: Point): Point {
  return [x + across, y + down];
}

/** Level, or up at its end. */
function wayOf({ from: [x1, y1], to: [x2, y2] }: Arrow): string {
  const back = x2 < x1 ? -1 : 1;
  const [way, head] = y2 < y1
    ? [
      `M${px(x1)} ${px(y1)}H${px(x2 - 6)}Q${px(x2)} ${px(y1)} ${px(x2)} ${px(y1 - 6)}V${px(y2 + 8)}`,
      'l-4 9h8Z',
    ]
    : [`M${px(x1)} ${px(y1)}L${px(x2 - 8 * back)} ${px(y2)}`, `l${-9 * back} -4v8Z`];
  return `<path d="${way}"/><path class="head" d="M${px(x2)} ${px(y2)}${head}"/>`;
}

const LABEL_LINE = 13;

function labelsOf({ from: [x1, y1], to: [x2, y2], label = [], below = [] }: Arrow): string {
  const look = { looks: 'small label', size: SMALL_SIZE };
  const back = x2 < x1 ? -1 : 1;
  const middle = (text: string) => (x1 + x2 - 6 * back - textWidth(text, SMALL_SIZE)) / 2;
  const at = (text: string) => (y2 < y1 ? x1 + 16 : middle(text));
  return [
    ...label.map((text, i) => line(text, [at(text), y1 - 5 - (label.length - 1 - i) * LABEL_LINE], look)),
    ...below.map((text, i) => line(text, [at(text), y1 + 14 + i * LABEL_LINE], look)),
  ].join(' ');
}

/** The positions of an arrow's numbers: on the rising part, otherwise under the line and its label. */
function badgesOf({ from: [x1, y1], to: [x2, y2], below = [] }: Arrow): {
  readonly at: Point;
  readonly step: Point;
} {
  const back = x2 < x1 ? -1 : 1;
  const under = y1 + 12 + (below.length > 0 ? LABEL_LINE * below.length + 4 : 0);
  return y2 < y1
    ? { at: [x2, y1 - 18], step: [0, -BADGE_STEP] }
    : { at: [x1 + 18 * back, under], step: [BADGE_STEP * back, 0] };
}

function badgeText({ number, severity }: Badge, [x, y]: Point): string {
  const text = String(number);
  const wide = textWidth(text, SMALL_SIZE);
  const width = Math.max(18, wide + 8);
  const pill = rect({ x: x - width / 2, y: y - 9, width, height: 18 }, 9, 'number');
  const label = line(text, [x - wide / 2, y + 4], { looks: '', size: SMALL_SIZE });
  return `<g class="badge ${severity}">${pill}${label}</g>`;
}

function rect(
  { x, y, width, height }: Pick<Cell, 'x' | 'y' | 'width' | 'height'>, radius: number, looks?: string,
): string {
  const classes = looks === undefined ? '' : ` class="${looks}"`;
  const place = `x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`;
  return `<rect${classes} ${place} rx="${radius}"/>`;
}

/** With an explicit width, so that another font needs no more room. */
function line(
  text: string, [x, y]: Point, { looks, size }: { readonly looks: string; readonly size: number },
): string {
  const width = px(textWidth(text, size));
  const length = text === '' ? '' : ` textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  const classes = looks === '' ? '' : ` class="${looks}"`;
  return `<text${classes} x="${px(x)}" y="${px(y)}"${length}>${escaped(text)}</text>`;
}

function px(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** Text of the input in XML and HTML, in attributes as well. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
