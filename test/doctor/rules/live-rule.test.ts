import { likewise } from '../../../src/doctor/rules/live-rule';

test.each([
  [[], 2, ''],
  [['a'], 2, '; likewise a'],
  [['a', 'b'], 2, '; likewise a, b'],
  [['a', 'b', 'c'], 2, '; likewise a, b and 1 more'],
  [['a', 'b', 'c'], Infinity, '; likewise a, b, c'],
])('of %j at most %d are named: %j', (names, most, text) => expect(likewise(names, most)).toBe(text));
