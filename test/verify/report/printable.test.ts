import { count, printable, printableJson, printableLines } from '../../../src/verify/report/printable';

test('what a terminal would obey is shown by its number', () => {
  expect(printable('a\tb\nc\u001b[1m\u009b\u061c\u200e\u2028\u2067\ufeff é 😀')).toBe('a\\u0009b\\u000ac\\u001b[1m\\u009b\\u061c\\u200e\\u2028\\u2067\\ufeff é 😀');
});

test('lines stay lines', () => {
  expect(printableLines('a\rb\nc\n')).toBe('a\\u000db\nc\n');
  expect(printableJson({ a: 'b\u2028\u007f\n' })).toBe('{\n  "a": "b\\u2028\\u007f\\n"\n}\n');
});

test.each([[0, '0 errors'], [1, '1 error'], [2, '2 errors']])('%d of them', (number, text) => expect(count(number, 'error')).toBe(text));
