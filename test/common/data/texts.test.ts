import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bytesInBase64, listed, textInBase64 } from '../../../src/common/data/texts';

test.each([['aGk=', 'hi'], ['aG\n k=', 'hi'], ['w7w=', 'ü'], ['', ''], ['no base64!', 'no base64!']])('%j says %j', (base64, text) => {
  expect(textInBase64(base64)).toBe(text);
});

test('bytes are unchanged, and a text that is not base64 has none', () => {
  expect(bytesInBase64('/wA=')).toEqual(Uint8Array.of(255, 0));
  expect(bytesInBase64('$$')).toBeUndefined();
});

test.each<[readonly string[], string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
])('%j', (texts, said) => {
  expect(listed(texts)).toBe(said);
  expect(said).toBe(new Intl.ListFormat('en-GB').format(texts));
});

test('alternatives', () => expect(listed(['a', 'b', 'c'], 'or')).toBe('a, b or c'));

test('no module loads the languages of the world', () => {
  const src = join(__dirname, '..', '..', '..', 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files).toContain(join('common', 'data', 'texts.ts'));
  expect(files.filter((name) => /new Intl\.|toLocale|localeCompare/.test(readFileSync(join(src, name), 'utf8')))).toEqual([]);
});
