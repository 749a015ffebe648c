import { ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTool, needing } from '../../../_tools/needs';

/** nginx, where it is here. */
export const NGINX = findTool('-v', join('nginx-debian', 'usr', 'sbin', 'nginx'), 'nginx', '/usr/sbin/nginx');

/** Like `describe`, where nginx is installed. */
export function describeWithNginx(name: string, body: () => void): void {
  needing('nginx', NGINX !== undefined).describe(name, body);
}

export interface RunningNginx {
  stop(): Promise<void>;
}

/** A new directory that nginx may write to. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'edge-nginx-'));
  // Started by root, nginx works as another user.
  chmodSync(directory, 0o755);
  return directory;
}

/**
 * Starts nginx in the foreground on a configuration, and waits for its ports: it opens one after the other.
 *
 * @param command what starts it on `nginx.conf` of the directory instead
 */
export async function runNginx(config: string, scratch: string, ports: readonly number[], command?: readonly string[]): Promise<RunningNginx> {
  const file = join(scratch, 'nginx.conf');
  writeFileSync(file, config);
  const [program, ...args] = command ?? [NGINX!, '-e', 'stderr', '-c', file];
  // A start script names nginx by itself, wherever it is.
  const env = { ...process.env, PATH: `${process.env.PATH}:${dirname(NGINX!)}` };
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  for (const port of ports) {
    await answers(port, child, () => errors);
  }
  return {
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function answers(port: number, child: ChildProcess, errors: () => string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (child.exitCode !== null) {
      throw new Error(`nginx ended with ${child.exitCode}:\n${errors()}`);
    }
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  throw new Error(`nginx did not open port ${port}:\n${errors()}`);
}
