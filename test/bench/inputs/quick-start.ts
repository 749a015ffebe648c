import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

/** The quick start of the README in JavaScript, for which no compiler runs. */
export function quickStart(): string {
  const readme = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');
  const [, sample] = /## Quick start[\s\S]+?```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  if (sample === undefined) {
    throw new Error('README.md has no quick start in TypeScript');
  }
  return transformSync(sample, { loader: 'ts', format: 'cjs' }).code;
}
