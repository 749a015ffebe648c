import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v8 from 'node:v8';
import { setV8Flags } from '../../src/cli/load-program';
import { requireCompiled } from '../_tools/compiled';
import { oneIn } from '../_tools/drawn';
import { needing } from '../_tools/needs';
import { scratch } from '../_tools/scratch';

/** Each starts Node. */
const deep = oneIn(3);

requireCompiled();

const LOADER = join(__dirname, '..', '..', 'lib', 'cli', 'load-program.js');
const HASH = '0123456789abcdef';
const onUnix = needing('Unix', process.platform !== 'win32').test;

const { at, put } = scratch();
let program: string;

beforeEach(() => {
  const body = 'function greet() { return "hello " + require("node:path").basename(__filename); }\nconsole.log(greet());\n';
  program = put('program.js', `// ${HASH}\n${body}`);
});

/** @param node what Node has: by default, as Node 20, no cache of its own */
function run(command: string, env: Record<string, string> = {}, node = '{}'): string {
  const load = `require(${JSON.stringify(LOADER)}).loadProgram(${JSON.stringify(program)}, ${JSON.stringify(command)}, process.env, ${node})`;
  const { NODE_DISABLE_COMPILE_CACHE: _, ...rest } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', load], { encoding: 'utf8', env: { ...rest, XDG_CACHE_HOME: at(), ...env } });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

const compiled = () => at('cdk8s-union-auth', 'compiled');
const keptFor = (command: string) => join(compiled(), `${process.version}-${process.arch}-${command}-${HASH}`);

deep('what a command ran is kept compiled, and used by the next', () => {
  expect(run('verify')).toBe('hello program.js\n');
  const [first] = [readFileSync(keptFor('verify'))];
  expect(first.toString('latin1')).toContain('greet');
  const { mtimeMs } = statSync(keptFor('verify'));
  expect(run('verify')).toBe('hello program.js\n');
  expect(statSync(keptFor('verify')).mtimeMs).toBe(mtimeMs);
});

deep('where Node has a cache of its own, it is used, and ours is not', () => {
  expect(run('verify', {}, '{ enableCompileCache: console.log }')).toBe(`${at('cdk8s-union-auth', 'node')}\nhello program.js\n`);
  expect(existsSync(compiled())).toBe(false);
});

deep('each command has its own, whatever it is called', () => {
  run('graph');
  run('../../up');
  expect(readdirSync(compiled()).sort()).toEqual([keptFor('graph'), keptFor('other')].map((path) => path.slice(compiled().length + 1)));
});

deep('bytes that V8 refuses are made anew', () => {
  run('verify');
  writeFileSync(keptFor('verify'), 'nonsense');
  expect(run('verify')).toBe('hello program.js\n');
  expect(readFileSync(keptFor('verify')).length).toBeGreaterThan(100);
});

onUnix('bytes that others may have written are not run, but made anew', () => {
  run('verify');
  chmodSync(keptFor('verify'), 0o666);
  expect(run('verify')).toBe('hello program.js\n');
  expect(statSync(keptFor('verify')).mode % 0o1000).toBe(0o600);
});

deep('what another release of the library left goes', () => {
  run('verify');
  const older = keptFor('verify').replace(HASH, 'fedcba9876543210');
  writeFileSync(older, 'old');
  rmSync(keptFor('verify'));
  run('verify');
  expect([existsSync(older), existsSync(keptFor('verify'))]).toEqual([false, true]);
});

deep('nothing is cached if disabled, if the folder is not writable, or for other files than the bundle', () => {
  expect(run('verify', { NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('hello program.js\n');
  expect(run('verify', { XDG_CACHE_HOME: '/dev/null' })).toBe('hello program.js\n');
  writeFileSync(program, 'console.log("plain")\n');
  expect(run('verify')).toBe('plain\n');
  expect(existsSync(compiled())).toBe(false);
});

deep('the command is a bundle that says which', () => {
  const bundle = join(LOADER, '..', 'program.js');
  expect(readFileSync(bundle, 'latin1')).toMatch(/^\/\/ [0-9a-f]{16}\n/);
  // It is read as Latin-1.
  expect(readFileSync(bundle).every((byte) => byte < 128)).toBe(true);
});

jest.mock('node:v8', () => ({ setFlagsFromString: jest.fn() }));

const YOUNG_SPACE = ['--semi-space-growth-factor=1', '--no-parallel-scavenge'];

afterEach(() => jest.mocked(v8.setFlagsFromString).mockClear());

deep('the V8 of Node 20 is given a larger budget', () => {
  setV8Flags('11.3.244.8-node.38');
  expect(jest.mocked(v8.setFlagsFromString).mock.calls.flat()).toEqual([...YOUNG_SPACE, '--interrupt-budget=540672']);
});

deep.each(['12.4.254.21-node.33', '13.6.233.10-node.28'])('V8 %s is not: it would complain about the flag', (version) => {
  setV8Flags(version);
  expect(jest.mocked(v8.setFlagsFromString).mock.calls.flat()).toEqual(YOUNG_SPACE);
});

deep('the Node that runs here knows every flag that it is given', () => {
  setV8Flags();
  // V8 takes a flag that it does not know without a word, unless it is on the command line.
  const flags = jest.mocked(v8.setFlagsFromString).mock.calls.flat();
  expect(spawnSync(process.execPath, [...flags, '-e', ''], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
