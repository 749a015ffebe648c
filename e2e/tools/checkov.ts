import { CHECKOV_VERSION } from '../../test/_tools/needs';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'checkov';

/** A folder of Python packages; run `python3 -m checkov.main` with it in PYTHONPATH. */
export const checkov: Tool = {
  name: NAME,
  version: CHECKOV_VERSION,
  needs: 'Python 3 with pip; a minute',
  locate: () => cached(NAME, CHECKOV_VERSION, 'checkov/main.py'),
  install: () => fillCache(NAME, CHECKOV_VERSION, (directory) => {
    run('python3', ['-m', 'pip', 'install', '--quiet', '--target', directory, `checkov==${CHECKOV_VERSION}`], directory);
  }),
};
