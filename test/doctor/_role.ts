import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../_tools/schemas';

/** The roles and bindings under which docs/doctor.md has the doctor read a cluster. */
export function roleOnCall(): Manifest[] {
  const text = readFileSync(join(__dirname, '..', '..', 'integrations', 'union-doctor.rbac.yaml'), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}
