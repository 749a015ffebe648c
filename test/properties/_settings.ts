import { SEED } from '../_tools/drawn';

/** How many configurations are tried in `npm test`, in each run of these tests alone, and in one of `npm run test:properties`. */
const FEW = 10;
const COUNT = 500;
const MANY = 10_000;

/** The same ones on each run in full, so that a change and not chance makes them fail. */
const STEADY = 20261127;

const { PROPERTIES, PROPERTIES_COUNT, PROPERTIES_SEED } = process.env;
const isWide = PROPERTIES === 'many';

export const settings = {
  /** Whether there are so many that some of each kind must be among them. */
  isPart: SEED !== undefined && PROPERTIES_COUNT === undefined && !isWide,
  numRuns: Number(PROPERTIES_COUNT ?? (isWide ? MANY : SEED === undefined ? COUNT : FEW)),
  seed: Number(PROPERTIES_SEED ?? (isWide ? Date.now() % 2 ** 31 : SEED ?? STEADY)),
};
