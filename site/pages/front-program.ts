import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the front page shows: the program of the README's quick start, which is compiled like every sample. */
export const FRONT_PROGRAM = /^```ts\n(import [\s\S]+?)^```/m.exec(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8'))![1];
