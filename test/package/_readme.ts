import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The first sample of the README in a language. */
export function quickStart(language: 'ts' | 'python' = 'ts'): string {
  const sample = new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``).exec(readFileSync(join(ROOT, 'README.md'), 'utf8'));
  if (!sample) {
    throw new Error(`README.md has no sample in ${language}`);
  }
  return sample[1];
}
