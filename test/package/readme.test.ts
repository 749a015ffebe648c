import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { quickStart, ROOT } from './_readme';

requireCompiled();

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the quick start has at most 25 lines', () => {
  expect(quickStart().trim().split('\n').length).toBeLessThanOrEqual(25);
});

test('every sample in README and docstrings compiles', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', 'jsii-rosetta', 'bin', 'jsii-rosetta'), 'extract', '--strict', ROOT], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
  // What it prints when all is well is a greeting to Node versions that jsii does not know.
  expect(status === 0 ? [] : stderr.split('\n')).toEqual([]);
}, 120_000);

test('names the two commands', () => {
  expect(README).toContain('npm ci && npm run example');
  expect(README).toContain('npm ci && npm test');
});
