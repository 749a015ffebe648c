import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeFolder, writeFile } from '../../../src/common/system/write-file';
import { needing } from '../../_tools/needs';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('creates the directories on the way, and leaves nothing else behind', () => {
  writeFile(join(directory, 'a', 'b', 'file'), 'text\n');
  expect(readFileSync(join(directory, 'a', 'b', 'file'), 'utf8')).toBe('text\n');
  expect(readdirSync(join(directory, 'a', 'b'))).toEqual(['file']);
});

test('replaces a file and its mode', () => {
  const path = join(directory, 'file');
  writeFile(path, 'a longer text that was there before');
  expect(isExecutable(path)).toBe(false);
  writeFile(path, 'short', 0o755);
  expect(readFileSync(path, 'utf8')).toBe('short');
  expect(isExecutable(path)).toBe(true);
});

test('is not misled by what an interrupted run left behind', () => {
  const path = join(directory, 'file');
  writeFileSync(`${path}.partial`, 'half', { mode: 0o644 });
  writeFile(path, 'whole', 0o755);
  expect(readFileSync(path, 'utf8')).toBe('whole');
  expect(isExecutable(path)).toBe(true);
  expect(readdirSync(directory)).toEqual(['file']);
});

test('where it cannot write, it throws and leaves all as it was', () => {
  mkdirSync(join(directory, 'taken', 'inner'), { recursive: true });
  expect(() => writeFile(join(directory, 'taken'), 'text')).toThrow(/taken/);
  expect(readdirSync(directory)).toEqual(['taken']);
  expect(readdirSync(join(directory, 'taken'))).toEqual(['inner']);
});

needing('Unix', process.platform !== 'win32').test('a pipe or device is written into, and stays', async () => {
  const path = join(directory, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = execFile('cat', [path]);
  const read = text(reader.stdout!);
  writeFile(path, 'text\n');
  expect(await read).toBe('text\n');
  expect(statSync(path).isFIFO()).toBe(true);
  expect(readdirSync(directory)).toEqual(['pipe']);
});

function isExecutable(path: string): boolean {
  return statSync(path).mode.toString(8).slice(-3).startsWith('7');
}

needing('Linux', process.platform === 'linux').test('a folder that cannot be made is an error at once', () => {
  expect(() => writeFile('/proc/union-auth/file', 'text')).toThrow(/ENOENT/);
});

test('a path with a NUL is refused', () => expect(() => writeFile('a\0b', 'text')).toThrow('contains a NUL character'));

test('makes every folder that is missing, and says which is the first', () => {
  expect(makeFolder(join(directory, 'a', 'b'))).toBe(join(directory, 'a'));
  expect(readdirSync(join(directory, 'a'))).toEqual(['b']);
  expect(makeFolder(join(directory, 'a', 'b'))).toBeUndefined();
});
