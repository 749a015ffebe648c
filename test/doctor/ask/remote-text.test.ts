import { percentDecoded, quoted } from '../../../src/doctor/ask/remote-text';

test('a sign of percent that escapes nothing is left as it is', () => {
  expect(['a%20b', '100%', '%zz'].map(percentDecoded)).toEqual(['a b', '100%', '%zz']);
});

test('text of strangers is one line without what a terminal obeys', () => {
  expect(quoted('a\u001b[31mb\r\nc')).toBe('a [31mb c');
  expect(quoted(' \u0000a\u007f\u009fb\u200b\u200fc\u2028\u202ed\u2060\u206fe\ufeff ')).toBe('a b c d e');
});

test('text of strangers is short', () => {
  expect([160, 161, 100_000].map((length) => quoted('x'.repeat(length)))).toEqual(['x'.repeat(160), `${'x'.repeat(159)}…`, `${'x'.repeat(159)}…`]);
  expect(quoted(`${'\n'.repeat(639)}x`)).toBe('x');
  expect(quoted(`${'\n'.repeat(640)}x`)).toBe('');
});
