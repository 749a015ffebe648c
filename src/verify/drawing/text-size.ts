import { either } from '../../common/data/texts';
import { printable } from '../report/printable';

/** Pixels. Every character has the same, explicit width, so that all viewers show the same. */
export const NAME_SIZE = 12;
export const SMALL_SIZE = 11;
const CHARACTER = 0.602;

/** East Asian characters and emoji are two columns wide. */
const WIDE = either(
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu,
  /[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu,
);
/** Zero-width characters: drawn over the character before. */
const COMBINING = /\p{Mark}/gu;

export function textWidth(text: string, size = NAME_SIZE): number {
  return CHARACTER * size * cells(text);
}

/** Lines of at most `width` characters, broken at blanks and in paths; the rest is cut. */
export function wrapped(text: string, width: number, lines: number): string[] {
  const made: string[] = [''];
  const add = (part: string) => {
    const longer = made[made.length - 1] + part;
    if (made[made.length - 1] !== '' && cells(longer.trimEnd()) > width) {
      made.push(part);
    } else {
      made[made.length - 1] = longer;
    }
  };
  for (const word of printable(text.replace(/\s+/g, ' ').trim()).match(/\S+ ?/g) ?? []) {
    const last = made[made.length - 1];
    const fits = cells(last + word.trimEnd()) <= width;
    // An almost empty line is filled up.
    if (fits || (cells(word.trimEnd()) <= width && cells(last) >= width / 4)) {
      add(word);
    } else {
      word
        .match(/[^/:,.@_-]*(?:[/:,.@_-]+ ?|$)/g)!
        .filter(Boolean)
        .flatMap((each) => chopped(each, width))
        .forEach(add);
    }
  }
  const trimmed = made.map((line) => line.trim());
  return trimmed.length <= lines
    ? trimmed
    : [...trimmed.slice(0, lines - 1), cut(`${trimmed[lines - 1]}…`, width)];
}

/** Text on one line, with an ellipsis if it is longer than `width` characters. */
export function cut(text: string, width: number): string {
  const characters = [...printable(text)];
  let end = characters.length;
  while (end > 0 && cells(characters.slice(0, end).join('')) > width - (end < characters.length ? 1 : 0)) {
    end -= 1;
  }
  return end === characters.length
    ? characters.join('')
    : `${characters.slice(0, end).join('').replace(/…$/, '')}…`;
}

/** The number of characters that fit into the pixels. */
export function charactersIn(pixels: number, size = NAME_SIZE): number {
  return Math.max(1, Math.floor(pixels / (CHARACTER * size)));
}

/** The names that fit into the lines, then the number of the others. */
export function named(names: readonly string[], width: number, lines: number): string[] {
  for (let shown = Math.min(names.length, 40); shown > 0; shown -= 1) {
    const left = names.length - shown;
    const made = wrapped(names.slice(0, shown).join(', ') + (left > 0 ? ` +${left}` : ''), width, 99);
    if (made.length <= lines) {
      return made;
    }
  }
  const [first, ...others] = names;
  const room = others.length === 0 ? lines : Math.max(1, lines - 1);
  return first === undefined
    ? []
    : [...wrapped(first, width, room), ...(others.length === 0 ? [] : [`+${others.length}`])];
}

function chopped(part: string, width: number): string[] {
  const characters = [...part];
  const pieces: string[] = [];
  for (let piece = ''; characters.length > 0 || piece !== '';) {
    if (characters.length > 0 && (piece === '' || cells(piece + characters[0]) <= width)) {
      piece += characters.shift()!;
    } else {
      pieces.push(piece);
      piece = '';
    }
  }
  return pieces;
}

function cells(text: string): number {
  const bare = text.replace(COMBINING, '');
  return [...bare].length + (bare.match(WIDE)?.length ?? 0);
}
