import { createHash } from 'node:crypto';

/** Draws the cases of a run. Nothing where all of them are wanted, as in `npm run test:all` and in `npx jest FILE`. */
export const SEED = process.env.TEST_SEED;

/**
 * The cases to try: all of them, and in `npm test`, which sets a seed and prints it, at most as many as `count`. The same seed draws the
 * same ones, in their order.
 */
export function drawn<const T>(cases: readonly T[], count: number, seed = SEED): readonly T[] {
  if (seed === undefined || cases.length <= count) {
    return cases;
  }
  const numbered = cases.map((_, index) => ({ index, lot: lotOf(seed, index) }));
  const winners = numbered.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, count).map(({ index }) => index);
  return winners.sort((a, b) => a - b).map((index) => cases[index]);
}

/** As much of `test` as can be drawn. */
export interface DrawnTest {
  (name: string, body: () => void | Promise<void>, timeout?: number): void;
  readonly each: jest.Each;
}

/**
 * `test` for slow tests: `npm test` runs one of every `count`, also of the rows of a table; the seed says with which it begins. A file of
 * such tests has `const deep = oneIn(3)`, and says why: its tests are `deep(…)`, and `test` is jest's. A `describe` with hooks needs at
 * least `count` tests, since jest wants a test beside each hook.
 */
export function oneIn(count: number): DrawnTest {
  const isDrawn = lots(count);
  const one = (name: string, body: () => void | Promise<void>, timeout?: number) => {
    if (isDrawn(name)) {
      test(name, async () => body(), timeout);
    }
  };
  const each = (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => void, timeout?: number) => {
    // What jest makes of a row depends on all of them: where some are no lists, a list is passed as it is.
    const areLists = rows.every(Array.isArray);
    const drawnRows = rows.filter(() => isDrawn(name)).map((row) => (areLists ? row : [row]));
    if (drawnRows.length > 0) {
      test.each(drawnRows)(name, body as never, timeout);
    }
  };
  return Object.assign(one, { each: each as unknown as jest.Each });
}

/**
 * Whether each of a sequence is drawn: exactly one of every `count`; all of them without a seed. The first name decides, besides the seed,
 * with which it begins: else one seed would draw the slow ones everywhere.
 */
export function lots(count: number, seed = SEED): (name: string) => boolean {
  let place: number | undefined;
  return (name) => {
    place ??= seed === undefined ? 0 : parseInt(lotOf(seed, name).slice(0, 8), 16);
    return seed === undefined || place++ % count === 0;
  };
}

function lotOf(seed: string, what: string | number): string {
  return createHash('md5').update(`${seed} ${what}`).digest('hex');
}

/** Numbers in [0, 1) that a seed decides. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
