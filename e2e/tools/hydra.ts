import { goProgram } from '../_support/go-program';

/** The newest release in the Go proxy. Its in-memory database is SQLite, which needs a C compiler. */
export const hydra = goProgram({
  name: 'hydra', module: 'github.com/ory/hydra/v2', version: '2.3.0', minutes: 2, tags: ['sqlite', 'sqlite_omit_load_extension'], cgo: true,
});
