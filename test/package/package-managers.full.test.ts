import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { CACHE } from '../_tools/needs';
import { packedLibrary } from './_packed';
import { instructionsOf, quickStart } from './_readme';
import { shell } from './_shell';

requireCompiled();

const PAGE = 'docs/getting-started.md';
const packed = packedLibrary();
const { folder } = packed;

test('npm: what is printed is the quick start of the README, which is tried by itself', () => {
  const [steps] = instructionsOf('README.md', 'Quick start');
  expect(instructionsOf(PAGE, 'npm')).toEqual([steps]);
});

const YARN_CACHE = join(CACHE, 'yarn');

/** Each build has the same version: the cache would hand out another one. */
function forgetOwnPackage(): void {
  const paths = existsSync(YARN_CACHE) ? readdirSync(YARN_CACHE, { recursive: true, encoding: 'utf8' }) : [];
  for (const path of paths.filter((each) => /^v\d+\/npm-cdk8s-union-auth-[^/]+$/.test(each))) {
    rmSync(join(YARN_CACHE, path), { recursive: true });
  }
}

/** Each as its users have it. */
test.each([['pnpm', 'pnpm@9'], ['Yarn', 'yarn@1']])('%s: what is printed makes an app that synthesizes', async (heading, manager) => {
  const [tool, app] = [join(folder, `tool-${heading}`), join(folder, heading)];
  mkdirSync(app);
  forgetOwnPackage();
  await shell(`npm install --silent --prefix ${tool} ${manager}`, folder);
  const env = {
    PATH: `${join(tool, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    npm_config_registry: packed.registry.url,
    YARN_REGISTRY: packed.registry.url,
    YARN_CACHE_FOLDER: YARN_CACHE,
    // Yarn leaves a folder for each of its runs.
    TMPDIR: folder,
  };
  const [install, ...further] = instructionsOf(PAGE, heading);
  expect(further).toEqual([]);
  for (const step of [install, ...instructionsOf(PAGE, 'The app')]) {
    if ('file' in step) {
      writeFileSync(join(app, step.file), step.text);
      writeFileSync(join(app, 'main.ts'), quickStart());
    } else {
      await shell(step.commands, app, env);
    }
  }
  expect(readFileSync(join(app, 'dist', 'controlplane.values.yaml'), 'utf8')).toContain('useAuth: true');
}, 300_000);
