import { Duration } from 'cdk8s';
import { duration, goDurationOf } from '../../../src/common/props/construct-props';
import { Problems } from '../../../src/common/props/problems';

function problemOf(value: Duration, orZero?: string): string | undefined {
  const problems = new Problems('It');
  duration(Duration.seconds(10), orZero)(problems, 'p', value);
  try {
    problems.throwIfAny();
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n  - ')[1];
  }
}

test.each([
  [0, '0s'], [0.5, '500ms'], [10, '10s'], [10.5, '10s500ms'], [59.9999, '59s999ms'], [5400, '1h30m'], [365 * 86_400, '8760h'],
])('%d seconds are %s', (seconds, expected) => expect(goDurationOf(Duration.seconds(seconds))).toBe(expected));

test.each<[string, number, string | undefined]>([
  ['enough', 10, undefined],
  ['the longest that Go knows', 9_223_372_036, undefined],
  ['too short', 9, 'p: "9s" is too short; give at least 10s'],
  ['zero', 0, 'p: "0s" is too short; give at least 10s'],
  // It would be written as "0s", which means once.
  ['not a number', NaN, 'p: NaN is not a valid duration; give at least 10s'],
  ['endless', Infinity, 'p: Infinity is not a valid duration; give at least 10s'],
  ['longer than Go knows', 9_223_372_037, 'p: "2562047h47m17s" is longer than Kubernetes can read; give at most 2562047h47m16s'],
  ['written with an exponent', 1e300, expect.stringMatching(/^p: ".*" is longer than Kubernetes can read; give at most 2562047h47m16s$/)],
])('%s', (_, seconds, expected) => expect(problemOf(Duration.seconds(seconds))).toEqual(expected));

test('zero, where it is allowed', () => {
  expect(problemOf(Duration.seconds(0), 'to read once')).toBeUndefined();
  expect(problemOf(Duration.seconds(1), 'to read once')).toBe('p: "1s" is too short; give at least 10s, or zero to read once');
  expect(problemOf(Duration.seconds(NaN), 'to read once')).toBe('p: NaN is not a valid duration; give at least 10s, or zero to read once');
});
