import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goBuild, goModule } from '../_support/go';
import { cached, fillCache, Tool } from '../_support/tool';

const NAME = 'argo-cd';
const VERSION = '3.2.0';
/** The version of our main.go. */
const BUILD = `${VERSION}-2`;
const MODULE = 'github.com/argoproj/argo-cd/v3';
/** The version of kube-apiserver, which shares its compiled packages. */
const KUBERNETES = 'v0.34.4';

/** Argo CD's controllers, repo server and cache: miniredis, as in its command line. */
export const argoCd: Tool = {
  name: NAME,
  version: VERSION,
  needs:
    'Go 1.25 or newer, 4 GB of disk for the module and build caches; 10 to 17 minutes on 2 cores beside kube-apiserver',
  locate: () => cached(NAME, BUILD, NAME),
  install: () =>
    fillCache(NAME, BUILD, (cache, build) => {
      copyFileSync(join(__dirname, NAME, 'main.go'), join(build, 'main.go'));
      writeFileSync(join(build, 'go.mod'), goMod());
      goBuild(build, join(cache, NAME));
    }),
};

/** Go applies only the replacements of the main module, which is ours: copies Argo CD's, with one version of Kubernetes. */
function goMod(): string {
  const { goMod: theirs } = goModule(MODULE, `v${VERSION}`);
  const replaced = [...theirs.matchAll(/^\s*(\S+) => (\S+) (v\S+)$/gm)].map(
    ([, from, to, version]) =>
      `replace ${from} => ${to} ${/^k8s\.io\/[\w-]+$/.test(to) && version.startsWith('v0.34.') ? KUBERNETES : version}`,
  );
  return [
    `module example.com/${NAME}`,
    /^go .*$/m.exec(theirs)![0],
    `require ${MODULE} v${VERSION}`,
    ...replaced,
    '',
  ].join('\n');
}
