import { charactersIn, cut, named, textWidth, wrapped } from '../../../src/verify/drawing/text-size';

test.each<[text: string, width: number, lines: number, made: readonly string[]]>([
  ['', 10, 2, ['']],
  ['one two', 7, 2, ['one two']],
  ['one two', 6, 2, ['one', 'two']],
  ['one  two\n three', 20, 2, ['one two three']],
  ['one two three', 7, 1, ['one tw…']],
  ['one two three four', 7, 2, ['one two', 'three…']],
  // A word that fits on a line begins a new one, unless that would leave one almost empty; a longer one is split.
  ['abcd /etc/union/secret', 16, 9, ['abcd /etc/union/', 'secret']],
  ['abc /etc/union/secre', 16, 9, ['abc', '/etc/union/secre']],
  ['ab /etc/union/secre', 16, 9, ['ab /etc/union/', 'secre']],
  ['abc /etc/union/secret', 16, 9, ['abc /etc/union/', 'secret']],
  ['abc abcdefghijkl', 12, 9, ['abc', 'abcdefghijkl']],
  ['ab abcdefghijkl', 12, 9, ['ab', 'abcdefghijkl']],
  ['abcdefghij', 4, 9, ['abcd', 'efgh', 'ij']],
  ['a-b_c.d,e:f@g/h', 4, 9, ['a-b_', 'c.d,', 'e:f@', 'g/h']],
  ['東京都', 4, 9, ['東京', '都']],
])('%j in %i cells and %i lines', (text, width, lines, made) => expect(wrapped(text, width, lines)).toEqual(made));

test.each<[text: string, width: number, made: string]>([
  ['abc', 3, 'abc'], ['abcd', 3, 'ab…'], ['abcd', 1, '…'], ['東京都', 4, '東…'], ['ab…cd', 4, 'ab…'], ['e\u0301e', 2, 'e\u0301e'],
])('%j cut to %i cells', (text, width, made) => expect(cut(text, width)).toBe(made));

const LONG = 'a-name-that-is-longer-than-the-room';
test.each<[names: readonly string[], width: number, lines: number, made: readonly string[]]>([
  [[], 10, 2, []],
  [['a', 'b'], 10, 1, ['a, b']],
  [['aaaa', 'bbbb', 'cccc'], 10, 1, ['aaaa +2']],
  [['aaaa', 'bbbb', 'cccc'], 10, 2, ['aaaa,', 'bbbb, cccc']],
  [[LONG], 10, 2, ['a-name-', 'that-is-…']],
  [[LONG, 'b'], 10, 2, ['a-name-…', '+1']],
  [[LONG, 'b'], 10, 1, ['a-name-…', '+1']],
  [[LONG, 'b', 'c'], 10, 3, ['a-name-', 'that-is-…', '+2']],
])('%j in %i cells and %i lines', (names, width, lines, made) => expect(named(names, width, lines)).toEqual(made));

test('wide and combining characters have their width', () => {
  expect([textWidth('ab'), textWidth('東'), textWidth('🔑'), textWidth('e\u0301')].map((width) => Math.round(width / textWidth('a')))).toEqual([2, 2, 2, 1]);
  expect([charactersIn(0), charactersIn(7.2), charactersIn(7.3), charactersIn(14.5), charactersIn(14.5, 24)]).toEqual([1, 1, 1, 2, 1]);
});
