import { drawn, lottery } from './drawn';

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

describe('a lottery', () => {
  const drawnBy = (seed: string | undefined, names: readonly string[]) => {
    const isDrawn = lottery(3, seed);
    return names.filter((name) => isDrawn(name));
  };
  const NAMES = CASES.map((index) => `test ${index}`);

  test('without a seed tries everything', () => {
    expect(drawnBy(undefined, NAMES)).toEqual(NAMES);
  });

  test('draws about one in so many, the same ones by the same seed', () => {
    const one = drawnBy('1', NAMES);
    expect(one.length).toBeGreaterThan(15);
    expect(one.length).toBeLessThan(55);
    expect(drawnBy('1', NAMES)).toEqual(one);
    expect(drawnBy('2', NAMES)).not.toEqual(one);
  });

  test('leaves none out of reach, of those of one name neither', () => {
    const same = CASES.map(() => 'a row');
    const reached = (names: readonly string[]) => new Set(CASES.flatMap((seed) => {
      const isDrawn = lottery(3, String(seed));
      return names.flatMap((name, index) => (isDrawn(name) ? [index] : []));
    }));
    expect(reached(NAMES).size).toBe(CASES.length);
    expect(reached(same).size).toBe(CASES.length);
  });
});
