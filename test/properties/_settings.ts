/** How many configurations are tried in each run of the tests, and in one of `npm run test:properties`. */
const COUNT = 1_000;
const MANY = 10_000;

/** The same ones on each run of the tests, so that a change and not chance makes them fail. */
const SEED = 20261127;

const { PROPERTIES, PROPERTIES_COUNT, PROPERTIES_SEED } = process.env;
const isWide = PROPERTIES === 'many';

export const settings = {
  numRuns: Number(PROPERTIES_COUNT ?? (isWide ? MANY : COUNT)),
  seed: Number(PROPERTIES_SEED ?? (isWide ? Date.now() % 2 ** 31 : SEED)),
};
