import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../src/cli/command';
import { chartOption, declaredValues, judgingRelease, readable, releaseOf } from '../../src/cli/values-options';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';

const folder = mkdtempSync(join(tmpdir(), 'values-options-'));
const [A, B, C] = ['a', 'b', 'c'].map((name) => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `${name}: 1\n`);
  return file;
});
let err = '';
const io = { env: {}, stderr: (text) => void (err += text) } as Io;
beforeEach(() => void (err = ''));

const declared = (options: Parameters<typeof declaredValues>[0]) =>
  declaredValues(options, io).map(({ name, chart, release, plane }) => [name, chart, release?.version, plane]);

test('each file is for the release and the plane that are said of it, or of all', () => {
  expect(declared({ values: [A, B], plane: ['control', 'data'], release: ['2026.3', '2026.8'] })).toEqual([[A, 'controlplane', '2026.3', undefined], [B, 'dataplane', '2026.8', undefined]]);
  expect(declared({ values: [A, B], plane: ['data'], release: ['2026.3'] })).toEqual([[A, 'dataplane', '2026.3', undefined], [B, 'dataplane', '2026.3', undefined]]);
  expect(declared({ values: [A] })).toEqual([[A, undefined, undefined, undefined]]);
  expect(declared({})).toEqual([]);
});

test('files that are named together are merged', () => {
  expect(declared({ values: [`${A},${B}`, C] })).toEqual([[A, undefined, undefined, `${A},${B}`], [B, undefined, undefined, `${A},${B}`], [C, undefined, undefined, undefined]]);
});

test.each<[Parameters<typeof declaredValues>[0], string]>([
  [{ values: [A], release: ['2026.3', '2026.8'] }, '--release: 2 for 1 --values; give one for all, or one for each'],
  [{ values: [A, B, C], plane: ['data', 'data'] }, '--plane: 2 for 3 --values; give one for all, or one for each'],
  [{ plane: ['data'] }, '--plane: needs --values FILE; name the file'],
  [{ release: ['2026.3'] }, '--release: needs --values FILE; name the file'],
  [{ values: [A], plane: ['both'] }, '--plane: "both" is unknown; choose one of control, data'],
])('%j is refused', (options, message) => expect(() => declaredValues(options, io)).toThrow(message));

test('a plane is one of two, or none', () => {
  expect([undefined, 'control', 'data'].map(chartOption)).toEqual([undefined, 'controlplane', 'dataplane']);
});

test('a release is the current one unless it is said', () => {
  expect([releaseOf('--release', undefined), releaseOf('--release', '2026.3.1'), judgingRelease('--release', undefined, io)]).toEqual([ChartVersion._current, ChartVersion.of('2026.3.1'), ChartVersion._current]);
  expect(() => releaseOf('--from', '1.0')).toThrow(/^--from: (?!.*- version)/);
});

test('in what a version differs is said', () => {
  expect(judgingRelease('--release', '2026.8.3', io)).toEqual(ChartVersion.of('2026.8.3'));
  expect(err).toBe('');
});

test('errors that the input did not cause are not reported as the caller\'s', () => {
  const error = new Error('x');
  expect(() => readable(() => { throw error; })).toThrow(error);
  expect(readable(() => 7)).toBe(7);
});
