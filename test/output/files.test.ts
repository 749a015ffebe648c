import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TextFile, YamlFile } from '../../src';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test.each<[string, TextFile | YamlFile, string]>([
  ['a text', TextFile._of('one\ntwo\n'), 'one\ntwo\n'],
  ['a YAML document', YamlFile._of({ a: ['b'] }), 'a:\n  - "b"\n'],
  ['a YAML document with heading', YamlFile._of({ a: 1 }, ['one', 'two']), '# one\n# two\na: 1\n'],
])('%s is written as it reads', (_what, file, expected) => {
  const path = join(directory, 'nested', 'file');
  file.writeTo(path);
  expect(readFileSync(path, 'utf8')).toBe(expected);
  expect(file instanceof YamlFile ? file.toYaml() : file.toString()).toBe(expected);
});

test('toObject answers a copy', () => {
  const file = YamlFile._of({ a: { b: 1 } });
  (file.toObject() as { a: { b: number } }).a.b = 2;
  expect(file.toObject()).toEqual({ a: { b: 1 } });
});

test('what happens to the given object later does not show', () => {
  const given = { a: { b: 1 } };
  const file = YamlFile._of(given);
  given.a.b = 2;
  expect(file.toObject()).toEqual({ a: { b: 1 } });
  expect(parse(file.toYaml())).toEqual({ a: { b: 1 } });
});
