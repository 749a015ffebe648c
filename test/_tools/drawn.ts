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
  const lots = cases.map((_, index) => ({ index, lot: lotOf(seed, index) }));
  const winners = lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, count).map(({ index }) => index);
  return winners.sort((a, b) => a - b).map((index) => cases[index]);
}

type Registrar = (name: string, body: () => void | Promise<void>, timeout?: number) => void;

/** `test` for those that take a second each: `npm test` tries one in so many of them, drawn by their names. */
export function oneIn(count: number, seed = SEED): Registrar {
  return (name, body, timeout) => {
    if (isDrawn(name, count, seed)) {
      test(name, async () => body(), timeout);
    }
  };
}

/** Whether this is the one in so many; always where everything is tried. */
export function isDrawn(name: string, count: number, seed = SEED): boolean {
  return seed === undefined || parseInt(lotOf(seed, name).slice(0, 8), 16) % count === 0;
}

function lotOf(seed: string, what: string | number): string {
  return createHash('md5').update(`${seed} ${what}`).digest('hex');
}
