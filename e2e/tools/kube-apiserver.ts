import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goBuild, goModule } from '../_support/go';
import { cached, fillCache, Tool } from '../_support/tool';

const NAME = 'kube-apiserver';
const VERSION = '1.34.4';
const MODULE = 'k8s.io/kubernetes';
const VERSION_PACKAGE = 'k8s.io/component-base/version';

/** Built from the module in the Go proxy, which has no binaries. */
export const kubeApiserver: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Go 1.24 or newer, 3 GB of disk for the module and build caches; about 8 minutes on 2 cores',
  minutes: 8,
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (cache, build) => {
    copyFileSync(join(__dirname, NAME, 'main.go'), join(build, 'main.go'));
    writeFileSync(join(build, 'go.mod'), goMod());
    const [major, minor] = VERSION.split('.');
    goBuild(build, join(cache, NAME), {
      [`${VERSION_PACKAGE}.gitVersion`]: `v${VERSION}`,
      [`${VERSION_PACKAGE}.gitMajor`]: major,
      [`${VERSION_PACKAGE}.gitMinor`]: minor,
    });
  }),
};

/** Kubernetes requires its staging modules as v0.0.0 and replaces them by folders; their releases are v0.<minor>.<patch>. */
function goMod(): string {
  const { goMod: theirs } = goModule(MODULE, `v${VERSION}`);
  const staging = [...new Set([...theirs.matchAll(/^\s*(k8s\.io\/\S+) v0\.0\.0$/gm)].map(([, path]) => path))];
  const release = `v0.${VERSION.split('.').slice(1).join('.')}`;
  return [
    'module example.com/kube-apiserver',
    /^go .*$/m.exec(theirs)![0],
    `require ${MODULE} v${VERSION}`,
    ...staging.map((path) => `replace ${path} => ${path} ${release}`),
    '',
  ].join('\n');
}
