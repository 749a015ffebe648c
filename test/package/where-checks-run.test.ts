import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { examine } from '../../src/init';
import { requireCompiled } from '../_tools/compiled';
import { oneIn } from '../_tools/drawn';
import { kubeBinaries } from '../_tools/kube-binaries';
import { needing } from '../_tools/needs';
import '../_tools/quiet-warnings';
import { cli } from '../cli/_run';
import { LEAST } from '../init/_answers';
import { dockerfile, runAction, runGitlabJob } from './_places';
import { ROOT } from './_readme';

/** Each runs the command from a shell. */
const deep = oneIn(12);

requireCompiled();

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { bin } = JSON.parse(textOf('package.json'));
const MAIN = join(ROOT, bin['cdk8s-union-auth']);

/** The options of a command line of ours that its help does not know. */
function unknownOptions(line: string): string[] {
  const [, command] = /(?:cdk8s-union-auth(?:@\S+)?"?) ([a-z]+)/.exec(line)!;
  const { out } = cli([command, '--help']);
  return [...line.matchAll(/ (--[a-z-]+)/g)].map(([, option]) => option).filter((option) => option !== '--yes' && !out.includes(option));
}

let folder: string;
let commands: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'places-'));
  commands = join(folder, 'bin');
  mkdirSync(commands);
  // In the place of what npm has: this build, under the version that was asked for.
  writeFileSync(join(commands, 'npx'), [
    '#!/bin/sh',
    '[ "$1" = --yes ] || exit 64',
    'case "$2" in cdk8s-union-auth@?* | cdk8s-union-auth) ;; *) exit 65 ;; esac',
    'shift 2',
    `exec '${process.execPath}' '${MAIN}' "$@"`,
    '',
  ].join('\n'));
  chmodSync(join(commands, 'npx'), 0o755);
  for (const { path, text } of examine(LEAST).files.filter((file) => /\.(k8s|values)\.yaml$/.test(file.path))) {
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'dist', path), text);
  }
  const values = readFileSync(join(folder, 'dist', 'controlplane.values.yaml'), 'utf8');
  writeFileSync(join(folder, 'faulty.yaml'), values.replace(/^ +allowedAudience:\n( +- .*\n)+/m, ''));
});

afterAll(() => rmSync(folder, { recursive: true }));

deep('the action, the hooks and the GitLab job run commands that there are', () => {
  const action = parse(textOf('action.yml')).runs.steps.map(({ run }: { run?: string }) => run).filter(Boolean);
  const hooks = parse(textOf('.pre-commit-hooks.yaml')).map(({ entry }: { entry: string }) => entry);
  const { script } = parse(textOf('integrations/union-auth.gitlab-ci.yml'))['union-auth'];
  const lines = [...action, ...hooks, ...script] as string[];
  expect(lines).toHaveLength(4);
  expect(lines.flatMap(unknownOptions)).toEqual([]);
});

