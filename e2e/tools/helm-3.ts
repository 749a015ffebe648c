import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'helm';
/** The lowest version for Union's charts: 3.18.0 passes numbers to templates as strings, so that 0 counts as true. */
const VERSION = '3.18.1';

/** Helm 3, which applies client-side and has installed most running releases. The tests' own Helm is 4. */
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
