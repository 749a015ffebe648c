import { asFlag, asList, asObject, asText, asTextMap, asTexts, isGoDuration } from '../../../src/verify/kube/json-access';

test.each([
  [true, true], ['true', true], ['TRUE', true], ['1', true], [1, true], ['t', true], ['T', true],
  [false, false], ['false', false], ['False', false], ['0', false], [0, false], ['f', false], ['', false],
  ['yes', undefined], ['no', undefined], [2, undefined], ['tr', undefined], [null, undefined], [undefined, undefined], [[], undefined], [{}, undefined],
])('as a flag, %j is %j', (value, flag) => expect(asFlag(value)).toBe(flag));

test.each([['a', 'a'], ['', ''], [1, '1'], [false, 'false'], [null, undefined], [['a'], undefined], [{}, undefined]])('as a text, %j is %j', (value, text) => {
  expect(asText(value)).toBe(text);
});

test.each([[['a', 1, {}, null, 'b'], ['a', '1', 'b']], ['a', ['a']], [undefined, []], [{}, []]])('as texts, %j is %j', (value, texts) => {
  expect(asTexts(value)).toEqual(texts);
});

test('what has another shape reads as absent', () => {
  expect([asObject('a'), asObject([1]), asObject({ a: 1 })]).toEqual([{}, {}, { a: 1 }]);
  expect([asList('a'), asList({}), asList([1])]).toEqual([[], [], [1]]);
  expect(asTextMap({ a: 1, b: 'b', c: {}, d: null })).toEqual({ a: '1', b: 'b' });
  expect(asTextMap(['a'])).toEqual({});
});

test.each(['5m', '1h30m', '1.5s', '.5h', '-3ms', '0', '0s', '250µs', '250μs', '5us', '7ns'])('%s is a Go duration', (text) => expect(isGoDuration(text)).toBe(true));

test.each(['', '300', '5 minutes', '1d', '5M', 'm', '1h 30m', '00', '1e3s'])('%j is not a Go duration', (text) => {
  // Go reads 00 as zero, which is not used.
  expect(isGoDuration(text)).toBe(false);
});
