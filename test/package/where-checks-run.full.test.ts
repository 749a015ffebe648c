import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examine } from '../../src/init';
import { requireCompiled } from '../_tools/compiled';
import { needing } from '../_tools/needs';
import '../_tools/quiet-warnings';
import { LEAST } from '../init/_answers';
import { packedLibrary } from './_packed';
import { dockerfile, runAction, runGitlabJob } from './_places';
import { instructionsOf, ROOT } from './_readme';
import { shell } from './_shell';

requireCompiled();

/** The places with what npm serves, and with pre-commit as PyPI has it. */
const hasVenv = spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0;

let env: Record<string, string>;

const { folder } = packedLibrary(async (packed) => {
  // What npx has installed is not to be another build of the same version; what comes from registries is.
  const cache = join(folder, 'npm');
  mkdirSync(cache);
  symlinkSync(join((await shell('npm config get cache', ROOT)).trim(), '_cacache'), join(cache, '_cacache'));
  env = { npm_config_registry: packed.registry.url, npm_config_cache: cache, npm_config_prefer_offline: 'true', CDK8S_CHECK_UPGRADE: 'false' };
  mkdirSync(join(folder, 'work', 'dist'), { recursive: true });
  // npm goes by the next folder above that has one: not by whatever lies above those for temporary files.
  mkdirSync(join(folder, 'work', 'node_modules'));
  for (const { path, text } of examine(LEAST).files.filter((file) => /\.(k8s|values)\.yaml$/.test(file.path))) {
    writeFileSync(join(folder, 'work', 'dist', path), text);
  }
});

const work = () => join(folder, 'work');

test('the action and the GitLab job, through npx', async () => {
  expect(await runAction({ paths: 'dist' }, work(), { bin: work(), env })).toMatchObject({ code: 0 });
  expect(await runGitlabJob({ UNION_AUTH_PATHS: 'dist' }, work(), { bin: work(), env })).toMatchObject({ code: 0 });
}, 300_000);

test('what the Dockerfile installs runs by its entry point', async () => {
  const { build, entrypoint, folder: installed } = dockerfile();
  const app = join(folder, 'app');
  // In the image nothing lies above; npm would take a folder above for the one that is meant.
  mkdirSync(join(app, 'node_modules'), { recursive: true });
  await shell(build, app, { ...env, VERSION: 'latest' });
  const [, main] = entrypoint;
  const run = spawnSync(process.execPath, [main.replace(installed, app), 'verify', 'dist'], { cwd: work(), encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^No findings in \d+ objects/m) as string });
}, 300_000);

needing('python3 with venv', hasVenv).describe('pre-commit', () => {
  test('the configuration that the documentation prints passes what is right and stops what is not', async () => {
    await shell('python3 -m venv venv && venv/bin/pip install --quiet pre-commit', folder);
    const [config] = instructionsOf('docs/where-checks-run.md', 'pre-commit') as { file: string; text: string }[];
    const repository = work();
    writeFileSync(join(repository, config.file), config.text.replace(/cdk8s-union-auth@[\d.]+/g, 'cdk8s-union-auth'));
    writeFileSync(join(repository, 'other.yaml'), 'services: { web: { image: nginx } }\n');
    await shell('git init --quiet . && git add .', repository);
    const run = (...args: string[]) => shell(`${join(folder, 'venv', 'bin', 'pre-commit')} run ${args.join(' ')}`, repository, { ...env, PRE_COMMIT_HOME: join(folder, 'pre-commit') });
    expect(await run('union-auth-verify', '--all-files')).toMatch(/Verify Union\.ai authentication\.+Passed/);
    writeFileSync(join(repository, 'secret.yaml'), [
      'apiVersion: v1', 'kind: Secret', 'metadata: { name: flyte-admin-secrets, namespace: union-cp }', 'stringData: { client_secret: not-a-placeholder-1234 }', '',
    ].join('\n'));
    await shell('git add .', repository);
    await expect(run('union-auth-verify', '--all-files')).rejects.toThrow(/secret-in-manifest/);
  }, 600_000);

  test('so do the hooks of this repository', async () => {
    const repository = join(folder, 'hooks');
    mkdirSync(repository);
    await shell(`git init --quiet . && cp ${join(ROOT, '.pre-commit-hooks.yaml')} . && git add . && git -c user.name=t -c user.email=t@example.com commit --quiet --message Hooks`, repository);
    await shell('git add . && rm -f secret.yaml', work());
    const run = shell(`${join(folder, 'venv', 'bin', 'pre-commit')} try-repo ${repository} union-auth-verify --files dist/controlplane.values.yaml dist/union-cp.k8s.yaml other.yaml`, work(), {
      ...env, PRE_COMMIT_HOME: join(folder, 'pre-commit'),
    });
    expect(await run).toMatch(/Verify Union\.ai authentication\.+Passed/);
  }, 600_000);
});
