/** A text of a drawing, with its place. */
interface Text {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string;
}

/** The paper and letters of a drawing. */
export function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /^<svg [^>]*width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  return { width: Number(width), height: Number(height) };
}

function textsIn(markup: string): Text[] {
  return [...markup.matchAll(/<text[^>]*? x="([\d.-]+)" y="([\d.-]+)" textLength="([\d.]+)"[^>]*>([^<]*)</g)]
    .map(([, x, y, width, text]) => ({ x: Number(x), y: Number(y), width: Number(width), text }));
}

/** What a reader could not read: texts over texts, off the paper, out of their cell, or under a number. */
export function unreadable(svg: string): string[] {
  const { width, height } = sizeOf(svg);
  const texts = textsIn(svg);
  const off = texts.filter(({ x, y, width: long }) => x < 0 || x + long > width || y < 8 || y > height).map(({ text }) => `off the paper: ${text}`);
  const over = texts.flatMap((one, i) => texts.slice(i + 1).filter((other) =>
    Math.abs(one.y - other.y) < 10 && one.x < other.x + other.width && other.x < one.x + one.width).map((other) => `over each other: ${one.text}, ${other.text}`));
  const cell = /<(?:g|a) class="cell [^>]*>(?:<title>[^<]*<\/title>)<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"[^>]*\/>(.*?)(?:<g class="badge|<\/g>|<\/a>)/g;
  const cells = [...svg.matchAll(cell)];
  const out = cells.flatMap(([, x, y, wide, high, content]) => textsIn(content)
    .filter((text) => text.x < Number(x) || text.x + text.width > Number(x) + Number(wide)
      || text.y > Number(y) + Number(high) || text.y - 9 < Number(y))
    .map(({ text }) => `out of its cell: ${text}`));
  return [...off, ...over, ...out, ...underNumbers(svg)];
}

/** Letters that a number of a fault lies over: its pill is drawn last. */
function underNumbers(svg: string): string[] {
  const pills = [...svg.matchAll(/<rect class="number" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(([, ...all]) => all.map(Number));
  const own = (text: Text, [x, y, wide, high]: number[]) => text.x >= x && text.x + text.width <= x + wide && text.y > y + 9 && text.y < y + high;
  return pills.flatMap((pill) => textsIn(svg).filter((text) => {
    const [x, y, wide, high] = pill;
    return text.x < x + wide && x < text.x + text.width && text.y - ASCENT < y + high && y < text.y + DESCENT && !own(text, pill);
  }).map(({ text }) => `under a number: ${text}`));
}

/** How far letters of 11 px reach over their line, and below it. */
const ASCENT = 7.5;
const DESCENT = 1;

/** The sizes of letters that a drawing's style names, in pixels. */
export function letterSizes(svg: string): number[] {
  return [...svg.matchAll(/font(?:-size)?: (?:bold )?(\d+)px/g)].map(([, size]) => Number(size));
}
