import { readJson } from '../../../src/common/yaml/json-reader';

test.each<[string, unknown]>([
  ['keys at every depth', { a: { b: [{ c: 1 }, { c: 2 }] }, c: null }],
  ['equal keys of different objects', [{ a: 1 }, { a: 1, b: { a: 2 } }]],
  ['texts that look like keys', { 'a"b': '"c": ', 'd\\': '\\":', 'e': 'f: "g":', ':': ':' }],
  ['texts that end in backslashes', ['\\', '\\\\', { '\\"': '\\' }]],
  ['no keys', ['a', 1, [], {}, null, true]],
  ['a key that objects have of their own', JSON.parse('{"__proto__": 1, "constructor": 2}')],
])('%s are read, however they are laid out', (_, value) => {
  const spread = JSON.stringify(value, null, '\t');
  const apart = spread.replace(/^(\t*"(?:[^"\\]|\\.)*"): /gm, '$1 \r\n\t: ');
  expect([JSON.stringify(value), spread, apart].map(readJson)).toEqual([value, value, value]);
});

test.each([
  '{"a": 1, "a": 1}',
  '{"a": {"b": 1, "c": 2, "b": 3}}',
  '[[{"a":1}],[{"b":1,"b":2}]]',
  '{"a": 1, "\\u0061": 2}',
  '{"a\\"" : 1, "a\\"" : 2}',
  '{"__proto__": 1, "__proto__": 2}',
  '{"a": 1',
  '{a: 1}',
  '',
])('%s is not a sound JSON', (text) => expect(readJson(text)).toBeUndefined());

test('megabytes are read, deep or wide', () => {
  expect(readJson('['.repeat(5000) + ']'.repeat(5000))).toBeDefined();
  expect(readJson(JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ name: `n${index}`, value: '\\'.repeat(50) }))))).toHaveLength(100_000);
});
