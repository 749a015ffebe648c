import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'keycloak';
const VERSION = '26.7.3';

/** Keycloak's distribution from Maven Central; `locate` returns its folder. */
export const keycloak: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Java 17 or newer, Maven ("mvn") and Python 3 on the PATH; 177 MB, about two minutes',
  locate: () => cached(NAME, VERSION, 'server'),
  install: () => fillCache(NAME, VERSION, (directory) => {
    const scratch = mkdtempSync(join(tmpdir(), 'keycloak-'));
    try {
      const artifact = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
      run('mvn', [
        '-q', '-B', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy',
        `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`, `-Dmaven.repo.local=${join(scratch, 'm2')}`,
      ], scratch);
      // Few machines have unzip.
      run('python3', ['-m', 'zipfile', '-e', join(scratch, `keycloak-quarkus-dist-${VERSION}.zip`), directory], scratch);
      renameSync(join(directory, `keycloak-${VERSION}`), join(directory, 'server'));
      for (const file of readdirSync(join(directory, 'server', 'bin')).filter((name) => name.endsWith('.sh'))) {
        chmodSync(join(directory, 'server', 'bin', file), 0o755);
      }
      // An optimized build halves the start, and writes nothing here later.
      run(join(directory, 'server', 'bin', 'kc.sh'), ['build', '--db=dev-mem', '--cache=local'], directory);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }),
};
