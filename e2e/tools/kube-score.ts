import { KUBE_SCORE_VERSION } from '../../test/_tools/needs';
import { cached, fillCache, onPath, run, Tool } from '../_support/tool';

const NAME = 'kube-score';

export const kubeScore: Tool = {
  name: NAME,
  version: KUBE_SCORE_VERSION,
  needs: 'Go 1.24 or newer; a minute or two',
  locate: () => onPath(NAME) ?? cached(NAME, KUBE_SCORE_VERSION, NAME),
  install: () => fillCache(NAME, KUBE_SCORE_VERSION, (directory) =>
    run('go', ['install', `github.com/zegl/kube-score/cmd/kube-score@v${KUBE_SCORE_VERSION}`], directory, { GOBIN: directory })),
};
