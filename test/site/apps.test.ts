import { excerptOf } from '../../site/apps/judge/findings';
import { marked } from '../../site/apps/make/files';

describe('lines around a finding', () => {
  const text = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');

  test.each([
    [1, 1, ['line 1', 'line 2', 'line 3', 'line 4', 'line 5']],
    [3, 1, ['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6', 'line 7']],
    [10, 6, ['line 6', 'line 7', 'line 8', 'line 9', 'line 10', 'line 11', 'line 12', 'line 13', 'line 14']],
    [20, 16, ['line 16', 'line 17', 'line 18', 'line 19', 'line 20']],
  ])('of line %d begin at %d', (line, start, lines) => expect(excerptOf(text, line)).toEqual([start, lines]));

  test('of a text of one line are that line', () => {
    expect(excerptOf('only', 1)).toEqual([1, ['only']]);
    expect(excerptOf('', 1)).toEqual([1, ['']]);
  });
});

describe('what an answer changed', () => {
  const added = (text: string, before?: string) => marked(text, before).filter((line) => line.added).map((line) => line.text);

  test('is the lines that were not there', () => {
    expect(added('a\nb\nc', 'a\nc')).toEqual(['b']);
    expect(added('a\na', 'a')).toEqual(['a']);
    expect(added('a\nb', '')).toEqual(['a', 'b']);
  });

  test('is nothing of what is shown for the first time', () => expect(added('a\nb')).toEqual([]));
});
