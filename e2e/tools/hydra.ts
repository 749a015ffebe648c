import { goProgram } from '../_support/go-program';

/** The newest release that the Go proxy has. Its in-memory database is SQLite, which is written in C. */
export const hydra = goProgram({
  name: 'hydra', module: 'github.com/ory/hydra/v2', version: '2.3.0', minutes: 2, tags: ['sqlite', 'sqlite_omit_load_extension'], cgo: true,
});
