import { printable } from '../report/printable';
import { placed, Placed, PlacedBox, PlacedEdge, PlacedNode, Rectangle } from './layout';
import type { Picture, PictureEdge } from './picture';
import { FONT_SIZE, LINE_HEIGHT, textWidth } from './text-size';

export interface SvgOptions {
  /** Whether the look is in the drawing; without it the page around it has `DRAWING_STYLE`. @default true */
  readonly styled?: boolean;
  /** Where the findings of a broken edge are told. @default nowhere */
  readonly linkTo?: (findings: readonly number[]) => string | undefined;
}

/** Light, dark and on paper. A page may set the colours otherwise. */
export const DRAWING_STYLE = `
.wiring { --ink: #1f2328; --faint: #59636e; --ground: #fff; --box: #f4f6f8; --rule: #c3cad1; --bad: #b3261e;
  --workload: #e8f0fe; --secret: #fff3d6; --host: #e3f5e8; --guard: #f0e7fb; --issuer: #fde7ef;
  background: var(--ground); }
@media screen and (prefers-color-scheme: dark) {
  .wiring { --ink: #e6edf3; --faint: #a3adb8; --ground: #15191e; --box: #1d232a; --rule: #47515c;
    --bad: #ff8b80; --workload: #1f3350; --secret: #45360f; --host: #173a26; --guard: #36274b;
    --issuer: #4a2233; }
}
.wiring text { font: ${FONT_SIZE}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  fill: var(--ink); white-space: pre; }
.wiring .node rect { stroke: var(--rule); fill: var(--ground); }
.wiring .node .caption { fill: var(--faint); }
.wiring .workload rect, .wiring .flyteadmin rect { fill: var(--workload); }
.wiring .flyteadmin rect { stroke-width: 2; }
.wiring .secret rect, .wiring .store rect { fill: var(--secret); }
.wiring .host rect, .wiring .routes rect, .wiring .person rect { fill: var(--host); }
.wiring .guard rect { fill: var(--guard); }
.wiring .issuer rect { fill: var(--issuer); }
.wiring .missing rect { stroke: var(--bad); stroke-dasharray: 4 3; }
.wiring .box rect { fill: var(--box); stroke: var(--rule); }
.wiring .box text { fill: var(--faint); font-weight: bold; }
.wiring .edge path { fill: none; stroke: var(--faint); }
.wiring .edge .head { fill: var(--faint); stroke: none; }
.wiring .label { fill: var(--faint); paint-order: stroke; stroke: var(--ground); stroke-width: 5px;
  stroke-linejoin: round; }
.wiring .unknown path { stroke-dasharray: 1 4; }
.wiring .broken path { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 4; }
.wiring .broken .head { fill: var(--bad); }
.wiring .broken .label { fill: var(--bad); }
.wiring .faulty rect { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 4; }
.wiring a { cursor: pointer; }
.wiring a:hover path, .wiring a:focus path, .wiring a:hover rect,
.wiring a:focus rect, .wiring .chosen rect { stroke-width: 4; }
.wiring a:focus { outline: none; }
.wiring a:hover .label, .wiring a:focus .label { text-decoration: underline; }
.wiring .chosen path { stroke-width: 4; }
.wiring .chosen .label { font-weight: bold; }
@media print { .wiring { width: 100%; height: auto; } }
`;

/** A drawing as one text, which needs nothing else. */
export function svgOf(picture: Picture, options: SvgOptions = {}): string {
  const at = placed(picture);
  const { width, height } = { width: Math.max(at.width, 100), height: Math.max(at.height, 40) };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="wiring" width="${width}" height="${height}" viewBox="0 0 `
      + `${width} ${height}" role="group" aria-label="${escaped(picture.title)}">`,
    ...(options.styled === false ? [] : [`<style>${DRAWING_STYLE}</style>`]),
    ...contentOf(at, options),
    '</svg>',
    '',
  ].join('\n');
}

