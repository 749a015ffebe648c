import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GoModule, goModule } from '../_support/go';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'external-secrets';
const VERSION = '1.3.2';
const MODULE = 'github.com/external-secrets/external-secrets';
/** A checkout of the release, where GitHub is not reached: its folders are modules of their own, and in no proxy. */
const CHECKOUT = process.env.EXTERNAL_SECRETS_SOURCE;
/** The commit of the release: its folders have no versions. */
const COMMIT = 'v0.0.0-20260203074332-a2ec42276c5e';
const PARTS = ['apis', 'runtime', 'providers/v1/fake', 'providers/v1/kubernetes'];
/** So that it shares what kube-apiserver has compiled. */
const KUBERNETES = { version: 'v0.34.4', modules: ['api', 'apimachinery', 'client-go', 'apiextensions-apiserver', 'component-base', 'apiserver'] };

/** The controller with two of its forty providers, which leaves the sources of the clouds out. */
export const externalSecrets: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Go 1.24 or newer and git: half of its modules are in no proxy, so Go asks GitHub for them, or EXTERNAL_SECRETS_SOURCE names a checkout of v1.3.2; about 3 minutes on 2 cores beside kube-apiserver',
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (cache) => {
    const build = mkdtempSync(join(tmpdir(), `${NAME}-`));
    try {
      const { directory, goMod } = CHECKOUT === undefined ? goModule(MODULE, `v${VERSION}`) : checkedOut(CHECKOUT);
      trimmed(directory, build);
      writeFileSync(join(build, 'go.mod'), ownGoMod(goMod));
      const env = { GOFLAGS: '-mod=mod', GONOSUMDB: MODULE };
      run('go', ['mod', 'tidy'], build, env);
      run('go', ['build', '-trimpath', '-buildvcs=false', '-tags', 'fake,kubernetes', '-ldflags', '-s -w', '-o', join(cache, NAME), '.'], build, env);
    } finally {
      rmSync(build, { recursive: true });
    }
  }),
};

function checkedOut(directory: string): GoModule {
  return { directory, goMod: readFileSync(join(directory, 'go.mod'), 'utf8') };
}

/** Where one of its own modules comes from. */
function sourceOf(part: string): string {
  return CHECKOUT === undefined ? `${MODULE}/${part} ${COMMIT}` : join(resolve(CHECKOUT), part);
}

/** Its sources without tests, its other command line, and the registration of the other providers and of generators. */
function trimmed(from: string, to: string): void {
  ['main.go', 'go.sum', 'cmd/controller', 'pkg'].forEach((part) => cpSync(join(from, part), join(to, part), { recursive: true }));
  const files = readdirSync(to, { recursive: true, withFileTypes: true });
  files.forEach(({ parentPath, name }) => chmodSync(join(parentPath, name), 0o700));
  const registered = join(to, 'pkg', 'register');
  files.filter((file) => file.isFile()).forEach(({ parentPath, name }) => {
    if (name.endsWith('_test.go') || (parentPath === registered && !['fake.go', 'kubernetes.go'].includes(name))) {
      rmSync(join(parentPath, name));
    }
  });
}

/** What it requires besides its own folders, at the versions that it names. */
function ownGoMod(theirs: string): string {
  const required = [...theirs.matchAll(/^require \(([^)]*)\)/gm)].flatMap(([, lines]) => lines.split('\n'));
  return [
    `module ${MODULE}`,
    /^go .*$/m.exec(theirs)![0],
    ...PARTS.map((part) => `replace ${MODULE}/${part} => ${sourceOf(part)}`),
    ...KUBERNETES.modules.map((name) => `replace k8s.io/${name} => k8s.io/${name} ${KUBERNETES.version}`),
    'require (',
    ...required.filter((line) => line.trim() !== '' && !line.includes(`${MODULE}/`)),
    ')',
    '',
  ].join('\n');
}
