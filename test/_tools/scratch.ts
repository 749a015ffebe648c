import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for each test of a file, and one for what is written before them. */
export function scratch() {
  let folder: string | undefined;
  beforeEach(() => { folder = undefined; });
  afterEach(() => folder !== undefined && rmSync(folder, { recursive: true }));
  const at = (...path: readonly string[]) => join(folder ??= mkdtempSync(join(tmpdir(), 'scratch-')), ...path);
  return {
    /** The absolute path of something in it. */
    at,
    /** Writes a file, with the folders on its way; returns its absolute path. */
    put: (path: string, content: string | Uint8Array = ''): string => {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
      return at(path);
    },
    read: (...path: readonly string[]) => readFileSync(at(...path), 'utf8'),
    /** What is in it, or in a folder of it. */
    names: (...path: readonly string[]) => readdirSync(at(...path)).sort(),
  };
}
