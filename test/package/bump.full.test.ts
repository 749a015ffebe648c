import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './_readme';

const SUBJECTS = Array.from({ length: 20 }, (_, index) => `Keep key ${index + 1} of <name> on apply`);

describe('npx projen bump', () => {
  const repository = mkdtempSync(join(tmpdir(), 'cdk8s-release-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  const changelog = (text: string) => writeFileSync(join(repository, 'CHANGELOG.md'), `# Changelog\n\n${text}`);
  const commit = (subject: string) => git('commit', '--quiet', '--allow-empty', '--message', subject);

  /** Runs the very task of the release workflow; returns what the workflow reads from its files. */
  function bump(): { version: string; tag: string; notes: string } {
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'projen', 'bin', 'projen'), 'bump'], { cwd: repository, stdio: 'pipe' });
    const written = (file: string) => readFileSync(join(repository, 'dist', file), 'utf8');
    const result = { version: written('version.txt'), tag: written('releasetag.txt'), notes: written('changelog.md') };
    git('checkout', '--quiet', '--', 'package.json');
    return result;
  }

  beforeAll(() => {
    for (const file of ['package.json', '.projen/tasks.json', 'scripts/release.ts', 'scripts/command.ts']) {
      mkdirSync(join(repository, file, '..'), { recursive: true });
      cpSync(join(ROOT, file), join(repository, file));
    }
    writeFileSync(join(repository, '.gitignore'), 'node_modules\ndist\n');
    symlinkSync(join(ROOT, 'node_modules'), join(repository, 'node_modules'));
    git('init', '--quiet');
    git('config', 'user.name', 'maintainer');
    git('config', 'user.email', 'maintainer@example.com');
    changelog('## 0.1.0\n\nThe first release.\n');
    git('add', '.');
    commit('Begin');
  });

  afterAll(() => rmSync(repository, { recursive: true }));

  test('the first release has the version of the changelog, its words, and names every commit', () => {
    SUBJECTS.forEach(commit);
    const { version, tag, notes } = bump();
    expect([version, tag]).toEqual(['0.1.0', 'v0.1.0']);
    expect(notes).toMatch(/^## 0\.1\.0\n\nThe first release\.\n\n### Every change\n\n\* Keep key 20 of /);
    expect(notes.match(/^\* .+ \([0-9a-f]{7,}\)$/gm)).toHaveLength(21);
    git('tag', tag);
  }, 60_000);

  test('commits alone make the next patch, and only those since the release before are named', () => {
    ['Say which host is wrong', 'Read lists of one item'].forEach(commit);
    const { version, notes } = bump();
    expect(version).toBe('0.1.1');
    expect(notes).toMatch(/^## 0\.1\.1\n\n### Every change since v0\.1\.0\n\n\* Read lists of one item \(\w+\)\n\* Say which host is wrong \(\w+\)\n$/);
  }, 60_000);
});
