import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nextVersion, releaseNotes } from '../../scripts/release';
import { ROOT } from './_readme';

describe('CHANGELOG.md', () => {
  const changelog = '# Changelog\n\n## 0.10.0\n\n- `domain` takes a bare host.\n\n## 0.9.0\n\nThe first release.\n';

  test('decides the version if its heading is not out yet', () => {
    expect(nextVersion(changelog, '0.9.0')).toBe('0.10.0');
    expect(nextVersion(changelog, '0.10.0')).toBe('');
    expect(nextVersion(changelog, '0.10.1')).toBe('');
    expect(nextVersion('# Changelog\n', '0.9.0')).toBe('');
  });

  test('gives the notes the section of the version, and no other', () => {
    expect(releaseNotes(changelog, '0.10.0', ['Take bare hosts (abc1234)'], 'v0.9.0'))
      .toBe('## 0.10.0\n\n- `domain` takes a bare host.\n\n### Every change since v0.9.0\n\n* Take bare hosts (abc1234)\n');
  });

  test('has a heading that the release can read', () => {
    expect(nextVersion(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), '0.0.0')).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('the title of a pull request', () => {
  const { jobs } = parse(readFileSync(join(ROOT, '.github', 'workflows', 'pull-request-title.yml'), 'utf8'));
  const check = (title: string) => spawnSync('bash', ['-c', jobs.title.steps[0].run], { env: { ...process.env, TITLE: title }, encoding: 'utf8' });

  test.each(['Keep flyteadmin\'s keys on apply', 'Tell kinds by their group as well: a store crashed a rule'])('%s passes', (title) => {
    expect(check(title)).toMatchObject({ status: 0, stdout: '' });
  });

  test.each(['fix: keep keys', 'Fix: keep keys', 'feat(edge)!: Traefik', 'keep keys', 'Keep keys.'])('%s is refused, with the remedy', (title) => {
    expect(check(title)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^::error::Write what the change does/) as string });
  });
});
