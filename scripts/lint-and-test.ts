/**
 * What `npm test` does: lint beside the compiler and the tests, which want what it makes. Lint says what it found as soon as it knows,
 * and the tests go on: one run tells everything. Arguments go to the tests. With `--all` and `--rest` the style of every file is checked,
 * not of changed ones alone; what is left of `npm test` wants no compiler again.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const PROJEN = join(ROOT, 'node_modules', 'projen', 'bin', 'projen');

const given = process.argv.slice(2);
const isRest = given.includes('--rest');

/** Prints what a task of projen says when it ends. */
function passes(task: string, ...options: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROJEN, task, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

function testsPass(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('tsx', [join(__dirname, 'test.ts'), ...given], { stdio: 'inherit' });
    child.on('close', (code) => resolve(code === 0));
  });
}

async function main(): Promise<void> {
  const lint = passes('lint', ...isRest ? ['--style'] : [], ...isRest || given.includes('--all') ? [] : ['--changed']);
  const isTested = (isRest || await passes('compile')) && await testsPass();
  const isLinted = await lint;
  if (isTested && !isLinted) {
    console.log('The tests pass, but types or lint do not: what is wrong with them stands above.');
  }
  process.exitCode = isTested && isLinted ? 0 : 1;
}

void main();
