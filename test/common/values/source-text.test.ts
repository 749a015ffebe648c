import { flowText, indented, SourceText } from '../../../src/common/values/source-text';

test.each([
  ['a\n  b\n\n    c\r\n', 2, '  a\n    b\n\n      c\r\n'],
  ['a\n  b\n    c', -2, 'a\nb\n  c'],
  ['  a\n b', -4, 'a\nb'],
])('%j is moved by %i', (text, by, moved) => expect(indented(text, by)).toBe(moved));

test.each<[unknown, string]>([
  ['a.b/c:d@e_f-1', 'a.b/c:d@e_f-1'], ['1a', '"1a"'], ['', '""'], ['a b', '"a b"'], ['a:', '"a:"'],
  ...['y', 'N', 'yes', 'no', 'on', 'Off', 'true', 'FALSE', 'null'].map((word): [string, string] => [word, `"${word}"`]),
  [1, '1'], [null, 'null'], [undefined, 'null'], [[1, ['a']], '[1, [a]]'], [{ 'a b': { c: true } }, '{"a b": {c: true}}'], [{}, '{}'],
])('%j in a flow collection is %s', (value, text) => expect(flowText(value)).toBe(text));

test('edits apply at their places in any order, and a comment stays apart from what is put before it', () => {
  const edits = [{ start: 4, end: 5, text: 'yy' }, { start: 0, end: 1, text: 'x' }];
  expect(new SourceText('a: b#c\n').edited([...edits].reverse()).text).toBe('x: byy\n'.replace('byy', 'byyc'));
  expect(new SourceText('a: #c\n').edited([{ start: 3, end: 3, text: 'b' }]).text).toBe('a: b #c\n');
});

test('spaces that only our reader needs are not written', () => {
  const source = SourceText.indented('a: [\n1]\nb: 2\n', 'a: [\n 1]\nb: 2\n');
  expect([source.text, source.written]).toEqual(['a: [\n 1]\nb: 2\n', 'a: [\n1]\nb: 2\n']);
  expect(source.edited([{ start: 9, end: 10, text: 'cc' }]).written).toBe('a: [\n1]\ncc: 2\n');
});
