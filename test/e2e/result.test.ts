import { mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allOf, countsOf, JestFile, plainTable, recorded, softwareOf, SuiteResult } from '../../e2e/_support/result';

const file = (statuses: readonly string[], seconds = 1, message = ''): JestFile =>
  ({ name: '/e2e/a.e2e.ts', startTime: 1000, endTime: 1000 + seconds * 1000, message, assertionResults: statuses.map((status) => ({ status })) });
const result = (suite: string, more: Partial<SuiteResult> = {}): SuiteResult =>
  ({ suite, passed: 3, failed: 0, skipped: 0, seconds: 61.4, software: ['nginx 1.22.1', 'etcd 3.4.23'], ...more });

test('tests are counted by how they ended; a file that cannot be loaded is a failure', () => {
  expect(countsOf([file(['passed', 'passed', 'failed', 'pending']), file([], 2, 'Cannot find module')], true))
    .toEqual({ passed: 2, failed: 2, skipped: 1, seconds: 3 });
});

test('by name, what did not run was left out on purpose', () => {
  expect(countsOf([file(['passed', 'pending'])], false)).toMatchObject({ passed: 1, skipped: 0 });
});

test('the table of a run has a row for each suite, and one for the whole run, which is shorter than its suites together', () => {
  const results = [result('edges'), result('site', { passed: 120, failed: 1, seconds: 9, software: ['chromium 131.0'] })];
  expect(plainTable([...results, allOf(results, 64)])).toBe([
    'suite  passed  failed  skipped        time  on',
    'edges       3       0        0  1 min 01 s  nginx 1.22.1, etcd 3.4.23',
    'site      120       1        0         9 s  chromium 131.0',
    'all       123       1        0  1 min 04 s',
  ].join('\n'));
});

describe('the table of the readme', () => {
  const empty = 'before\n<!-- Written by `npm run e2e -- --record`. -->\n<!-- End of what is written. -->\nafter\n';

  test('is written by a run, and rows of suites that did not run stay', () => {
    const first = recorded(empty, [result('site'), result('edges')], '2026-11-29');
    const then = recorded(first, [result('site', { passed: 4 })], '2026-11-30');
    expect(then.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
      '| `edges` | 3 | 0 | 0 | 1 min 01 s | 2026-11-29 | nginx 1.22.1, etcd 3.4.23 |',
      '| `site` | 4 | 0 | 0 | 1 min 01 s | 2026-11-30 | nginx 1.22.1, etcd 3.4.23 |',
    ]);
    expect(then).toMatch(/^before\n[^]*\nafter\n$/);
    expect(recorded(then, [], '2026-12-01')).toBe(then);
  });

  test('has its place in e2e/README.md', () => {
    const readme = readFileSync(join(__dirname, '../../e2e/README.md'), 'utf8');
    expect(recorded(readme, [result('none-of-ours')], '2026-11-30')).toContain('| `none-of-ours` | 3 |');
    expect(() => recorded('no place', [], '2026-11-30')).toThrow('there is no place for the table');
  });
});

test('a program of a distribution says its version itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  symlinkSync(process.execPath, join(folder, 'program'));
  const tool = { name: 'node', version: 'debian', needs: 'node', locate: () => process.execPath, install: () => undefined };
  expect(softwareOf(tool)).toBe(`node ${process.versions.node}`);
  expect(softwareOf({ ...tool, version: '7' })).toBe('node 7');
  expect(softwareOf({ ...tool, locate: () => folder })).toBe(`node ${process.versions.node}`);
});

test('a program that has said its version is asked nothing else, and writes nothing where the run is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  const [program, log] = [join(folder, 'server'), join(folder, 'log')];
  // As etcd, which takes "version" for no option, and starts.
  writeFileSync(program, `#!/bin/sh\necho "$1 $(pwd)" >> '${log}'\ncase $1 in --version) echo 'server 3.4.23' ;; esac\n`, { mode: 0o755 });
  const tool = { name: 'server', version: 'debian', needs: '', locate: () => program, install: () => undefined };
  expect(softwareOf(tool)).toBe('server 3.4.23');
  expect(readFileSync(log, 'utf8')).toBe(`--version ${realpathSync(tmpdir())}\n`);
});
