import { LineCounter } from '../../../src/common/yaml/line-counter';

const text = Array.from({ length: 3000 }, (_, index) => `${'x'.repeat(index % 23)}\n`).join('');
const expected = (offset: number) => text.slice(0, offset).split('\n').length - 1;

test.each([
  ['forward', [0, 1, 4095, 4096, 4097, 20_000, text.length]],
  ['backward', [text.length, 20_000, 4097, 4096, 4095, 1, 0]],
])('counts the line feeds before offsets, asked %s', (_, offsets) => {
  const lines = new LineCounter(text);
  expect(offsets.map((offset) => lines.before(offset))).toEqual(offsets.map(expected));
});

test('one long line is counted like many short ones', () => {
  const lines = new LineCounter('x'.repeat(50_000_000));
  expect(lines.before(49_999_999)).toBe(0);
});
