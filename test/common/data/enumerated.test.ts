import { enumerated, enumeration, leading, listText } from '../../../src/common/data/enumerated';

test('each text occurs once, with the separator between', () => {
  expect(enumerated(['a', 'b', 'a'])).toBe('a, b');
  expect(enumerated(new Set(['a', 'b']), ' or ')).toBe('a or b');
  expect(enumerated([])).toBe('');
});

test('of many the first are spelled out and the rest are counted', () => {
  const hosts = Array.from({ length: 300 }, (_, index) => `h${index}`);
  expect(enumerated(hosts.slice(0, 8))).toBe('h0, h1, h2, h3, h4, h5, h6, h7');
  expect(enumerated(hosts)).toBe('h0, h1, h2, h3, h4, h5, h6, h7 and 292 more');
});

test('a short list is shown, a long one by what it lacks', () => {
  expect(listText(['a', 'b'], 'headers', ['c'])).toBe('a, b');
  expect(listText(['a', 'b', 'd', 'e', 'f'], 'headers', ['c', 'g'])).toBe('5 headers, without c, g');
  expect(listText([], 'headers', ['c'])).toBe('no headers');
});

test('a headline has the first of a list', () => {
  expect([['a'], ['a', 'b'], ['a', 'b', 'c', 'b']].map(leading)).toEqual(['a', 'a and b', 'a and 2 more']);
});

test('a phrase names all of a few, and the first of many', () => {
  expect(enumeration(['a', 'b', 'c'])).toBe('a, b and c');
  expect(enumeration(Array.from({ length: 10 }, (_, i) => `${i}`))).toBe('0, 1, 2, 3, 4, 5, 6, 7 and 2 more');
});
