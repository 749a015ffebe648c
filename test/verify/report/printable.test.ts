import { count, printable, printableJson, printableLines } from '../../../src/verify/report/printable';

test('what a terminal would obey is shown by its number', () => {
  expect(printable('a\tb\nc\u001b[1m\u009b\u061c\u200e\u2028\u2067\ufeff é 😀')).toBe('a\\u0009b\\u000ac\\u001b[1m\\u009b\\u061c\\u200e\\u2028\\u2067\\ufeff é 😀');
});

test('lines stay lines', () => {
  expect(printableLines('a\rb\nc\n')).toBe('a\\u000db\nc\n');
  expect(printableJson({ a: 'b\u2028\u007f\n' })).toBe('{\n  "a": "b\\u2028\\u007f\\n"\n}\n');
});

test.each([
  [0, 'error', '0 errors'], [1, 'error', '1 error'], [2, 'error', '2 errors'], [2, 'SecurityPolicy', '2 SecurityPolicies'], [2, 'day', '2 days'], [2, 'Ingress', '2 Ingresses'],
  [2, 'box', '2 boxes'], [2, 'match', '2 matches'], [2, 'mesh', '2 meshes'], [1, 'mesh', '1 mesh'],
])('%d of %s are %s', (number, noun, text) => expect(count(number, noun)).toBe(text));
