import { either } from '../../common/data/either';
import { printable } from '../report/printable';

/**
 * Pixels. Text is drawn in a font whose characters are equally wide, and told its width, so that every reader
 * sees what was laid out.
 */
export const FONT_SIZE = 12;
export const LINE_HEIGHT = 16;
const CHARACTER = 7.2;

/** Characters of East Asia and emoji take the room of two. */
const WIDE = either(
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu,
  /[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu,
);
/** What takes none: it is drawn over the character before. */
const COMBINING = /\p{Mark}/gu;

export function textWidth(text: string): number {
  return CHARACTER * cells(text);
}

export function blockSize(lines: readonly string[]): { readonly width: number; readonly height: number } {
  return { width: Math.max(0, ...lines.map(textWidth)), height: lines.length * LINE_HEIGHT };
}

/**
 * Text in lines that are not longer than `width` characters, broken where paths and names may be; what is too
 * much is cut.
 */
export function wrapped(text: string, width: number, lines: number): string[] {
  const parts = printable(text.replace(/\s+/g, ' ').trim())
    .match(/[^\s/:,._-]*(?:[\s/:,._-]+|$)/g)!
    .filter((part) => part !== '');
  const made: string[] = [''];
  for (const part of parts.flatMap((each) => chopped(each, width))) {
    const last = made[made.length - 1];
    if (last !== '' && cells((last + part).trimEnd()) > width) {
      made.push(part);
    } else {
      made[made.length - 1] += part;
    }
  }
  const trimmed = made.map((line) => line.trim());
  return trimmed.length <= lines
    ? trimmed
    : [...trimmed.slice(0, lines - 1), cut(`${trimmed[lines - 1]}…`, width)];
}

/** Text on one line, with an ellipsis where it is longer than `width` characters. */
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

/** As many characters as fit into pixels. */
export function charactersIn(pixels: number): number {
  return Math.floor(pixels / CHARACTER);
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
