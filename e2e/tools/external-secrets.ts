import { chmodSync, cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cached, fillCache, run, Tool } from '../_support/tool';
import { CHECKOUT, externalSecretsSources, MODULE, USUAL, VERSION } from './external-secrets-sources';

const NAME = 'external-secrets';
/** The commit of the default release: some of its folders are separate modules without versions, which no proxy has. */
const COMMIT = 'v0.0.0-20260203074332-a2ec42276c5e';
const PARTS = ['apis', 'runtime', 'providers/v1/fake', 'providers/v1/kubernetes'];
/** The version of kube-apiserver, which shares its compiled packages. */
const KUBERNETES = { version: 'v0.34.4', modules: ['api', 'apimachinery', 'client-go', 'apiextensions-apiserver', 'component-base', 'apiserver'] };

/** The controller with two of its forty providers, without the clients of the clouds. */
export const externalSecrets: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Go 1.24 or newer and git: half of its modules are in no proxy, so Go asks GitHub for them, unless EXTERNAL_SECRETS_SOURCE names a checkout; about 3 minutes on 2 cores beside kube-apiserver',
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (cache, build) => {
    const { directory, goMod } = externalSecretsSources();
    trimmed(directory, build);
    writeFileSync(join(build, 'go.mod'), ownGoMod(goMod));
    const env = { GOFLAGS: '-mod=mod', GONOSUMDB: MODULE };
    run('go', ['mod', 'tidy'], build, env);
    run('go', ['build', '-trimpath', '-buildvcs=false', '-tags', 'fake,kubernetes', '-ldflags', '-s -w', '-o', join(cache, NAME), '.'], build, env);
  }),
};

/** The source of one of its other modules. */
function sourceOf(part: string): string {
  return CHECKOUT === undefined ? `${MODULE}/${part} ${COMMIT}` : join(resolve(CHECKOUT), part);
}

/** Copies the sources without tests, other commands, and the registrations of generators and other providers. */
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

/** Its go.mod with replaced modules of its own folders. */
function ownGoMod(theirs: string): string {
  const required = [...theirs.matchAll(/^require \(([^)]*)\)/gm)].flatMap(([, lines]) => lines.split('\n'));
  return [
    `module ${MODULE}`,
    /^go .*$/m.exec(theirs)![0],
    ...PARTS.map((part) => `replace ${MODULE}/${part} => ${sourceOf(part)}`),
    ...(VERSION === USUAL ? KUBERNETES.modules : []).map((name) => `replace k8s.io/${name} => k8s.io/${name} ${KUBERNETES.version}`),
    'require (',
    ...required.filter((line) => line.trim() !== '' && !line.includes(`${MODULE}/`)),
    ')',
    '',
  ].join('\n');
}
