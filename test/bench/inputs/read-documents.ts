import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** The objects in each manifest of a folder. */
export function readDocuments(folder: string): Record<string, object[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.k8s.yaml')).sort();
  return Object.fromEntries(files.map((file) => [file, loadAll(readFileSync(join(folder, file), 'utf8')) as object[]]));
}
