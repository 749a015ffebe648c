import { execFile, execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { makeFolder, writeFile } from '../../../src/common/system/write-file';
import { needing } from '../../_tools/needs';
import { scratch } from '../../_tools/scratch';

const { at, put, read, names } = scratch();

test('creates the directories on the way, and leaves nothing else behind', () => {
  writeFile(at('a', 'b', 'file'), 'text\n');
  expect(read('a', 'b', 'file')).toBe('text\n');
  expect(names('a', 'b')).toEqual(['file']);
});

test('replaces a file and its mode', () => {
  const path = at('file');
  writeFile(path, 'a longer text that was there before');
  expect(isExecutable(path)).toBe(false);
  writeFile(path, 'short', 0o755);
  expect(read('file')).toBe('short');
  expect(isExecutable(path)).toBe(true);
});

test('is not misled by what an interrupted run left behind', () => {
  const path = at('file');
  writeFileSync(`${path}.partial`, 'half', { mode: 0o644 });
  writeFile(path, 'whole', 0o755);
  expect(read('file')).toBe('whole');
  expect(isExecutable(path)).toBe(true);
  expect(names()).toEqual(['file']);
});

test('where it cannot write, it throws and leaves all as it was', () => {
  put('taken/inner/file');
  expect(() => writeFile(at('taken'), 'text')).toThrow(/taken/);
  expect(names()).toEqual(['taken']);
  expect(names('taken')).toEqual(['inner']);
});

needing('Unix', process.platform !== 'win32').test('a pipe or device is written into, and stays', async () => {
  const path = at('pipe');
  execFileSync('mkfifo', [path]);
  const reader = execFile('cat', [path]);
  const piped = text(reader.stdout!);
  writeFile(path, 'text\n');
  expect(await piped).toBe('text\n');
  expect(statSync(path).isFIFO()).toBe(true);
  expect(names()).toEqual(['pipe']);
});

function isExecutable(path: string): boolean {
  return statSync(path).mode.toString(8).slice(-3).startsWith('7');
}

needing('Linux', process.platform === 'linux').test('a folder that cannot be made is an error at once', () => {
  expect(() => writeFile('/proc/union-auth/file', 'text')).toThrow(/ENOENT/);
});

test('a path with a NUL is refused', () => expect(() => writeFile('a\0b', 'text')).toThrow('contains a NUL character'));

test('makes every folder that is missing, and says which is the first', () => {
  expect(makeFolder(at('a', 'b'))).toBe(at('a'));
  expect(names('a')).toEqual(['b']);
  expect(makeFolder(at('a', 'b'))).toBeUndefined();
});
