import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { manifestsIn } from '../examples/_dist';
import { quickStart, ROOT } from './_readme';

requireCompiled();

const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const project = mkdtempSync(join(tmpdir(), 'cdk8s-app-'));

function npm(directory: string, ...args: string[]): string {
  return execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What the tarball carries. */
let paths: string[];

beforeAll(() => {
  const [{ filename: tarball, files }] = JSON.parse(npm(ROOT, 'pack', '--json', '--pack-destination', project)) as [{ filename: string; files: { path: string }[] }];
  paths = files.map(({ path }) => path);
  writeFileSync(join(project, 'package.json'), JSON.stringify({
    private: true,
    dependencies: { 'cdk8s': devDependencies.cdk8s, 'constructs': devDependencies.constructs, 'cdk8s-union-auth': `file:${tarball}` },
    devDependencies: { 'ts-node': devDependencies['ts-node'], 'typescript': devDependencies.typescript, '@types/node': devDependencies['@types/node'] },
  }));
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, module: 'commonjs', target: 'es2022', skipLibCheck: true } }));
  writeFileSync(join(project, 'cdk8s.yaml'), 'language: typescript\napp: npx ts-node main.ts\n');
  writeFileSync(join(project, 'main.ts'), quickStart());
  npm(project, 'install');
}, 180_000);

afterAll(() => rmSync(project, { recursive: true }));

test('the packed library synthesizes the quick start in an empty cdk8s project', () => {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'), 'synth'], {
    cwd: project,
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    stdio: 'pipe',
  });
  const written = (file: string) => readFileSync(join(project, 'dist', file), 'utf8');
  expect(manifestsIn(written('union-cp.k8s.yaml')).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('ExternalSecret flyte-admin-secrets-auth');
  expect(manifestsIn(written('union.k8s.yaml')).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('ExternalSecret union-secret-auth');
  expect(written('controlplane.values.yaml')).toContain('useAuth: true');
}, 120_000);

test('its command judges what was synthesized', () => {
  const cli = (...args: string[]) => spawnSync('npx', ['--no-install', 'cdk8s-union-auth', ...args], { cwd: project, encoding: 'utf8' });
  expect(cli('verify', 'dist')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^no findings in \d+ objects of 6 files \(/m) as string });
  const collision = manifestsIn(readFileSync(join(project, 'dist', 'union.k8s.yaml'), 'utf8')).find(({ kind }) => kind === 'ExternalSecret')!;
  writeFileSync(join(project, 'collision.json'), JSON.stringify({ ...collision, metadata: { ...collision.metadata, name: 'another' } }));
  const { status, stdout } = cli('verify', '--format', 'json', 'dist', 'collision.json');
  expect([status, (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)]).toEqual([1, expect.arrayContaining(['secret-writers-collide'])]);
  expect(cli('values', 'check', 'dist/controlplane.values.yaml')).toMatchObject({ status: 0 });
}, 120_000);

test('the package carries the library and none of the workshop', () => {
  expect(paths).toEqual(expect.arrayContaining(['.jsii', 'lib/index.js', 'lib/index.d.ts', 'README.md', 'LICENSE']));
  expect(paths.filter((path) => /^(src|test|bench|scripts|e2e|\.ci|\.tmp|\.github|\.projen|examples\/\w+\/dist)\//.test(path))).toEqual([]);
});

test('its links lead to files that it carries', () => {
  const dangling = paths.filter((path) => /^(?!node_modules\/|API\.md).*\.md$/.test(path)).flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(((?!\w+:)[^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, link]) => normalize(join(dirname(path), link)))
      .filter((target) => !paths.includes(target))
      .map((target) => `${path}: ${target}`));
  expect(paths).toEqual(expect.arrayContaining(['docs/rules.md', 'examples/self-hosted/main.ts']));
  expect(dangling).toEqual([]);
});
