import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { postgres } from '../tools/postgres';

export interface Database {
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

/** Starts an empty database on the loopback, and returns its port. */
export async function startPostgres({ name, user, password }: Database): Promise<number> {
  const home = temporaryDirectory('postgres');
  const [data, passwordFile] = [join(home, 'data'), join(home, 'password')];
  mkdirSync(data);
  writeFileSync(passwordFile, password);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    // PostgreSQL refuses to run as root.
    [dirname(home), home].forEach((directory) => chmodSync(directory, 0o711));
    [data, passwordFile].forEach((path) => chownSync(path, 65534, 65534));
  }
  const as = (program: string, args: readonly string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'nobody', '--', join(pathOf(postgres), program), ...args]] : [join(pathOf(postgres), program), [...args]];
  execFileSync(...as('initdb', ['-D', data, '-U', user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync']), { stdio: 'pipe', cwd: '/' });
  const port = await freePort();
  const create = (): true => {
    const options = ['-h', '127.0.0.1', '-p', String(port), '-U', user, name];
    execFileSync(join(pathOf(postgres), 'createdb'), options, { env: { ...process.env, PGPASSWORD: password }, stdio: 'pipe' });
    return true;
  };
  await start(...as('postgres', ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']), {
    cwd: '/',
    ready: create,
  });
  return port;
}
