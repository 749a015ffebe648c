import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listed } from '../../../src/common/data/listed';

test.each<[readonly string[], string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
])('%j', (texts, said) => {
  expect(listed(texts)).toBe(said);
  expect(said).toBe(new Intl.ListFormat('en-GB').format(texts));
});

test('alternatives', () => {
  expect(listed(['a', 'b', 'c'], 'or')).toBe('a, b or c');
});

test('no module loads the languages of the world', () => {
  const src = join(__dirname, '..', '..', '..', 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files).toContain(join('common', 'data', 'listed.ts'));
  expect(files.filter((name) => /new Intl\.|toLocale|localeCompare/.test(readFileSync(join(src, name), 'utf8')))).toEqual([]);
});