function contentOf({ boxes, edges, nodes }: Placed, options: SvgOptions): string[] {
  // Labels cover lines, and what is broken lies above what is not.
  const [broken, whole] = [true, false].map((isBroken) =>
    edges.filter(({ edge }) => (edge.broken !== undefined) === isBroken),
  );
  return [
    ...boxes.map(boxText),
    ...whole.map(
      ({ edge, points }) => `<g class="edge${edge.unknown ? ' unknown' : ''}">${lineThrough(points)}</g>`,
    ),
    ...whole.map((edge) => `<g class="edge">${labelText(edge)}</g>`),
    ...broken.map((edge) =>
      linked(`${lineThrough(edge.points)}${labelText(edge)}`, 'edge broken', edge.edge, options.linkTo),
    ),
    ...nodes.map((node) => nodeText(node, options)),
  ];
}

function boxText({ box, at, heading }: PlacedBox): string {
  const text = line(heading.text, heading.at.x, heading.at.y);
  return `<g class="box"><title>${escaped(box.title)}</title>${rect(at, 6)}${text}</g>`;
}

function nodeText({ node, at }: PlacedNode, { linkTo }: SvgOptions): string {
  const texts = node.lines.map((text, index) =>
    line(text, at.x + 12, at.y + 8 + index * LINE_HEIGHT, index === 0 ? 'caption' : undefined),
  );
  const drawing = `<title>${escaped(node.title)}</title>${rect(at, 4)}${texts.join('')}`;
  return linked(drawing, `node ${node.kind}${node.findings.length === 0 ? '' : ' faulty'}`, node, linkTo);
}

function labelText({ edge, label }: PlacedEdge): string {
  const texts = edge.lines.map((text, index) =>
    line(text, label.x + (label.width - textWidth(text)) / 2, label.y + index * LINE_HEIGHT, 'label'));
  return `<title>${escaped(edge.title)}</title>${texts.join('')}`;
}

function lineThrough(points: readonly Point[]): string {
  return `<path d="${wayThrough(points)}"/>${headAt(points)}`;
}

/**
 * What findings are about leads to them. Its name begins with what one sees, as those who speak to their
 * computer need it.
 */
function linked(
  drawing: string,
  looks: string,
  { findings, lines, title }: Pick<PictureEdge, 'findings' | 'lines' | 'title'>,
  linkTo: SvgOptions['linkTo'],
): string {
  const link = findings.length === 0 ? undefined : linkTo?.(findings);
  return link === undefined ? `<g class="${looks}">${drawing}</g>`
    : `<a class="${looks}" href="${escaped(link)}" data-findings="${findings.join(' ')}" `
      + `aria-label="${escaped(`${lines.join(' ')}: ${title}`)}">${drawing}</a>`;
}

function rect({ x, y, width, height }: Rectangle, radius: number): string {
  const [left, top, wide, high] = [x, y, width, height].map((value) => value.toFixed(1));
  return `<rect x="${left}" y="${top}" width="${wide}" height="${high}" rx="${radius}"/>`;
}

/** Told its width, so that another font takes no more room. */
function line(text: string, x: number, y: number, looks?: string): string {
  const width = textWidth(text).toFixed(1);
  const length = text === '' ? '' : ` textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  return `<text${looks === undefined ? '' : ` class="${looks}"`} x="${x.toFixed(1)}" `
    + `y="${(y + 12).toFixed(1)}"${length}>${escaped(text)}</text>`;
}

type Point = PlacedEdge['points'][number];

/** Through all points, level at each of them, so that a line runs through its own label. */
function wayThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const text = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const parts = rest.map((to, index) => {
    const from = points[index];
    const half = (to.x - from.x) / 2;
    return `C${text(from.x + half, from.y)} ${text(to.x - half, to.y)} ${text(to.x, to.y)}`;
  });
  return first === undefined ? '' : `M${text(first.x, first.y)}${parts.join('')}`;
}

/** Lines end level, so their heads look to the right or to the left. */
function headAt(points: readonly Point[]): string {
  const [before, end] = points.slice(-2);
  if (end === undefined) {
    return '';
  }
  const back = (end.x < before.x ? end.x + 9 : end.x - 9).toFixed(1);
  const [tip, upper, lower] = [end.y, end.y - 4, end.y + 4].map((y) => y.toFixed(1));
  return `<path class="head" d="M${end.x.toFixed(1)} ${tip}L${back} ${upper}L${back} ${lower}Z"/>`;
}

/** Text of the input in XML and HTML, in attributes as well. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
