import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { FolderPlan, planFolder, writeFolder } from '../../src/cli/write-folder';
import { scratch } from '../_tools/scratch';

const { at, put, read, names } = scratch();
const folder = (...path: string[]) => at('made', ...path);

const planned = (target: string, files: Readonly<Record<string, string>>) =>
  planFolder(target, Object.entries(files).map(([path, text]) => ({ path, text, executable: false })));

function write(files: Readonly<Record<string, string>>, isForced = false) {
  const plan = planned(folder(), files);
  writeFolder(plan, isForced);
  return { written: plan.written, removed: plan.removed };
}
/** As a disk that fills up: these can be written, and what comes after them cannot. */
function fillingDisk(target: string, files: Readonly<Record<string, string>>): FolderPlan {
  const plan = planned(target, files);
  const last = { path: 'x'.repeat(300), text: '', executable: false };
  return { ...plan, files: [...plan.files, last], written: [...plan.written, last.path] };
}

/** What is there, beside the marker; folders too. */
const standing = () => readdirSync(folder(), { recursive: true }).map(String).filter((path) => !path.startsWith('.')).sort();

test('only scripts are executable', () => {
  writeFolder(planFolder(folder(), [true, false].map((executable) => ({ path: `${executable}`, text: '', executable }))), false);
  // The bits of others are the user's decision (umask).
  const bits = ['true', 'false', '.union-auth-files'].map((name) => Math.floor(statSync(folder(name)).mode % 0o1000 / 0o100));
  expect(bits).toEqual([7, 6, 6]);
});

test('a folder takes the place of a file that is no longer made', () => {
  write({ a: 'file\n', c: 'c\n' });
  expect(write({ 'a/b/d': 'below\n', 'c': 'c\n' })).toEqual({ written: ['a/b/d'], removed: ['a'] });
  expect(standing()).toEqual(['a', 'a/b', 'a/b/d', 'c']);
  expect(read('made', 'a/b/d')).toBe('below\n');
});

test('a file replaces a folder that only contains obsolete files', () => {
  write({ 'a/b/d': '1\n', 'a/c': '2\n', 'e/f': '3\n' });
  expect(write({ a: 'file\n' })).toEqual({ written: ['a'], removed: ['a/b/d', 'a/c', 'e/f'] });
  expect(standing()).toEqual(['a']);
  expect(read('made', 'a')).toBe('file\n');
});

test.each([[false], [true]])('a folder with something of others stays, forced: %s', (isForced) => {
  write({ 'a/b': '1\n' });
  put('made/a/mine', 'mine\n');
  expect(() => write({ a: 'file\n' }, isForced)).toThrow(`${folder('a')} is a folder, and a file of that name is to be written; move it away`);
  expect(standing()).toEqual(['a', 'a/b', 'a/mine']);
  rmSync(folder('a/mine'));
  mkdirSync(folder('a/mine'));
  expect(() => write({ a: 'file\n' }, isForced)).toThrow('move it away');
  expect(standing()).toEqual(['a', 'a/b', 'a/mine']);
});

test.each([[false], [true]])('a file of others in the place of a folder stays, forced: %s', (isForced) => {
  write({ a: 'file\n' });
  put('made/a', 'mine\n');
  expect(() => write({ 'a/b': '1\n' }, isForced)).toThrow(`${folder('a')} is a file, and ${folder('a/b')} is to be written; move it away`);
  expect(read('made', 'a')).toBe('mine\n');
});

test('folders that are left keep what others have in them, and one in the place of an old file is theirs', () => {
  write({ 'a/b': '1\n', 'c': '2\n' });
  put('made/a/mine', 'mine\n');
  rmSync(folder('c'));
  mkdirSync(folder('c'));
  expect(write({ d: '3\n' })).toEqual({ written: ['d'], removed: ['a/b'] });
  expect(standing()).toEqual(['a', 'a/mine', 'c', 'd']);
  expect(statSync(folder('c')).isDirectory()).toBe(true);
});

test('where writing stops halfway nothing has changed, and the next try succeeds', () => {
  write({ a: 'old\n', b: 'b\n' });
  expect(() => writeFolder(fillingDisk(folder(), { a: 'new\n', c: 'c\n' }), false)).toThrow('cannot be written');
  expect(standing()).toEqual(['a', 'b']);
  expect(read('made', 'a')).toBe('old\n');
  expect(write({ a: 'new\n', c: 'c\n' })).toEqual({ written: ['a', 'c'], removed: ['b'] });
});

test('a folder that was not there is not left behind half full', () => {
  const fresh = folder('one', 'two');
  expect(() => writeFolder(fillingDisk(fresh, { a: 'a\n' }), false)).toThrow('cannot be written');
  expect(existsSync(folder())).toBe(false);
});

test('remains of a killed run do not prevent the next', () => {
  put('made/.union-auth-partial/a', 'half');
  expect(write({ b: 'b\n' })).toEqual({ written: ['b'], removed: [] });
  expect(names('made')).toEqual(['.union-auth-files', 'b']);
});

test.each([[''], [' ']])('a folder without a name is refused: %j', (name) => expect(() => planFolder(name, [])).toThrow('must not be empty'));
