import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { oneIn } from '../_tools/drawn';
import { configMap, deployment, manifests } from '../verify/_manifests';
import { loadedBy, ROOT } from './_readme';

/** Each starts the command. */
const deep = oneIn(8);

requireCompiled();

const LIB = join(ROOT, 'lib');
const MAIN = join(LIB, 'cli', 'main.js');
const CLI = `require(${JSON.stringify(join(LIB, 'cli', 'cli.js'))})`;

/** The files that a command line loads, where each module is a file of its own. */
const loadedByCommand = (...argv: string[]) =>
  loadedBy(`${CLI}.run(${JSON.stringify(argv)}, { env: {}, stdout() {}, stderr() {}, stdin: () => Buffer.alloc(0) });`)
    // Of package.json the version is read, where it is asked for.
    .filter((file) => file !== 'package.json').sort();

const ALWAYS = [
  'lib/cli/cli.js', 'lib/cli/command.js', 'lib/common/package-info.js', 'lib/common/props/problems.js', 'lib/common/props/prop-types.js',
  'lib/common/props/suggestion.js', 'lib/common/system/write-file.js', 'lib/common/yaml/input.js', 'lib/verify/report/printable.js',
];

deep.each([['--version'], ['--help'], ['nope']])('%s loads no rule, no parser and no command', (argument) => {
  expect(loadedByCommand(argument)).toEqual(ALWAYS);
});

deep.each([
  ['rules', 'rules-command', /minisearch|picomatch|lib\/constructs/],
  ['explain', 'explain-command', /picomatch|lib\/constructs/],
  ['verify', 'verify-command', /minisearch|lib\/verify\/symptoms|lib\/constructs|node_modules\/constructs/],
])('%s loads nothing of the other commands', (command, own, foreign) => {
  const files = loadedByCommand(command);
  expect(files).toContain(`lib/cli/${own}.js`);
  expect(files.filter((file) => foreign.test(file))).toEqual([]);
});

deep('the command is one file, behind a few that load it', () => {
  const files = loadedBy(`process.argv = ['node', 'main', 'rules']; require(${JSON.stringify(MAIN)});`);
  expect(files.sort()).toEqual(['lib/cli/load-program.js', 'lib/cli/main.js', 'lib/common/system/requirements.js', 'package.json']);
});

deep('it says what its sources say', () => {
  const args = ['rules', '--format', 'json'];
  const script = `${CLI}.run(${JSON.stringify(args)}, { env: {}, stdout: (text) => process.stdout.write(text), stderr() {} });`;
  const compiled = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(execFileSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' })).toBe(compiled);
});

deep('the process sets its exit code, and survives a reader that closes early', () => {
  const executions = deployment('executions', { configMaps: { executions: '/etc/config' } });
  const input = manifests(configMap('executions', { 'admin.yaml': { admin: { clientId: 'id', clientSecretLocation: '/etc/secrets/union/client_secret' } } }), executions);
  const verify = ['verify', '--rule', 'client-secret-unmounted', '-'];
  expect(spawnSync(process.execPath, [MAIN, ...verify], { input, encoding: 'utf8' }))
    .toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('<stdin>:') as string });
  const closed = spawnSync('sh', ['-c', '"$@" | true', 'sh', process.execPath, MAIN, ...verify, '--format', 'json'], { input, encoding: 'utf8' });
  expect(closed.stderr).toBe('');
});
