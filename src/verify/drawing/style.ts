import { DRAWING } from './stylesheets';
import { NAME_SIZE, SMALL_SIZE } from './text-size';

const SYSTEM_IS_DARK = '@media screen and (prefers-color-scheme: dark) {';

/** @param dark what the page has while it is dark; by default, what the system says */
export function drawingStyle(dark?: string): string {
  const sizes = `.flow { --name-size: ${NAME_SIZE}px; --small-size: ${SMALL_SIZE}px; }`;
  const looks = dark === undefined ? DRAWING : DRAWING.replace(SYSTEM_IS_DARK, `@media screen { ${dark}`);
  return `\n${sizes}\n${looks}`;
}

export const DRAWING_STYLE = drawingStyle();
