import { drawn } from './drawn';

const CASES = Array.from({ length: 100 }, (_, index) => index);

test('without a seed there is nothing to draw: all cases are tried', () => {
  expect(drawn(CASES, 10, undefined)).toEqual(process.env.TEST_SEED === undefined ? CASES : drawn(CASES, 10));
});

test('a seed draws so many, in their order, and the same ones again', () => {
  const one = drawn(CASES, 10, '1');
  expect(one).toHaveLength(10);
  expect([...one].sort((a, b) => a - b)).toEqual(one);
  expect(drawn(CASES, 10, '1')).toEqual(one);
});

test('another seed draws others, and no case is out of reach', () => {
  const reached = new Set(CASES.flatMap((seed) => drawn(CASES, 10, String(seed))));
  expect(reached.size).toBe(CASES.length);
});

test('as many cases as are wanted are all tried', () => {
  expect(drawn([1, 2, 3], 3, '1')).toEqual([1, 2, 3]);
});
