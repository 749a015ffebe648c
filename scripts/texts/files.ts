import { readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Files of a folder and its subfolders, from the root. */
export function filesOf(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending)).sort().map((name) => `${folder}/${name}`);
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/**
 * Writes atomically: several programs may write at once. An unchanged file keeps its content and gets the
 * time of its sources.
 */
export function write(file: string, text: string): void {
  const path = join(ROOT, file);
  try {
    if (readFileSync(path, 'utf8') === text) {
      const now = new Date();
      utimesSync(path, now, now);
      return;
    }
  } catch {
    // It does not exist yet.
  }
  const part = `${path}.${process.pid}`;
  writeFileSync(part, text);
  renameSync(part, path);
  console.log(`wrote ${relative(ROOT, path)}`);
}