needing('bash', spawnSync('bash', ['-c', 'exit']).status === 0).describe('in bash', () => {
  const reach = () => ({ bin: commands });

  deep('the action passes a valid input', async () => {
    expect(await runAction({ paths: 'dist/' }, folder, reach())).toMatchObject({ code: 0 });
  });

  deep('the action annotates the line that is wrong, and fails', async () => {
    const { code, output } = await runAction({ paths: 'faulty.yaml' }, folder, reach());
    expect([code, output]).toEqual([1, expect.stringMatching(/^::error file=faulty\.yaml,line=\d+.*audience-missing/m)]);
  });

  deep('the action fails from the severity on that is asked for', async () => {
    const warned = readFileSync(join(folder, 'dist', 'controlplane.values.yaml'), 'utf8').replace(/^ {2}KUBERNETES_SECRET_NAME.*\n/m, '');
    writeFileSync(join(folder, 'warned.yaml'), warned);
    expect(await runAction({ 'paths': 'warned.yaml', 'fail-on': 'error' }, folder, reach())).not.toMatchObject({ code: 2 });
  });

  deep('nothing in the paths is run', async () => {
    await runAction({ paths: 'dist/ $(touch${IFS}pwned) `touch${IFS}pwned` ;touch${IFS}pwned' }, folder, reach());
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  deep('the GitLab job writes the report that it names, and fails where something is wrong', async () => {
    const { artifacts } = parse(textOf('integrations/union-auth.gitlab-ci.yml'))['union-auth'];
    const report = join(folder, artifacts.reports.junit as string);
    expect(await runGitlabJob({ UNION_AUTH_PATHS: 'dist/' }, folder, reach())).toMatchObject({ code: 0 });
    expect(readFileSync(report, 'utf8')).toMatch(/^<\?xml [^]*<testsuites /);
    expect(await runGitlabJob({ UNION_AUTH_PATHS: 'faulty.yaml' }, folder, reach())).toMatchObject({ code: 1 });
    expect(readFileSync(report, 'utf8')).toContain('audience-missing');
  });
});

describe('pre-commit', () => {
  const hooks = () => parse(textOf('.pre-commit-hooks.yaml')) as { id: string; entry: string; files?: string; types?: string[] }[];

  deep('a change of unrelated YAML passes, and one that breaks authentication does not', () => {
    const [, ...args] = hooks()[0].entry.split('cdk8s-union-auth ');
    const run = (file: string) => spawnSync(process.execPath, [MAIN, ...args[0].split(' '), file], { cwd: folder, encoding: 'utf8' }).status;
    writeFileSync(join(folder, 'other.yaml'), 'services: { web: { image: nginx } }\n');
    expect([run('other.yaml'), run('faulty.yaml')]).toEqual([0, 1]);
  });

  deep('the second hook checks the answers and the files made from them', () => {
    const files = new RegExp(hooks()[1].files!);
    expect(['union-auth.yaml', 'dist/controlplane.values.yaml', 'src/union-auth.yaml', 'main.ts'].filter((file) => files.test(file)))
      .toEqual(['union-auth.yaml', 'dist/controlplane.values.yaml']);
  });
});

describe('the image', () => {
  deep('runs the command as the user nobody, from a base without a shell', () => {
    const { entrypoint, folder: installed } = dockerfile();
    expect(entrypoint).toEqual(['/nodejs/bin/node', `${installed}/node_modules/cdk8s-union-auth/${bin['cdk8s-union-auth']}`]);
    expect(textOf('integrations/Dockerfile').match(/^FROM .*$/gm)!.at(-1)).toMatch(/distroless.*:nonroot$/);
  });

  deep('the Node of both stages is one that the library supports', () => {
    const versions = [...textOf('integrations/Dockerfile').matchAll(/^FROM \S*node(?:js)?:?(\d+)/gm)].map(([, version]) => Number(version));
    const lowest = Number(/>= ?(\d+)/.exec(JSON.parse(textOf('package.json')).engines.node as string)![1]);
    expect(versions).toHaveLength(2);
    expect(versions.filter((version) => version < lowest)).toEqual([]);
  });
});

describe('kubectl', () => {
  /** The real kubectl, with the command in the PATH under the name that the package gives it. */
  function kubectl(...args: string[]) {
    const name = Object.keys(bin as object).find((each) => each.startsWith('kubectl-'))!;
    const link = join(commands, name);
    if (!existsSync(link)) {
      chmodSync(MAIN, 0o755);
      symlinkSync(MAIN, link);
    }
    return execFileSync(kubeBinaries().kubectl, args, {
      cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${commands}${delimiter}${process.env.PATH}` },
    });
  }

  deep('finds the command as a plugin', () => {
    expect(bin['kubectl-union_auth']).toBe(bin['cdk8s-union-auth']);
    expect(kubectl('plugin', 'list', '--name-only')).toContain('kubectl-union_auth');
  });

  deep('union-auth is the same command', () => {
    expect(kubectl('union-auth', '--version')).toBe(cli(['--version']).out);
    expect(kubectl('union-auth', 'verify', 'dist')).toMatch(/^No findings in \d+ objects/m);
  });
});
