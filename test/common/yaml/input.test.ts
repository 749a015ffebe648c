import { BYTE_ORDER_MARK, LineCounter, UnreadableInputError, problemText, withoutMark } from '../../../src/common/yaml/input';

const [placed, whole] = [{ file: 'a.yaml', line: 3, reason: 'is odd' }, { file: 'b.yaml', reason: 'is not UTF-8' }];

test('a problem has the format of compilers, with its line if known', () => {
  expect([placed, whole].map(problemText)).toEqual(['a.yaml:3: is odd', 'b.yaml: is not UTF-8']);
});

test('the error lists the problems of every text', () => {
  const error = new UnreadableInputError([placed, whole]);
  expect([error.name, error.message, error.problems]).toEqual(['UnreadableInputError', 'a.yaml:3: is odd\nb.yaml: is not UTF-8', [placed, whole]]);
});

test.each([
  ['a: 1', 'a: 1'],
  [`${BYTE_ORDER_MARK}a: 1`, 'a: 1'],
  [`${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}a`, `${BYTE_ORDER_MARK}a`],
  [`a: ${BYTE_ORDER_MARK}`, `a: ${BYTE_ORDER_MARK}`],
  ['', ''],
])('%j without the mark at its start is %j', (text, expected) => expect(withoutMark(text)).toBe(expected));

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
