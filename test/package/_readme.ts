import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The first TypeScript sample of the README. */
export function quickStart(): string {
  const sample = /```ts\n([\s\S]+?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'));
  if (!sample) {
    throw new Error('README.md has no TypeScript sample');
  }
  return sample[1];
}
