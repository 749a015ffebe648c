import { grouped, groupsByKey } from '../../../src/common/data/grouped';

test('items with one key stand together, by the first of each', () => {
  expect(grouped(['beta', 'alpha', 'bravo', 'gamma', 'apple'], ([letter]) => letter)).toEqual([['beta', 'bravo'], ['alpha', 'apple'], ['gamma']]);
});

test('nothing has no groups', () => {
  expect(grouped([], String)).toEqual([]);
});

test('groups are looked up by key, without items that have none', () => {
  const groups = groupsByKey(['beta', '', 'bravo', 'gamma'], (word) => word[0]);
  expect([...groups]).toEqual([['b', ['beta', 'bravo']], ['g', ['gamma']]]);
});
