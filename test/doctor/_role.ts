import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../_tools/schemas';

/** The role under which docs/doctor.md has the doctor read a cluster, as it stands there. */
export function roleOfThePage(): Manifest[] {
  const page = readFileSync(join(__dirname, '../../docs/doctor.md'), 'utf8');
  const [, yaml] = /```yaml\n(apiVersion: rbac[\s\S]*?)```/.exec(page)!;
  return parseAllDocuments(yaml).map((document) => document.toJS() as Manifest);
}
