import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTexts } from '../../scripts/texts';

/**
 * Texts of rules are compiled where they have changed. And whatever tests, cdk8s' Helm and the processes that they start write to the folder for temporary files goes with the run.
 */
export default function setUp(): void {
  writeTexts();
  removeAbandoned(tmpdir());
  const folder = mkdtempSync(join(tmpdir(), `union-auth-tests-${process.pid}-`));
  // Started by root, nginx works as another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  // The command keeps nothing in the cache folder of whoever tests it.
  process.env.NODE_DISABLE_COMPILE_CACHE = '1';
}

/** A run that is killed cannot clean up: the next one does. */
export function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, run] = /^union-auth-tests-(\d+)-/.exec(name) ?? [];
    if (run !== undefined && !isRunning(Number(run))) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function isRunning(run: number): boolean {
  try {
    return process.kill(run, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
