import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cli } from '../cli/_run';
import { ROOT } from './_readme';

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { bin } = JSON.parse(textOf('package.json'));

/** The options of a command line of ours that its help does not know. */
function unknownOptions(line: string): string[] {
  const [, command] = /(?:cdk8s-union-auth(?:@\S+)?"?) ([a-z]+)/.exec(line)!;
  const { out } = cli([command, '--help']);
  return [...line.matchAll(/ (--[a-z-]+)/g)].map(([, option]) => option).filter((option) => option !== '--yes' && !out.includes(option));
}

test('kubectl finds the command as a plugin', () => {
  expect(bin['kubectl-union_auth']).toBe(bin['cdk8s-union-auth']);
});

test('the action, the hooks and the GitLab job run commands that there are', () => {
  const action = parse(textOf('action.yml')).runs.steps.map(({ run }: { run?: string }) => run).filter(Boolean);
  const hooks = parse(textOf('.pre-commit-hooks.yaml')).map(({ entry }: { entry: string }) => entry);
  const { script } = parse(textOf('gitlab/union-auth.gitlab-ci.yml'))['union-auth'];
  const lines = [...action, ...hooks, ...script] as string[];
  expect(lines).toHaveLength(4);
  expect(lines.flatMap(unknownOptions)).toEqual([]);
});

test('the image runs the command as nobody', () => {
  const dockerfile = textOf('Dockerfile');
  expect(dockerfile).toContain(`/app/node_modules/cdk8s-union-auth/${bin['cdk8s-union-auth']}`);
  expect(dockerfile.match(/^FROM .*$/gm)!.at(-1)).toMatch(/distroless.*:nonroot$/);
});
