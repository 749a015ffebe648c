import { goProgram } from '../_support/go-program';

/** Dex from its main branch: no release of it has the client credentials grant (dexidp/dex#4583). */
export const dex = goProgram({
  name: 'dex',
  module: 'github.com/dexidp/dex',
  version: '0.0.0-20260806151424-ab64ed778070',
  program: 'cmd/dex',
  minutes: 4,
});
