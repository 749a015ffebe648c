import { grouped, groupsByKey, oncePer, oncePerName } from '../../../src/common/data/collections';

test('items with one key stand together, by the first of each', () => {
  expect(grouped(['beta', 'alpha', 'bravo', 'gamma', 'apple'], ([letter]) => letter)).toEqual([['beta', 'bravo'], ['alpha', 'apple'], ['gamma']]);
});

test('nothing has no groups', () => expect(grouped([], String)).toEqual([]));

test('groups are looked up by key, without items that have none', () => {
  const groups = groupsByKey(['beta', '', 'bravo', 'gamma'], (word) => word[0]);
  expect([...groups]).toEqual([['b', ['beta', 'bravo']], ['g', ['gamma']]]);
});

describe.each([
  ['oncePer', oncePer<object, number | undefined>, [{}, {}]],
  ['oncePerName', oncePerName<number | undefined>, ['first', 'second']],
] as const)('%s', (_, once, [first, second]) => {
  const remembered = once as (make: (key: unknown) => number | undefined) => (key: unknown) => number | undefined;

  test('asks once for each', () => {
    const asked: unknown[] = [];
    const length = remembered((key) => asked.push(key));

    expect([length(first), length(second), length(first), length(second)]).toEqual([1, 2, 1, 2]);
    expect(asked).toEqual([first, second]);
  });

  test('remembers that there is not an answer', () => {
    const asked: unknown[] = [];
    const nothing = remembered((key) => void asked.push(key));

    expect([nothing(first), nothing(first)]).toEqual([undefined, undefined]);
    expect(asked).toEqual([first]);
  });
});
