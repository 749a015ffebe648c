import {
  closeSync, fstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** Eight times what V8 has by itself: so much a function runs before it is compiled to the utmost. */
const BUDGET = 8 * 66 * 1024;

/**
 * Most of what the verifier reads stays to its end, so more room for what is soon forgotten is memory for
 * nothing. `verify` of 10,000 objects takes 156 MiB instead of 178 with Node 20.20, 158 instead of 184 with
 * 22.23, 162 instead of 282 with 24.21, and no longer.
 */
const YOUNG_SPACE_STAYS_SMALL = '--semi-space-growth-factor=1';

/**
 * Has V8 work for a process of a second, not for a server. Each flag is measured by `npm run bench --
 * verifier`.
 */
export function setV8Flags(v8: string = process.versions.v8): void {
  [YOUNG_SPACE_STAYS_SMALL, ...compilingLess(v8)].forEach((flag) => setFlagsFromString(flag));
}

/**
 * Flags with which V8 compiles to the utmost only what runs longest, the reader above all: a process of a
 * second does not earn back the time that three hundred functions of rules take. Only the V8 of Node 20 needs
 * it. Newer ones have a quick compiler for the rest, and other flags. Measured with Node 20.20: `verify` of a
 * rendered control plane (330 KB) takes 0.21 s of processor time instead of 0.33.
 */
export function compilingLess(v8: string): readonly string[] {
  return v8.startsWith('11.') ? [`--interrupt-budget=${BUDGET}`] : [];
}

/** The first line of a bundle, as `scripts/pack.ts` writes it. */
const HASH = /^\/\/ ([0-9a-f]{16})\n/;

/** What a bundle is: Node's own wrapper of a module. */
type Wrapper =
  // eslint-disable-next-line max-params
  (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void;

/**
 * Runs a file. That of a bundle is compiled once for each command, and read back from the user's cache folder
 * from then on: compiling takes a third of the time of a short command. V8 itself refuses what another
 * version of it has compiled. `NODE_DISABLE_COMPILE_CACHE` leaves it out.
 *
 * @param command what it is configured to do, which decides what of it is compiled
 */
export function loadProgram(file: string, command = '', env: NodeJS.ProcessEnv = process.env): void {
  setV8Flags();
  const load = createRequire(file);
  // A bundle is ASCII, which is read several times faster than UTF-8.
  const source = readFileSync(file, 'latin1');
  const [, hash] = HASH.exec(source) ?? [];
  if (hash === undefined) {
    load(file);
    return;
  }
  const script = env.NODE_DISABLE_COMPILE_CACHE
    ? new Script(source, { filename: file })
    : compiled({ file, source, hash }, command, env);
  const module = { exports: {} };
  (script.runInThisContext() as Wrapper)(module.exports, load, module, file, dirname(file));
}

interface Bundle {
  readonly file: string;
  /** Given to V8 as it is: of a text put together it would keep a second copy. */
  readonly source: string;
  readonly hash: string;
}

function compiled({ file, source, hash }: Bundle, command: string, env: NodeJS.ProcessEnv): Script {
  const folder = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-union-auth', 'compiled');
  const name = `${process.version}-${process.arch}-${/^[a-z]+$/.test(command) ? command : 'other'}-`;
  const path = join(folder, `${name}${hash}`);
  const cachedData = ownBytes(path);
  const script = new Script(source, { filename: file, ...cachedData === undefined ? {} : { cachedData } });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // At the end it knows what was run, and leaves out the rest.
    process.on('exit', () => keep(folder, name, path, script));
  }
  return script;
}

/** What it holds is run: so a file counts only where no one else may write it. */
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
 * One file a command: what another release of the library left goes. Where nothing can be written, nothing is
 * kept.
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
    // Another run will try again.
  }
}
