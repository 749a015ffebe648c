import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'helm';
/** The lowest that Union's charts work with: 3.18.0 gives templates numbers as strings, so that 0 counts as true. */
const VERSION = '3.18.1';

/** The tests' own Helm is 4. Most releases that run were installed by Helm 3, which applies client-side. */
export const helm3: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Go 1.24 or newer; a minute or two',
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (directory) =>
    run('go', ['install', '-ldflags', `-X helm.sh/helm/v3/internal/version.version=v${VERSION}`, `helm.sh/helm/v3/cmd/helm@v${VERSION}`], directory, {
      GOBIN: directory,
    })),
};
