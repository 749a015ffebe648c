import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Throws with the remedy if `lib/` and `.jsii` are missing or older than the sources; call it first in a suite that runs them. */
export function requireCompiled(root = ROOT): void {
  const compiled = ['.jsii', join('lib', 'index.js')].map((file) => changed(join(root, file)));
  if (compiled.includes(undefined)) {
    throw new Error('The library is not compiled, and this suite runs it as users do. Run `npx projen compile`, then the test again.');
  }
  const newer = sources(root).find((file) => changed(file)! > compiled[0]!);
  if (newer) {
    throw new Error(`${relative(root, newer)} has changed since the library was compiled, and this suite runs it as users do. Run \`npx projen compile\`, then the test again.`);
  }
}

function changed(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function sources(root: string): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => join(root, 'src', file));
}
