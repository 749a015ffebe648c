import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { demand, text } from '../props/prop-types';

/**
 * Writes a whole file or none: readers never see half of it. A device or pipe, such as `/dev/null`, is
 * written into: in its place root would put a file, for everybody on the machine.
 */
export function writeFile(path: string, content: string, mode = 0o644): void {
  demand('writeTo', { path }, {
    path: text((given) => (given === '' ? 'is blank; give the path of a file' : undefined)),
  });
  const stands = statSync(path, { throwIfNoEntry: false });
  if (stands !== undefined && !stands.isFile() && !stands.isDirectory()) {
    writeFileSync(path, content);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
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
