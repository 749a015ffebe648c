import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quickStart, ROOT } from './_readme';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the quick start has at most 25 lines', () => {
  expect(quickStart().trim().split('\n').length).toBeLessThanOrEqual(25);
});

test('names the two commands', () => {
  expect(README).toContain('npm ci && npm run example');
  expect(README).toContain('npm ci && npm test');
});
