import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kubeBinaries, REPOSITORY } from './kube-binaries';

test('helm and kubectl run', () => {
  const { helm, kubectl } = kubeBinaries();
  expect(execFileSync(helm, ['version', '--short'], { encoding: 'utf8' })).toMatch(/^v\d+\.\d+\.\d+/);
  expect(execFileSync(kubectl, ['version', '--client'], { encoding: 'utf8' })).toMatch(/^Client Version: v1\.\d+/);
});

test('they are unpacked once', () => {
  const { ino, mtimeMs } = statSync(kubeBinaries().kubectl);
  expect(statSync(kubeBinaries().kubectl)).toMatchObject({ ino, mtimeMs });
});

test('.tmp contains only whole directories', () => {
  kubeBinaries();
  const directories = readdirSync(join(REPOSITORY, '.tmp')).filter((name) => /^kube-binaries-[\d.]+$/.test(name));
  expect(directories).not.toHaveLength(0);
  for (const directory of directories) {
    expect(readdirSync(join(REPOSITORY, '.tmp', directory)).sort()).toEqual(['helm', 'kubectl']);
  }
});
