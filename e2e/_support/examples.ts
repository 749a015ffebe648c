import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** The folder with an example's output. Each run has its own. */
export function distOf(example: string): string {
  const folder = join(tmpdir(), 'examples', example);
  if (!existsSync(folder)) {
    const partial = mkdtempSync(join(tmpdir(), `${example}-`));
    execFileSync(process.execPath, [require.resolve('tsx/cli'), 'main.ts'], {
      cwd: join(EXAMPLES, example), env: { ...process.env, CDK8S_OUTDIR: partial }, stdio: 'pipe',
    });
    place(partial, folder);
  }
  return folder;
}

/** Moves a complete folder into place, or removes it where another process was faster. */
export function place(made: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
    rmSync(made, { recursive: true });
  }
}
