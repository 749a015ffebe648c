import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What a compilation writes last: the command as one file, in the place of what jsii made of it. */
const BUNDLE = join('lib', 'cli', 'program.js');

/** Throws with the remedy if `lib/` and `.jsii` are missing, half made, or older than the sources; call it first in a suite that runs them. */
export function requireCompiled(root = ROOT): void {
  const [assembly, index, bundle] = ['.jsii', join('lib', 'index.js'), BUNDLE].map((file) => changed(join(root, file)));
  if (assembly === undefined || index === undefined || bundle === undefined) {
    throw notAsUsersRunIt('The library is not compiled');
  }
  if (bundle < assembly) {
    throw notAsUsersRunIt('The library is compiled by jsii alone');
  }
  const newer = sources(root).find((file) => changed(file)! > assembly);
  if (newer) {
    throw notAsUsersRunIt(`${relative(root, newer)} has changed since the library was compiled`);
  }
}

function notAsUsersRunIt(why: string): Error {
  return new Error(`${why}, and it is run here as users run it. Run \`npx projen compile\`, then this again.`);
}

function changed(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function sources(root: string): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => join(root, 'src', file));
}
