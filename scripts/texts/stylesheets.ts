import { basename } from 'node:path';
import { filesOf, read, write } from './files';

const FOLDER = 'src/verify/drawing';

/** Compiles stylesheets that are part of drawings and pages: `own-path.css` becomes `OWN_PATH`. */
export function compileStylesheets(): void {
  const texts = filesOf(FOLDER, '.css').map((file) =>
    `export const ${basename(file, '.css').toUpperCase().replace(/-/g, '_')} = ${JSON.stringify(read(file))};\n`);
  write(`${FOLDER}/stylesheets.ts`, `// Written by scripts/texts.ts from the CSS beside it. Do not edit.\n${texts.join('')}`);
}
