import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'dex';
const REPOSITORY = 'https://github.com/dexidp/dex';
/** On the main branch of August 2026, since no release has the client credentials grant. */
const COMMIT = 'ab64ed778070e983cbb10cfc07ea4bb397d14312';
const VERSION = `2026-08-${COMMIT.slice(0, 9)}`;
const { DEX_SOURCE } = process.env;

/** Dex. It needs its repository, since its API is a module that no proxy has. */
export const dex: Tool = {
  name: NAME,
  version: VERSION,
  needs: `Go 1.25 or newer, and git for ${REPOSITORY}, unless DEX_SOURCE names a checkout of ${COMMIT.slice(0, 9)}; about 3 minutes on 2 cores`,
  minutes: 3,
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (cache, build) => {
    if (DEX_SOURCE === undefined) {
      run('git', ['init', '--quiet'], build);
      run('git', ['fetch', '--quiet', '--depth', '1', REPOSITORY, COMMIT], build);
      run('git', ['checkout', '--quiet', 'FETCH_HEAD'], build);
    } else {
      cpSync(DEX_SOURCE, build, { recursive: true });
    }
    run('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', join(cache, NAME), './cmd/dex'], build, { CGO_ENABLED: '0' });
  }),
};
