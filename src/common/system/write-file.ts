import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { demand, text } from '../props/prop-types';

/**
 * Writes a file atomically: readers never see a part of it. It writes into a device or pipe, such as
 * `/dev/null`, instead of replacing it.
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
  // A file left by an interrupted run would keep its old mode.
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
 * Creates a folder and its parents, and returns the topmost created one; undefined if all existed.
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
