import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { answersText } from '../../src/init';
import { requireCompiled } from '../_tools/compiled';
import { manifestsIn } from '../examples/_dist';
import { LEAST } from '../init/_answers';
import { packedLibrary } from './_packed';
import { instructionsOf, ROOT } from './_readme';
import { shell } from './_shell';

requireCompiled();

let project: string;
let env: Record<string, string>;

const packed = packedLibrary(async ({ folder, registry }) => {
  project = join(folder, 'union-auth');
  mkdirSync(project);
  env = { npm_config_registry: registry.url, npm_config_prefer_offline: 'true' };
  for (const instruction of instructionsOf('README.md', 'Quick start')) {
    if ('file' in instruction) {
      writeFileSync(join(project, instruction.file), instruction.text);
    } else {
      await shell(instruction.commands, project, env);
    }
  }
});

test('the quick start of the README synthesizes in an empty folder, as it is printed', () => {
  const written = (file: string) => readFileSync(join(project, 'dist', file), 'utf8');
  expect(manifestsIn(written('union-cp.k8s.yaml')).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('ExternalSecret flyte-admin-secrets-auth');
  expect(manifestsIn(written('union.k8s.yaml')).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('ExternalSecret union-secret-auth');
  expect(written('controlplane.values.yaml')).toContain('useAuth: true');
});

test('the app that init writes synthesizes at first try, and passes its own test', async () => {
  const [app, answers] = ['app', 'answers.yaml'].map((name) => join(packed.folder, name));
  writeFileSync(answers, answersText(LEAST));
  await shell(`npx --no-install cdk8s-union-auth init --yes --answers ${answers} ${app}`, project);
  const output = await shell('npm install && npm run synth && npm test && npm run verify', app, env);
  expect(output).toMatch(/^# pass 3$|^. pass 3$/m);
  expect(output).toMatch(/^No findings in \d+ objects/m);
  expect(readFileSync(join(app, 'dist', 'controlplane.values.yaml'), 'utf8')).toContain('useAuth: true');
}, 300_000);

test('its command judges what was synthesized', () => {
  const cli = (...args: string[]) => spawnSync('npx', ['--no-install', 'cdk8s-union-auth', ...args], { cwd: project, encoding: 'utf8' });
  expect(cli('verify', 'dist')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^No findings in \d+ objects of 6 files\. /m) as string });
  const collision = manifestsIn(readFileSync(join(project, 'dist', 'union.k8s.yaml'), 'utf8')).find(({ kind }) => kind === 'ExternalSecret')!;
  writeFileSync(join(project, 'collision.json'), JSON.stringify({ ...collision, metadata: { ...collision.metadata, name: 'another' } }));
  const { status, stdout } = cli('verify', '--format', 'json', 'dist', 'collision.json');
  expect([status, (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)]).toEqual([1, expect.arrayContaining(['secret-writers-collide'])]);
  expect(cli('values', 'check', 'dist/controlplane.values.yaml')).toMatchObject({ status: 0 });
}, 120_000);

test('the package carries the library and none of the workshop', () => {
  expect(packed.paths).toEqual(expect.arrayContaining(['.jsii', 'lib/index.js', 'lib/index.d.ts', 'README.md', 'LICENSE']));
  expect(packed.paths.filter((path) => /^(src|test|bench|scripts|e2e|\.ci|\.tmp|\.github|\.projen|examples\/\w+\/dist)\//.test(path))).toEqual([]);
});

test('its links lead to files that it carries', () => {
  // Those of CONTRIBUTING lead into a clone, which whoever contributes has.
  const dangling = packed.paths.filter((path) => /^(?!node_modules\/|API\.md|CONTRIBUTING\.md).*\.md$/.test(path)).flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(((?!\w+:)[^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, link]) => normalize(join(dirname(path), link)))
      .filter((target) => !packed.paths.includes(target))
      .map((target) => `${path}: ${target}`));
  expect(packed.paths).toEqual(expect.arrayContaining(['docs/rules.md', 'examples/self-hosted/main.ts']));
  expect(dangling).toEqual([]);
});
