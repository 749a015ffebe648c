import { isUtf8 } from 'node:buffer';
import { Dirent, readdirSync, readFileSync, Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import picomatch from 'picomatch';
import { InputProblem, ManifestText, UnreadableInputError, withoutMark } from '../common/yaml/input';
import { PROGRAM } from '../verify/values/installs/unread-installs';
import { cannotBe, UsageError } from './command';
import type { Io } from './command';
import { MAX_FILE_SIZE, readPipe, readSmall } from './standard-streams';

/** In place of a path. */
export const STDIN = '-';
export const STDIN_NAME = '<stdin>';
const MANIFEST = /\.(ya?ml|json)$/i;
const LARGE_INPUT = 4 * 1024 * 1024;

export interface Input {
  /** Read on demand. */
  readonly texts: Iterable<ManifestText | InputProblem>;
  /** Names of the explicitly given texts, which must not be empty. */
  readonly named: ReadonlySet<string>;
}

/**
 * Reads files, folders (recursively, `.yaml`, `.yml` and `.json`, and programs that may install charts),
 * globs, and standard input for `-`.
 *
 * @param isExcluded the excluded files and folders
 * @throws UsageError when a path is empty or matches nothing, or all files are excluded.
 */
export function readInput(
  paths: readonly string[], io: Io, isExcluded: (path: string) => boolean = () => false,
): Input {
  if (paths.length === 0) {
    throw new UsageError('Name at least one file, folder or glob, or "-" for standard input');
  }
  if (paths.includes('')) {
    throw new UsageError('A path is empty, as of a variable that is not set; name a file, folder or glob');
  }
  const files = new Set<string>();
  const named = new Set<string>();
  const regular = new Set<string>();
  const problems: InputProblem[] = [];
  for (const path of paths) {
    const before = problems.length;
    const found = path === STDIN ? [STDIN_NAME] : expand(path, named, { isExcluded, problems, regular });
    if (found.length === 0 && problems.length === before) {
      throw new UsageError(`${path} has no .yaml, .yml or .json file`);
    }
    if (path === STDIN) {
      named.add(STDIN_NAME);
    }
    found.filter((file) => file === STDIN_NAME || !isExcluded(file)).forEach((file) => files.add(file));
  }
  if (files.size === 0 && problems.length === 0) {
    throw new UsageError(`${paths.join(', ')}: every file is excluded`);
  }
  return { texts: withoutMarks(readFiles([...files], io, { problems, regular })), named };
}

/**
 * The same, all at once and without programs in folders.
 *
 * @throws UsageError when a path matches nothing.
 * @throws UnreadableInputError when a file is too large or no UTF-8.
 */
export function readAll(
  paths: readonly string[], io: Io, isExcluded?: (path: string) => boolean,
): readonly ManifestText[] {
  const { texts, named } = readInput(paths, io, isExcluded);
  return readable([...texts].filter((each) => {
    const name = 'text' in each ? each.name : each.file;
    return named.has(name) || !PROGRAM.test(name);
  }));
}

/** The same, with programs. */
export function readWithPrograms(paths: readonly string[], io: Io): readonly ManifestText[] {
  return readable([...readInput(paths, io).texts]);
}

function readable(read: readonly (ManifestText | InputProblem)[]): readonly ManifestText[] {
  const problems = read.filter((each) => 'reason' in each);
  if (problems.length > 0) {
    throw new UnreadableInputError(problems);
  }
  return read.filter((each) => 'text' in each);
}

/**
 * One file, or standard input for `-`, to the last byte.
 *
 * @throws UnreadableInputError when it cannot be read, is too large or no UTF-8.
 */
export function readOne(path: string, io: Io): ManifestText & { readonly wasWide?: true } {
  if (path.trim() === '') {
    throw new UsageError('A path is empty, as of a variable that is not set; name a file');
  }
  const [read] = readFiles([path === STDIN ? STDIN_NAME : path], io);
  if ('reason' in read) {
    throw new UnreadableInputError([read]);
  }
  return read;
}

function* readFiles(
  files: readonly string[], io: Io, { problems, regular }: Partial<Walked> = {},
): Iterable<ManifestText | InputProblem> {
  yield* problems ?? [];
  const progress = progressOf(files, io);
  for (const file of files) {
    progress(file);
    const read = file === STDIN_NAME ? readStdin(io) : readFile(file, regular?.has(file) === true);
    yield 'reason' in read ? { file, ...read } : { name: file, ...read };
  }
  progress();
}

/** The results of a walk through folders besides their files. */
interface Walked {
  /** Folders that could not be read. */
  readonly problems: InputProblem[];
  /** Regular files, without links and pipes. */
  readonly regular: Set<string>;
}

/** The same, with the options of the walk. */
interface Walk extends Walked {
  isExcluded(path: string): boolean;
}

function expand(path: string, named: Set<string>, walking: Walk): string[] {
  const stats = statsOf(path);
  if (stats?.isDirectory()) {
    return walk(path, walking);
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
  return statsOf(root)?.isDirectory()
    ? walk(root, walking).filter((file) => matches(file.split(sep).join('/')))
    : [];
}

/**
 * @throws UsageError when the path cannot be inspected.
 */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`${path} ${cannotBe('read', error)}`);
  }
}

