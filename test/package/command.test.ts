import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { oneIn } from '../_tools/drawn';
import { configMap, deployment, manifests } from '../verify/_manifests';

/** Each starts the command. */
const deep = oneIn(8);

requireCompiled();

const ROOT = join(__dirname, '..', '..');
const LIB = join(ROOT, 'lib');

/** What a script prints, in a process of its own. */
function run(script: string): string {
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: ROOT });
}

/** The files that a command line loads, off disk, where each module is a file of its own. */
function loadedBy(...argv: string[]): string[] {
  const files = JSON.parse(run(`
    const { run } = require(${JSON.stringify(join(LIB, 'cli', 'cli.js'))});
    const code = run(${JSON.stringify(argv)}, { env: {}, stdout() {}, stderr() {}, stdin: () => Buffer.alloc(0) });
    console.log(JSON.stringify(Object.keys(require.cache)));
  `)) as string[];
  // Of package.json the version is told, by those who are asked for it.
  return files.map((file) => file.slice(ROOT.length + 1)).filter((file) => file !== 'package.json').sort();
}

const ALWAYS = [
  'lib/cli/cli.js', 'lib/cli/command.js', 'lib/common/package-info.js', 'lib/common/props/problems.js', 'lib/common/props/prop-types.js',
  'lib/common/props/suggestion.js', 'lib/common/system/write-file.js', 'lib/common/yaml/input.js', 'lib/verify/report/printable.js',
];

deep.each([['--version'], ['--help'], ['nope']])('%s loads no rule, no parser and no command', (argument) => {
  expect(loadedBy(argument)).toEqual(ALWAYS);
});

deep.each([
  ['rules', 'rules-command', /minisearch|picomatch|lib\/constructs/],
  ['explain', 'explain-command', /picomatch|lib\/constructs/],
  ['verify', 'verify-command', /minisearch|lib\/verify\/symptoms|lib\/constructs|node_modules\/constructs/],
])('%s loads nothing of the other commands', (command, own, foreign) => {
  const files = loadedBy(command);
  expect(files).toContain(`lib/cli/${own}.js`);
  expect(files.filter((file) => foreign.test(file))).toEqual([]);
});

deep('the command is one file, behind a few that load it', () => {
  const main = JSON.stringify(join(LIB, 'cli', 'main.js'));
  const files = run(`process.argv = ['node', 'main', 'rules']; require(${main}); setImmediate(() => console.log(JSON.stringify(Object.keys(require.cache))));`);
  const names = ['cli/load-program.js', 'cli/main.js', 'common/system/requirements.js'];
  const versions = join(ROOT, 'package.json');
  expect((JSON.parse(files.trim().split('\n').at(-1)!) as string[]).sort()).toEqual([...names.map((name) => join(LIB, name)), versions]);
});

deep('it says what its sources say', () => {
  const args = ['rules', '--format', 'json'];
  const compiled = run(`
    require(${JSON.stringify(join(LIB, 'cli', 'cli.js'))}).run(${JSON.stringify(args)}, { env: {}, stdout: (text) => process.stdout.write(text), stderr() {} });
  `);
  expect(execFileSync(process.execPath, [join(LIB, 'cli', 'main.js'), ...args], { encoding: 'utf8' })).toBe(compiled);
});

deep('the process sets its exit code, and survives a reader that closes early', () => {
  const main = join(LIB, 'cli', 'main.js');
  const executions = deployment('executions', { configMaps: { executions: '/etc/config' } });
  const input = manifests(configMap('executions', { 'admin.yaml': { admin: { clientId: 'id', clientSecretLocation: '/etc/secrets/union/client_secret' } } }), executions);
  const verify = ['verify', '--rule', 'client-secret-unmounted', '-'];
  expect(spawnSync(process.execPath, [main, ...verify], { input, encoding: 'utf8' }))
    .toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('<stdin>:') as string });
  const closed = spawnSync('sh', ['-c', '"$@" | true', 'sh', process.execPath, main, ...verify, '--format', 'json'], { input, encoding: 'utf8' });
  expect(closed.stderr).toBe('');
});
