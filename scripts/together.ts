/** Runs the projen tasks that are named on the command line at the same time, and prints each one's output when it ends. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROJEN = join(__dirname, '..', 'node_modules', 'projen', 'bin', 'projen');

function run(task: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROJEN, task], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

void Promise.all(process.argv.slice(2).map(run)).then((passed) => {
  process.exitCode = passed.every(Boolean) ? 0 : 1;
});
