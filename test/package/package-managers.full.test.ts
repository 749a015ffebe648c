import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { Packed, packedLibrary } from './_packed';
import { instructionsOf, quickStart } from './_readme';
import { shell } from './_shell';

requireCompiled();

const PAGE = 'docs/getting-started.md';
const folder = mkdtempSync(join(tmpdir(), 'package-managers-'));

let packed: Packed;

beforeAll(async () => {
  packed = await packedLibrary(folder);
}, 120_000);

afterAll(async () => {
  await packed?.registry.close();
  rmSync(folder, { recursive: true });
});

test('npm: what is printed is the quick start of the README, which is tried by itself', () => {
  const [steps] = instructionsOf('README.md', 'Quick start');
  expect(instructionsOf(PAGE, 'npm')).toEqual([steps]);
});

/** Each as its users have it. */
test.each([['pnpm', 'pnpm@9'], ['Yarn', 'yarn@1']])('%s: what is printed makes an app that synthesizes', async (heading, manager) => {
  const [tool, app] = [join(folder, `tool-${heading}`), join(folder, heading)];
  mkdirSync(app);
  await shell(`npm install --silent --prefix ${tool} ${manager}`, folder);
  const env = {
    PATH: `${join(tool, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    npm_config_registry: packed.registry.url,
    YARN_REGISTRY: packed.registry.url,
    // Each build has the same version: a cache would hand out another one.
    YARN_CACHE_FOLDER: join(folder, 'yarn-cache'),
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
