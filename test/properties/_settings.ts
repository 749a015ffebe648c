/** How many configurations are tried where nobody says. */
const COUNT = 1000;

/** The same ones on each run, so that a change and not chance makes the tests fail. */
const SEED = 20261127;

const { PROPERTIES_COUNT, PROPERTIES_SEED } = process.env;

/** Of `npm run test:properties`, whose seed is another each time. */
export const settings = {
  numRuns: PROPERTIES_COUNT === undefined ? COUNT : Number(PROPERTIES_COUNT),
  seed: PROPERTIES_SEED === undefined ? SEED : PROPERTIES_SEED === 'random' ? Date.now() % 2 ** 31 : Number(PROPERTIES_SEED),
};
