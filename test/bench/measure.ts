import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program as a user starts it. What is compared is whole processes, from their start to their end: nothing is warm. */
export interface Program {
  /** @default - Node */
  readonly command?: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** @default [0] */
  readonly statuses?: readonly number[];
}

export interface Usage {
  /** Processor seconds of all processes that ran; the most MiB that a Node process held, 0 for other programs. */
  readonly cpu: number;
  readonly peak: number;
  readonly stdout: string;
}

const PRELOAD = join(__dirname, 'programs', 'usage.js');
const NOTES = join(tmpdir(), `bench-usage-${process.pid}`);

export function run({ command = process.execPath, args, cwd, statuses = [0] }: Program): Usage {
  const env = { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, BENCH_USAGE: NOTES, CDK8S_CHECK_UPGRADE: 'false' };
  rmSync(NOTES, { force: true });
  const [program, ...more] = command === process.execPath ? [command, ...args] : [...TIMED, command, ...args];
  const { stdout, stderr, status } = spawnSync(program, more, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!statuses.includes(status ?? -1)) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout.slice(0, 2000)}${stderr}`);
  }
  const notes = command === process.execPath ? readNotes() : [{ cpu: lastLine(stderr).split(' ').reduce((sum, each) => sum + Number(each), 0), peak: 0 }];
  return { cpu: notes.reduce((sum, { cpu }) => sum + cpu, 0), peak: Math.max(0, ...notes.map(({ peak }) => peak)), stdout };
}

/** What is no Node process is timed by the shell, which writes user and system time behind whatever it wrote itself. */
const TIMED = ['bash', '-c', 'TIMEFORMAT="%3U %3S"; time "$@"', 'bash'];

function lastLine(text: string): string {
  return text.trimEnd().split('\n').pop() ?? '';
}

function readNotes(): Pick<Usage, 'cpu' | 'peak'>[] {
  const lines = readFileSync(NOTES, 'utf8').trim().split('\n');
  rmSync(NOTES);
  return lines.map((line) => JSON.parse(line) as Pick<Usage, 'cpu' | 'peak'>);
}

/** What each program used in each turn. They alternate, so that a machine that slows down slows down all of them. */
export function takeTurns<Name extends string>(turns: number, programs: Readonly<Record<Name, Program>>): Record<Name, Usage>[] {
  const names = Object.keys(programs) as Name[];
  return Array.from({ length: turns }, () => Object.fromEntries(names.map((name) => [name, run(programs[name])])) as Record<Name, Usage>);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
