import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderPlan, planFolder, writeFolder } from '../../src/cli/write-folder';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'write-folder-')); });
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>, isForced = false) {
  const plan = planFolder(folder, Object.entries(files).map(([path, text]) => ({ path, text, executable: false })));
  writeFolder(plan, isForced);
  return { written: plan.written, removed: plan.removed };
}
/** As a disk that fills up: these can be written, and what comes after them cannot. */
function fillingDisk(target: string, files: Readonly<Record<string, string>>): FolderPlan {
  const plan = planFolder(target, Object.entries(files).map(([path, text]) => ({ path, text, executable: false })));
  const last = { path: 'x'.repeat(300), text: '', executable: false };
  return { ...plan, files: [...plan.files, last], written: [...plan.written, last.path] };
}

/** What stands there, beside the marker; folders too. */
const standing = () => readdirSync(folder, { recursive: true }).map(String).filter((path) => !path.startsWith('.')).sort();

test('a folder takes the place of a file that is no longer made', () => {
  write({ a: 'file\n', c: 'c\n' });
  expect(write({ 'a/b/d': 'below\n', 'c': 'c\n' })).toEqual({ written: ['a/b/d'], removed: ['a'] });
  expect(standing()).toEqual(['a', 'a/b', 'a/b/d', 'c']);
  expect(readFileSync(join(folder, 'a/b/d'), 'utf8')).toBe('below\n');
});

test('a file replaces a folder that only contains obsolete files', () => {
  write({ 'a/b/d': '1\n', 'a/c': '2\n', 'e/f': '3\n' });
  expect(write({ a: 'file\n' })).toEqual({ written: ['a'], removed: ['a/b/d', 'a/c', 'e/f'] });
  expect(standing()).toEqual(['a']);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('file\n');
});

test.each([[false], [true]])('a folder with something of others stays, forced: %s', (isForced) => {
  write({ 'a/b': '1\n' });
  writeFileSync(join(folder, 'a/mine'), 'mine\n');
  expect(() => write({ a: 'file\n' }, isForced)).toThrow(`${join(folder, 'a')} is a folder, and a file of that name is to be written; move it away`);
  expect(standing()).toEqual(['a', 'a/b', 'a/mine']);
  rmSync(join(folder, 'a/mine'));
  mkdirSync(join(folder, 'a/mine'));
  expect(() => write({ a: 'file\n' }, isForced)).toThrow('move it away');
  expect(standing()).toEqual(['a', 'a/b', 'a/mine']);
});

test.each([[false], [true]])('a file of others that stands in the place of a folder stays, forced: %s', (isForced) => {
  write({ a: 'file\n' });
  writeFileSync(join(folder, 'a'), 'mine\n');
  expect(() => write({ 'a/b': '1\n' }, isForced)).toThrow(`${join(folder, 'a')} is a file, and ${join(folder, 'a/b')} is to be written; move it away`);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('mine\n');
});

test('folders that are left keep what others have in them, and one in the place of an old file is theirs', () => {
  write({ 'a/b': '1\n', 'c': '2\n' });
  writeFileSync(join(folder, 'a/mine'), 'mine\n');
  rmSync(join(folder, 'c'));
  mkdirSync(join(folder, 'c'));
  expect(write({ d: '3\n' })).toEqual({ written: ['d'], removed: ['a/b'] });
  expect(standing()).toEqual(['a', 'a/mine', 'c', 'd']);
  expect(statSync(join(folder, 'c')).isDirectory()).toBe(true);
});

test('where writing stops halfway nothing has changed, and the next try succeeds', () => {
  write({ a: 'old\n', b: 'b\n' });
  expect(() => writeFolder(fillingDisk(folder, { a: 'new\n', c: 'c\n' }), false)).toThrow('cannot be written');
  expect(standing()).toEqual(['a', 'b']);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old\n');
  expect(write({ a: 'new\n', c: 'c\n' })).toEqual({ written: ['a', 'c'], removed: ['b'] });
});

test('a folder that was not there is not left behind half full', () => {
  const fresh = join(folder, 'one', 'two');
  expect(() => writeFolder(fillingDisk(fresh, { a: 'a\n' }), false)).toThrow('cannot be written');
  expect(readdirSync(folder)).toEqual([]);
});

test('remains of a killed run do not prevent the next', () => {
  mkdirSync(join(folder, '.union-auth-partial'));
  writeFileSync(join(folder, '.union-auth-partial', 'a'), 'half');
  expect(write({ b: 'b\n' })).toEqual({ written: ['b'], removed: [] });
  expect(readdirSync(folder).sort()).toEqual(['.union-auth-files', 'b']);
});

test.each([[''], [' ']])('a folder without a name is refused: %j', (name) => expect(() => planFolder(name, [])).toThrow('is blank'));
