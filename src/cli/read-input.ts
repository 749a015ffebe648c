import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import picomatch from 'picomatch';
import type { InputProblem, ManifestText } from '../verify/parse';
import { UnreadableInputError } from '../verify/parse';
import type { Io } from './io';
import { UsageError } from './io';

/** Nobody writes manifests of this size by hand; a dump this large is quicker to judge in parts. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

const STDIN = '-';
const STDIN_NAME = '<stdin>';
const MANIFEST = /\.(ya?ml|json)$/i;
const LARGE_INPUT = 4 * 1024 * 1024;

export interface Input {
  readonly texts: readonly ManifestText[];
  /** Names of the texts that the caller asked for by name, so that finding nothing in them is an error. */
  readonly named: ReadonlySet<string>;
}

/**
 * Reads files, folders (recursively, `.yaml`, `.yml` and `.json`), globs, and standard input for `-`.
 *
 * @throws UsageError when a path matches nothing.
 * @throws UnreadableInputError when a file is too large or no UTF-8.
 */
export function readInput(paths: readonly string[], io: Io): Input {
  if (paths.length === 0) {
    throw new UsageError('Name at least one file, folder or glob, or "-" for standard input');
  }
  const files = new Set<string>();
  const named = new Set<string>();
  for (const path of paths) {
    const found = path === STDIN ? [STDIN_NAME] : expand(path, named);
    if (found.length === 0) {
      throw new UsageError(`${path} holds no .yaml, .yml or .json file`);
    }
    if (path === STDIN) {
      named.add(STDIN_NAME);
    }
    found.forEach((file) => files.add(file));
  }
  const problems: InputProblem[] = [];
  const texts: ManifestText[] = [];
  const progress = progressOf([...files], io);
  for (const file of files) {
    progress(file);
    const text = decode(file === STDIN_NAME ? io.stdin() : readFile(file));
    if (typeof text === 'string') {
      texts.push({ name: file, text });
    } else {
      problems.push({ file, ...text });
    }
  }
  progress();
  if (problems.length > 0) {
    throw new UnreadableInputError(problems);
  }
  return { texts, named };
}

function expand(path: string, named: Set<string>): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    return walk(path);
  }
  if (stats !== undefined) {
    named.add(path);
    return [path];
  }
  const { base, isGlob } = picomatch.scan(path);
  if (!isGlob) {
    throw new UsageError(`${path} does not exist`);
  }
  const matches = picomatch(path.replace(/^\.\//, ''));
  const root = base === '' ? '.' : base;
  return statSync(root, { throwIfNoEntry: false })?.isDirectory() ? walk(root).filter((file) => matches(file.split(sep).join('/'))) : [];
}

/** Hidden folders and node_modules hold other people's YAML. Links to folders are not followed, so there are no cycles. */
function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = folder === '.' ? entry.name : join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : walk(path);
    }
    const isFile = entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile());
    return isFile && MANIFEST.test(entry.name) ? [path] : [];
  });
}

function readFile(path: string): Uint8Array | { reason: string } {
  try {
    if (statSync(path).size > MAX_FILE_SIZE) {
      return tooLarge();
    }
    return readFileSync(path);
  } catch (error) {
    return { reason: `cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
}

function tooLarge(): { reason: string } {
  return { reason: `is larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB; split it, by namespace for example` };
}

function decode(bytes: Uint8Array | { reason: string }): string | { line?: number; reason: string } {
  if (!(bytes instanceof Uint8Array)) {
    return bytes;
  }
  if (bytes.length > MAX_FILE_SIZE) {
    return tooLarge();
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { line: lineOfBadByte(bytes), reason: 'is no UTF-8; save it as UTF-8' };
  }
}

/** The first line that does not decode on its own: a line feed is never part of a longer UTF-8 sequence. */
function lineOfBadByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

/** A line on a terminal's standard error while much is read; gone when reading is done. */
function progressOf(files: readonly string[], io: Io): (file?: string) => void {
  const size = (file: string) => (file === STDIN_NAME ? 0 : statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  if (!io.stderrIsTerminal || files.reduce((sum, file) => sum + size(file), 0) < LARGE_INPUT) {
    return () => undefined;
  }
  let done = 0;
  return (file) => {
    io.stderr(file === undefined ? '\r\u001b[K' : `\r\u001b[KReading file ${done += 1} of ${files.length}`);
  };
}
