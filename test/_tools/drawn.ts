import { createHash } from 'node:crypto';

/** Draws the cases of a run. Nothing where all of them are wanted, as in `npm run test:all` and in `npx jest FILE`. */
export const SEED = process.env.TEST_SEED;

/**
 * The cases to try: all of them, and in `npm test`, which sets a seed and prints it, as many as are named here. The same seed draws the
 * same ones, in their order; what is not drawn today is tomorrow.
 */
export function drawn<const T>(cases: readonly T[], count: number, seed = SEED): readonly T[] {
  if (seed === undefined || cases.length <= count) {
    return cases;
  }
  const lots = cases.map((_, index) => ({ index, lot: createHash('md5').update(`${seed} ${index}`).digest('hex') }));
  const winners = lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, count).map(({ index }) => index);
  return winners.sort((a, b) => a - b).map((index) => cases[index]);
}
