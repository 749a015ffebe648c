import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawn } from '../_tools/drawn';

const ROOT = join(__dirname, '..', '..');
const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as { tasks: Record<string, { steps?: { exec?: string }[] }> };

/** What tasks run, and all else in scripts/ that is run. */
const OF_TASKS = Object.values(tasks).flatMap(({ steps = [] }) => steps.flatMap(({ exec = '' }) => /^tsx (\w\S*\.ts)/.exec(exec)?.[1] ?? []));
const IN_SCRIPTS = readdirSync(join(ROOT, 'scripts')).filter((file) => file.endsWith('.ts') && file !== 'command.ts').map((file) => `scripts/${file}`);
const SCRIPTS = [...new Set([...OF_TASKS, ...IN_SCRIPTS, 'test/mutation/score.ts'])].sort();

test('scripts are found, by tasks and by themselves', () => {
  expect(SCRIPTS).toEqual(expect.arrayContaining(['e2e/run.ts', 'scripts/docs.ts', 'scripts/terraform-types.ts', 'test/bench/run.ts']));
});

test.each(drawn(SCRIPTS, 2))('%s says what it does in one line, and does nothing', (script) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, '--help'], { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^np[mx] [^\n]{5,110} {3}[A-Z][^\n]{10,140}\n$/);
});
