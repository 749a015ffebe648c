import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever tests, cdk8s' Helm and the processes that they start write to the folder for temporary files goes with the run. */
export default function setUp(): void {
  const folder = mkdtempSync(join(tmpdir(), 'union-auth-tests-'));
  // Started by root, nginx works as another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  // The command keeps nothing in the cache folder of whoever tests it.
  process.env.NODE_DISABLE_COMPILE_CACHE = '1';
}
