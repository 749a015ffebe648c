import type * as verifier from './verifier';

/** Loads the verifier only for those who ask it: it has as many modules as all the rest of the library. */
export function loadVerifier(): typeof verifier {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./verifier');
}
