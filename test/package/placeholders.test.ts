import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { needing } from '../_tools/needs';
import { ROOT } from './_readme';

const { repository, jsii } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** What projen or jsii write out of `.projenrc.ts`. */
const GENERATED = /^(API\.md|package\.json|package-lock\.json|\.projen\/.+|\.github\/workflows\/.+)$/;

/** What people paste; `languages.full.test.ts` runs it with the packages of these names. */
const PASTED = ['docs/getting-started.md', 'examples/pieces/languages/main.go', 'examples/pieces/languages/Main.java'];

const listing = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
const isCheckout = needing('a checkout that git reads', listing.status === 0);

describe.each<[string, string]>([
  ['the repository', new URL(repository.url).pathname.replace(/\.git$/, '')],
  ['the Maven group', jsii.targets.java.package],
])('%s', (_, placeholder) => isCheckout.test('is named in .projenrc.ts alone', () => {
  const files = listing.stdout.split('\n').filter(Boolean);
  const naming = files.filter((file) => !GENERATED.test(file) && readFileSync(join(ROOT, file), 'utf8').includes(placeholder));
  expect(naming.filter((file) => file !== '.projenrc.ts' && !PASTED.includes(file))).toEqual([]);
  expect(JSON.stringify(repository) + JSON.stringify(jsii)).toContain(placeholder);
}));
