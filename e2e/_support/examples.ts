import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** What an example writes, in a folder of this run: another run beside it writes its own. */
export function distOf(example: string): string {
  const folder = join(tmpdir(), 'examples', example);
  if (!existsSync(folder)) {
    const partial = mkdtempSync(join(tmpdir(), `${example}-`));
    execFileSync(process.execPath, [require.resolve('tsx/cli'), 'main.ts'], {
      cwd: join(EXAMPLES, example), env: { ...process.env, CDK8S_OUTDIR: partial }, stdio: 'pipe',
    });
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(partial, folder);
  }
  return folder;
}
