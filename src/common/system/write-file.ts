import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { demand, text } from '../props/prop-types';

/**
 * Writes a whole file or none: readers never see half of it. A device or pipe, such as `/dev/null`, is
 * written into: in its place root would put a file, for everyone on the machine.
 */
export function writeFile(path: string, content: string, mode = 0o644): void {
  demand('writeTo', { path }, {
    path: text(
      (given) => (given === '' ? 'must not be empty; give the path of a file' : undefined),
      (given) => (given.includes('\0') ? 'contains a NUL character; remove it' : undefined),
    ),
  });
  const stands = statSync(path, { throwIfNoEntry: false });
  if (stands !== undefined && !stands.isFile() && !stands.isDirectory()) {
    writeFileSync(path, content);
    return;
  }
  makeFolder(dirname(path));
  const partial = `${path}.partial`;
  // Left over from an interrupted run it would keep its old mode.
  rmSync(partial, { force: true });
  try {
    writeFileSync(partial, content, { mode });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it, and returns the topmost one that it made; nothing where all were there.
 *
 * Source: Node 20 and 22, whose own recursive mkdir never returns below /proc.
 */
export function makeFolder(path: string): string | undefined {
  const missing: string[] = [];
  let at = resolve(path);
  for (; statSync(at, { throwIfNoEntry: false }) === undefined; at = dirname(at)) {
    missing.unshift(at);
  }
  missing.forEach((each) => mkdirSync(each));
  return missing[0];
}
