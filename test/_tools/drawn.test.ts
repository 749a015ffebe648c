import { drawn, lots, oneIn } from './drawn';

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

test('as many cases as are wanted are all tried', () => expect(drawn([1, 2, 3], 3, '1')).toEqual([1, 2, 3]));

describe('one in three', () => {
  /** The places of those that are drawn of twelve. */
  const places = (seed: string | undefined, name = 'a test') => {
    const isDrawn = lots(3, seed);
    return Array.from({ length: 12 }, (_, place) => ({ place, drawn: isDrawn(name) })).filter((each) => each.drawn).map(({ place }) => place);
  };

  test('is all of them without a seed', () => expect(places(undefined)).toHaveLength(process.env.TEST_SEED === undefined ? 12 : 4));

  test('is one of any three in a row, the same by the same seed', () => {
    expect([[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]]).toContainEqual(places('1'));
    expect(places('1')).toEqual(places('1'));
  });

  test('begins elsewhere where other tests have other names', () => expect(new Set(CASES.map((name) => places('1', String(name))[0])).size).toBe(3));

  test('leaves none out of reach', () => expect(new Set(CASES.flatMap((seed) => places(String(seed)))).size).toBe(12));
});

describe('rows of which some are lists', () => {
  const drawnTest = oneIn(3);
  const ROWS = [[], [1, 2], 'a text'];
  /** Whatever place is drawn, it is another row's each time. */
  const turned = ROWS.map((_, by) => [...ROWS.slice(by), ...ROWS.slice(0, by)]);

  for (const rows of turned) {
    drawnTest.each(rows)('%p is passed as it is', (row) => expect(ROWS).toContainEqual(row));
  }
});