/** Hidden folders and node_modules are skipped. Links to folders are not followed, so there are no cycles. */
function walk(folder: string, walking: Walk): string[] {
  const before = folder === '.' ? '' : join(folder, sep);
  return entriesOf(folder, walking).flatMap((entry) => {
    const path = before + entry.name;
    if (entry.isDirectory()) {
      return entry.name.startsWith('.') || entry.name === 'node_modules' || walking.isExcluded(path)
        ? []
        : walk(path, walking);
    }
    if (!MANIFEST.test(entry.name) && !PROGRAM.test(entry.name)) {
      return [];
    }
    if (entry.isFile()) {
      walking.regular.add(path);
      return [path];
    }
    return entry.isSymbolicLink() && leadsToFile(path) ? [path] : [];
  });
}

function entriesOf(folder: string, { problems }: Walk): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => inOrder(a.name, b.name));
  } catch (error) {
    problems.push({ file: folder, reason: cannotBe('read', error) });
    return [];
  }
}

/**
 * By name, with files that others override first: the values.yaml of a chart, which Helm reads first, and
 * prod.yaml before prod-east.yaml. Keeps no state, as folders can have many files.
 */
function inOrder(a: string, b: string): number {
  const [isFirst, isSecond] = [OWN_VALUES.test(a), OWN_VALUES.test(b)];
  if (isFirst !== isSecond) {
    return isFirst ? -1 : 1;
  }
  let end = 0;
  while (end < a.length && a.charCodeAt(end) === b.charCodeAt(end)) {
    end += 1;
  }
  const [endsFirst, endsSecond] = [a, b].map((name) => name.includes('.') && name.lastIndexOf('.') <= end);
  return (endsFirst === endsSecond ? a < b : endsFirst) ? -1 : 1;
}

const OWN_VALUES = /^values\.ya?ml$/i;

function leadsToFile(link: string): boolean {
  try {
    return statSync(link, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** A text, and whether it was UTF-16, or why there is none. */
type Read = { readonly text: string; readonly wasWide?: true } | Unread;

interface Unread {
  readonly line?: number;
  readonly reason: string;
}

function readStdin(io: Io): Read {
  try {
    return decode(io.stdin());
  } catch (error) {
    return { reason: cannotBe('read', error) };
  }
}

function readFile(path: string, isRegular: boolean): Read {
  try {
    const small = isRegular ? readSmall(path) : undefined;
    if (small !== undefined) {
      return decode(small);
    }
    const stats = statSync(path);
    if (stats.isDirectory()) {
      return { reason: 'is a folder; name a file' };
    }
    if (!stats.isFile()) {
      // Sources without a size, such as /dev/zero, are read up to the limit of a file.
      return decode(readPipe(path));
    }
    if (stats.size > MAX_FILE_SIZE) {
      return tooLarge();
    }
    return decode(readFileSync(path));
  } catch (error) {
    return { reason: cannotBe('read', error) };
  }
}

function tooLarge(): Read {
  return { reason: `is larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB; split it, by namespace for example` };
}

function decode(bytes: Buffer): Read {
  if (bytes.length > MAX_FILE_SIZE) {
    return tooLarge();
  }
  const wide = wideText(bytes);
  if (wide !== undefined) {
    return wide;
  }
  return isUtf8(bytes)
    ? { text: bytes.toString('utf8') }
    : { line: lineOfBadByte(bytes), reason: 'is not UTF-8; save it as UTF-8' };
}

/**
 * `>` of Windows PowerShell writes UTF-16 with a byte order mark, which Helm reads. Text without the mark is
 * recognized by the zero byte of its first letter. Source: readerc.go of go-yaml,
 * yaml_parser_determine_encoding.
 */
function wideText(bytes: Buffer): Read | undefined {
  const [first, second] = [bytes[0], bytes[1]];
  if (bytes.length < 2 || bytes.length % 2 !== 0) {
    return undefined;
  }
  if ((first === 0) !== (second === 0)) {
    return { line: 1, reason: 'is UTF-16 without a byte order mark; save it as UTF-8' };
  }
  if (first === 0xff && second === 0xfe) {
    return { text: bytes.toString('utf16le', 2), wasWide: true };
  }
  return first === 0xfe && second === 0xff ? wideText(Buffer.from(bytes).swap16()) : undefined;
}

function* withoutMarks(texts: Iterable<ManifestText | InputProblem>): Iterable<ManifestText | InputProblem> {
  for (const each of texts) {
    yield 'text' in each ? { ...each, text: withoutMark(each.text) } : each;
  }
}

/** The first line with invalid UTF-8: a newline is never part of a longer sequence. */
function lineOfBadByte(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(start, end))) {
      return line;
    }
    start = end;
  }
  return line;
}

/** A line on a terminal's standard error while many files are read; removed at the end. */
function progressOf(files: readonly string[], io: Io): (file?: string) => void {
  const size = (file: string) => (file === STDIN_NAME ? 0 : statsOf(file)?.size ?? 0);
  if (!io.stderrIsTerminal || files.reduce((sum, file) => sum + size(file), 0) < LARGE_INPUT) {
    return () => undefined;
  }
  let done = 0;
  return (file) => {
    io.stderr(file === undefined ? '\r\u001b[K' : `\r\u001b[KReading file ${done += 1} of ${files.length}`);
  };
}
