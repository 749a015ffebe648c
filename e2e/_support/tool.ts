import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Real software that a suite runs; one file each in `e2e/tools/`. */
export interface Tool {
  readonly name: string;
  /** The version that `install` fetches or builds. */
  readonly version: string;
  /** What `install` needs on the machine, and its duration. */
  readonly needs: string;
  /** The duration on 2 cores if it is more than a minute; quick tools are installed first. */
  readonly minutes?: number;
  /** The installed executable, or the folder if there are several. */
  locate(): string | undefined;
  /** Fetches or builds into the cache; throws with the reason if it cannot. */
  install(): void | Promise<void>;
}

/** The path of a tool that the suite declares. */
export function pathOf(tool: Tool): string {
  const path = tool.locate();
  if (!path) {
    throw new Error(`${tool.name} ${tool.version} required; name it in the suite's files, and run "npm run e2e:install"`);
  }
  return path;
}

/** The folder of a version of a tool: outside the repository, so that all checkouts share it. */
export function cacheOf(name: string, version: string): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-union-auth', `${name}-${version}`);
}

/** An existing file of a tool's cache. */
export function cached(name: string, version: string, file: string): string | undefined {
  const path = join(cacheOf(name, version), file);
  return existsSync(path) ? path : undefined;
}

/**
 * Fills a tool's cache: completely or not at all, also when it is interrupted.
 *
 * @param fill gets the folder to fill, and an empty one to build in, which is removed
 */
export async function fillCache(name: string, version: string, fill: (directory: string, build: string) => void | Promise<void>): Promise<void> {
  const directory = cacheOf(name, version);
  mkdirSync(dirname(directory), { recursive: true });
  const partial = mkdtempSync(`${directory}.partial-`);
  const build = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    await fill(partial, build);
    rmSync(directory, { recursive: true, force: true });
    renameSync(partial, directory);
  } finally {
    [partial, build].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  }
}

/** Runs a command of an installation, with its output on the terminal. */
export function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): void {
  execFileSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** An executable on the PATH, or in the folders of daemons, which the PATH of a user may lack. */
export function onPath(executable: string): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean);
  return directories.map((directory) => join(directory, executable)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A tool from a Debian package: the one on the PATH, or unpacked into the cache. That needs no root and starts no service.
 *
 * @param executable its path within the package, e.g. `usr/bin/etcd`
 */
export function debianTool(name: string, packageName: string, executable: string): Tool {
  return {
    name,
    version: DEBIAN,
    needs: `Debian or Ubuntu with apt-get (package ${packageName}), or "${name}" on the PATH; seconds`,
    locate: () => onPath(name) ?? cached(name, DEBIAN, executable),
    install: () => unpackDebian(name, [packageName]),
  };
}

/** A folder of Debian packages: the system's if it has all the files, or the packages unpacked into the cache. */
export function debianFolder(name: string, packages: readonly string[], folder: string, files: readonly string[]): Tool {
  const whole = (place: string): boolean => files.every((file) => existsSync(join(place, file)));
  return {
    name,
    version: DEBIAN,
    needs: `Debian or Ubuntu with apt-get (packages ${packages.join(', ')}); seconds`,
    locate: () => [`/${folder}`, join(cacheOf(name, DEBIAN), folder)].find(whole),
    install: () => unpackDebian(name, packages),
  };
}

/** The version of a tool of the distribution. */
export const DEBIAN = 'debian';

function unpackDebian(name: string, packages: readonly string[]): Promise<void> {
  return fillCache(name, DEBIAN, (directory) => {
    run('apt-get', ['download', ...packages], directory);
    for (const archive of readdirSync(directory).filter((file) => file.endsWith('.deb'))) {
      run('dpkg', ['-x', archive, '.'], directory);
      rmSync(join(directory, archive));
    }
  });
}
