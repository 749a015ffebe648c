// @ts-check
import { createHash } from 'node:crypto';

const { SAMPLE = '1', SEED = '1' } = process.env;

/**
 * Draws each mutant by itself, with the chance `SAMPLE`: what it is, where it stands and `SEED` decide, so the same seed draws the same mutants.
 *
 * @param {import('@stryker-mutator/api/core').Mutant} mutant
 */
function isDrawn({ fileName, location, mutatorName, replacement }) {
  const name = JSON.stringify([SEED, fileName.split('/src/').at(-1), location, mutatorName, replacement]);
  return createHash('sha256').update(name).digest().readUInt32BE() < Number(SAMPLE) * 2 ** 32;
}

// Stryker knows no status for it: what is not drawn counts among the compile errors, outside the score.
const drawn = { status: 'passed' };
const notDrawn = { status: 'compileError', reason: 'not drawn' };

const sample = {
  init: async () => {},
  /** @param {import('@stryker-mutator/api/core').Mutant[]} mutants */
  group: async (mutants) => [mutants.map(({ id }) => id)],
  /** @param {import('@stryker-mutator/api/core').Mutant[]} mutants */
  check: async (mutants) => Object.fromEntries(mutants.map((mutant) => [mutant.id, isDrawn(mutant) ? drawn : notDrawn])),
};

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', value: sample }];
