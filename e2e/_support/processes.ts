import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export { freePort } from '../../test/_tools/free-port';

/** A server that a suite has started. It ends with the suite, also when a test fails. */
export interface Running {
  /** What it has printed so far to stdout and stderr. */
  output(): string;
  /** Ends it and waits for its exit. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Returns or resolves to true once the server answers; may throw until then. */
  readonly ready: () => boolean | Promise<boolean>;
  /** @default 60 seconds */
  readonly withinSeconds?: number;
}

const running = new Set<Running>();
const directories = new Set<string>();

/** Starts a server and waits until it is ready, or throws with its output. */
export async function start(command: string, args: readonly string[], options: StartOptions): Promise<Running> {
  const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const server = handleOf(child);
  running.add(server);
  let ended: Error | undefined;
  child.once('error', (error) => (ended = error));
  child.once('exit', (code, signal) => (ended = new Error(`it ended (${code ?? signal})`)));
  try {
    await eventually(() => ended !== undefined || options.ready(), 'it to be ready', options.withinSeconds ?? 60);
    if (ended) {
      throw ended;
    }
    return server;
  } catch (error) {
    await server.stop();
    throw new Error(`${command}: ${String(error)}\n${server.output().slice(-4000)}`);
  }
}

function handleOf(child: ChildProcess): Running {
  const chunks: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const handle: Running = {
    output: () => chunks.join(''),
    stop: async () => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(hard);
      running.delete(handle);
    },
  };
  return handle;
}

/** Repeats a check until it is true; a throw counts as "not yet". */
export async function eventually(check: () => boolean | Promise<boolean>, what: string, withinSeconds = 30): Promise<void> {
  const end = Date.now() + withinSeconds * 1000;
  for (let last: unknown = 'no answer'; ;) {
    try {
      if (await check()) {
        return;
      }
      last = 'not yet';
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${withinSeconds} s for ${what}: ${String(last)}`);
    }
    await sleep(100);
  }
}

interface Waiting<T> {
  readonly what: string;
  readonly withinSeconds: number;
  /** What the error says of the last value, if none is as wanted. */
  readonly said: (last: T | undefined) => string;
}

/** Repeats a query until its result is as wanted, and returns it. */
export async function found<T>(
  get: () => Promise<T>,
  wanted: (found: T) => boolean,
  { what, withinSeconds, said }: Waiting<T>,
): Promise<T> {
  let last: T | undefined;
  try {
    await eventually(async () => wanted((last = await get())), what, withinSeconds);
    return last!;
  } catch (error) {
    throw new Error(`${String(error)}\n${said(last)}`);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A directory that is removed after the suite. */
export function temporaryDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  directories.add(directory);
  return directory;
}

/** Writes files into a directory that is removed after the suite, and returns the path of each. */
export function temporaryFiles(name: string): (file: string, text: string) => string {
  const directory = temporaryDirectory(name);
  return (file, text) => {
    const path = join(directory, file);
    writeFileSync(path, text);
    return path;
  };
}

/** Ends all servers, the last one first, and removes the temporary directories. */
export async function cleanUp(): Promise<void> {
  for (const server of [...running].reverse()) {
    await server.stop();
  }
  for (const directory of directories) {
    rmSync(directory, { recursive: true, force: true });
    directories.delete(directory);
  }
}
