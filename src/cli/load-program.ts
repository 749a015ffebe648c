import {
  closeSync, fstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** Eight times V8's default: how long a function runs before V8 optimizes it. */
const BUDGET = 8 * 66 * 1024;

/**
 * Most objects of `verify` live until its end, so a larger young generation only wastes memory. `verify` of
 * 10,000 objects takes 156 MiB instead of 178 with Node 20.20, 158 instead of 184 with 22.23, 162 instead of
 * 282 with 24.21, and no longer.
 */
const YOUNG_SPACE_STAYS_SMALL = '--semi-space-growth-factor=1';

/** A small young generation is cleared sooner by one thread: waking others takes longer than they save. */
const CLEARED_BY_ONE_THREAD = '--no-parallel-scavenge';

/**
 * Sets V8 flags for a process of a second, not for a server. Each flag is measured by `npm run bench --
 * verifier`.
 */
export function setV8Flags(v8: string = process.versions.v8): void {
  [YOUNG_SPACE_STAYS_SMALL, CLEARED_BY_ONE_THREAD, ...compilingLess(v8)]
    .forEach((flag) => setFlagsFromString(flag));
}

/**
 * Flags with which V8 optimizes only the functions that run longest, above all the reader: in a process of a
 * second, optimizing three hundred functions of rules costs more than it saves. Only the V8 of Node 20 needs
 * them; newer ones have a fast compiler for the rest, and other flags. Measured with Node 20.20: `verify` of
 * a rendered control plane (330 KB) takes 0.21 s of processor time instead of 0.33.
 */
export function compilingLess(v8: string): readonly string[] {
  return v8.startsWith('11.') ? [`--interrupt-budget=${BUDGET}`] : [];
}

/** The first line of a bundle, written by `scripts/pack.ts`. */
const HASH = /^\/\/ ([0-9a-f]{16})\n/;

/** What Node wraps a module into. */
type Wrapper =
  // eslint-disable-next-line max-params
  (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void;

/** Node's own cache of compiled modules, since 22.8. */
type CompileCache = { readonly enableCompileCache?: (folder: string) => unknown };

/**
 * Runs a file. A bundle is compiled once, and then read from the user's cache folder: compilation takes a
 * third of the time of a short command. Node 20 has no such cache, so there we keep one for each command.
 * `NODE_DISABLE_COMPILE_CACHE` disables both. Measured, `verify` of 65 KB takes 0.15 s of processor time
 * instead of 0.24 with Node 20.20, and 0.18 instead of 0.22 with 24.22.
 *
 * @param command the command, which determines the compiled functions
 */
export function loadProgram(
  file: string, command = '', env: NodeJS.ProcessEnv = process.env, node = nodeModule as CompileCache,
): void {
  setV8Flags();
  const load = nodeModule.createRequire(file);
  if (node.enableCompileCache !== undefined) {
    node.enableCompileCache(join(cacheFolder(env), 'node'));
    load(file);
    return;
  }
  // A bundle is ASCII, which is read several times faster than UTF-8.
  const source = readFileSync(file, 'latin1');
  const [, hash] = HASH.exec(source) ?? [];
  if (hash === undefined) {
    load(file);
    return;
  }
  const wrapped = nodeModule.wrap(source);
  const script = env.NODE_DISABLE_COMPILE_CACHE
    ? new Script(wrapped, { filename: file })
    : compiled({ file, source: wrapped, hash }, command, env);
  const module = { exports: {} };
  (script.runInThisContext() as Wrapper)(module.exports, load, module, file, dirname(file));
}

interface Bundle {
  readonly file: string;
  readonly source: string;
  readonly hash: string;
}

function compiled({ file, source, hash }: Bundle, command: string, env: NodeJS.ProcessEnv): Script {
  const folder = join(cacheFolder(env), 'compiled');
  const name = `${process.version}-${process.arch}-${/^[a-z]+$/.test(command) ? command : 'other'}-`;
  const path = join(folder, `${name}${hash}`);
  const cachedData = ownBytes(path);
  const script = new Script(source, { filename: file, ...cachedData === undefined ? {} : { cachedData } });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // At the end V8 knows which functions ran, and omits the rest.
    process.on('exit', () => keep(folder, name, path, script));
  }
  return script;
}

function cacheFolder({ XDG_CACHE_HOME }: NodeJS.ProcessEnv): string {
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-union-auth');
}

/** The file is executed, so it is used only if no other user can write it. */
function ownBytes(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { uid, mode } = fstatSync(file);
    return (uid === process.getuid?.() && mode % 0o1000 === 0o600) || process.platform === 'win32'
      ? readFileSync(file)
      : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) {
      closeSync(file);
    }
  }
}

/**
 * One file per command: those of other releases are removed. If the folder is not writable, nothing is kept.
 */
function keep(folder: string, name: string, path: string, script: Script): void {
  const partial = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    readdirSync(folder).filter((file) => file.startsWith(name))
      .forEach((file) => rmSync(join(folder, file), { force: true }));
    writeFileSync(partial, script.createCachedData(), { mode: 0o600 });
    renameSync(partial, path);
  } catch {
    // Another run will retry.
  }
}
