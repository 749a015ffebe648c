import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { compilingLess } from '../src/cli/load-program';
import { Tool, TOOLS, toolMissedBy } from '../test/_tools/needs';
import { argumentsOf } from './command';

/**
 * `npm test`: runs lint beside the compiler and the tests, which need the compiled library. The tests run even if lint fails, so that one
 * run reports everything. Deep tests run a random part by a printed seed (`TEST_SEED` repeats it); `--all` runs them in full, `--rest`
 * what `npm test` leaves out, without compiling again. Both check the style of all files, not only of changed ones. `--update` only
 * writes snapshots. Paths choose files, which run in full; other arguments go to jest.
 */
const ROOT = join(__dirname, '..');
const PROJEN = join(ROOT, 'node_modules', 'projen', 'bin', 'projen');
const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

/** Some folders take long: each group has a part of several. */
const PARTS = 3;

/** Tests create much short-lived garbage: a larger heap makes collections rarer. */
const V8_FLAGS = ['--min-semi-space-size=64', '--max-semi-space-size=64', ...compilingLess(process.versions.v8)];

const OWN = ['--all', '--rest', '--update'];

const given = argumentsOf('npm test [-- PATH… --all --rest --update, options of jest]   Lint, compile and test; TEST_SEED repeats what was drawn');
const options = given.filter((argument) => argument.startsWith('-') && !OWN.includes(argument));
const paths = given.filter((argument) => !argument.startsWith('-'));
const isRest = given.includes('--rest');
const isUpdate = given.includes('--update');
/** Paths choose files, which run in full. */
const isAll = given.includes('--all') || (paths.length > 0 && !isRest && process.env.TEST_SEED === undefined);

/**
 * Files of a group share loaded modules, since loading costs more than most tests: one group for each core. Deep files cost more, so they
 * have more groups, and no core waits long for the last one.
 */
const GROUPS = isAll || isRest ? 12 : Math.min(Math.max(availableParallelism(), 2), 4);

/**
 * Some deep files wait for registries half of their time: they come first, with one more than there are cores.
 */
const DEEP = isAll || isRest
  ? [`--maxWorkers=${availableParallelism() + 1}`, '--testSequencer', join(ROOT, 'test', '_tools', 'as-named.js')]
  : [];

const seed = isAll || isRest || isUpdate ? undefined : process.env.TEST_SEED ?? String(Math.floor(Math.random() * 1e9));

const result = options.map((option) => /^--outputFile=(.+)$/.exec(option)?.[1]).find(Boolean);

interface TestFile {
  readonly path: string;
  readonly text: string;
}

function testFiles(): TestFile[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => ({ path: join('test', name), text: readFileSync(join(ROOT, 'test', name), 'utf8') }))
    .filter((file) => paths.length === 0 || paths.some((path) => file.path.includes(path)))
    .filter(isAsked);
}

function isAsked(file: TestFile): boolean {
  if (isUpdate) {
    return hasSnapshots(file);
  }
  return isAll || (isRest ? isFull(file) || draws(file) : !isFull(file));
}

function hasSnapshots({ path }: TestFile): boolean {
  return existsSync(join(ROOT, dirname(path), '__snapshots__', `${basename(path)}.snap`));
}

/** Slow tests for which a sample is not useful. */
function isFull({ path }: TestFile): boolean {
  return path.endsWith('.full.test.ts');
}

/** Whether a file runs a sample of its cases in `npm test`, by itself or by an adjacent file. */
function draws({ path, text }: TestFile): boolean {
  const beside = [...text.matchAll(/ from '(\.[^']*\/_\w+)'/g)].map(([, name]) => join(ROOT, dirname(path), `${name}.ts`));
  return [text, ...beside.map((file) => readFileSync(file, 'utf8'))].some((each) => /import \{.*\} from '.*\/drawn'/.test(each));
}

/**
 * A file is not grouped if it replaces modules (`*.alone.test.ts`), has snapshots beside it, or takes long with its own programs: jest
 * starts such a file first, since it is larger than the file of a group.
 */
function standsAlone(file: TestFile): boolean {
  return file.path.endsWith('.alone.test.ts') || hasSnapshots(file) || isFull(file);
}

/** Groups of similar size, with adjacent files together, which share their modules and fixtures. */
function grouped(files: readonly TestFile[]): string[][] {
  const size = files.reduce((sum, { text }) => sum + text.length, 0) / (GROUPS * PARTS);
  const groups: string[][] = Array.from({ length: GROUPS }, () => []);
  let before = 0;
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    groups[Math.floor(before / size) % GROUPS].push(path);
    before += text.length;
  }
  return groups.filter((group) => group.length > 0);
}

/**
 * Each file in its own `describe`, so that its hooks stay local; a file that cannot be loaded fails alone.
 */
const LOAD = `const load = (path: string) => {
  try {
    require(path);
  } catch (error) {
    test('can be loaded', () => { throw error; });
  }
};
`;

/** Writes a file that loads those of a group. */
function write(group: readonly string[], folder: string, name: string): string {
  const file = join(folder, name);
  const loads = group.map((path) => `describe('${path}', () => load('${relative(folder, join(ROOT, path))}'));\n`);
  writeFileSync(file, LOAD + loads.join(''));
  return file;
}

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly ancestorTitles: readonly string[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly Assertion[];
}

/** The command that repeats the failed tests; names in a group begin with the path of the file. */
function again(testResults: readonly FileResult[]): string[] {
  const failed = testResults.filter(({ status }) => status === 'failed').flatMap(({ name, assertionResults }) => {
    const path = relative(ROOT, name);
    return path.startsWith('test')
      ? [path]
      : assertionResults.filter(({ status }) => status === 'failed').map(({ ancestorTitles: [file] }) => file);
  });
  const drawnBy = seed === undefined ? '' : `TEST_SEED=${seed} `;
  return failed.length === 0 ? [] : [`To run what failed again: ${drawnBy}npx jest ${[...new Set(failed)].join(' ')}`];
}

/** The failed and the skipped tests, and how to run them. */
function summary(resultFile: string): string[] {
  const { testResults } = JSON.parse(readFileSync(resultFile, 'utf8')) as { testResults: FileResult[] };
  const skipped = testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'pending');
  const byTool = new Map<Tool | undefined, number>();
  for (const tool of skipped.map(({ fullName }) => toolMissedBy(fullName))) {
    byTool.set(tool, (byTool.get(tool) ?? 0) + 1);
  }
  const parts = [...byTool].map(([tool, count]) => (tool === undefined ? `${count} by the tests themselves` : `${count} that need ${tool} (${TOOLS[tool]})`));
  return [
    ...again(testResults),
    ...(seed === undefined ? [] : [`The deep tests in part, drawn by seed ${seed}: \`TEST_SEED=${seed} npm test\` repeats it, \`npm run test:all\` tries everything.`]),
    parts.length === 0 ? 'Nothing was skipped.' : `Skipped: ${parts.join(', ')}.`,
  ];
}

/** Prints the output of a projen task when it ends. */
function passes(task: string, ...told: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROJEN, task, ...told], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

function testsPass(): Promise<boolean> {
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.tmp', 'tests-'));
  const files = testFiles();
  const alone = files.filter(standsAlone).sort((a, b) => Number(isFull(b)) - Number(isFull(a))).map(({ path }) => join(ROOT, path));
  const groups = grouped(files.filter((file) => !standsAlone(file))).map((group, index) => write(group, folder, `${index + 1}.test.ts`));
  const output = join(ROOT, result ?? relative(ROOT, join(folder, 'result.json')));
  const told = [...isUpdate ? ['--updateSnapshot'] : [], ...DEEP, ...options, ...result ? [] : ['--json', `--outputFile=${output}`]];
  // The same patterns on each run: with another configuration, jest compiles everything again.
  const matches = ['test/**/*.test.ts', '.tmp/tests-*/*.test.ts'].flatMap((pattern) => ['--testMatch', `${ROOT}/${pattern}`]);
  const child = spawn(process.execPath, [...V8_FLAGS, JEST, '--ci', ...told, ...matches, '--runTestsByPath', ...alone, ...groups], {
    cwd: ROOT, stdio: 'inherit', env: { ...process.env, TEST_SEED: seed },
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      if (existsSync(output)) {
        console.log(summary(output).join('\n'));
      }
      rmSync(folder, { recursive: true });
      resolve(code === 0);
    });
  });
}

function canWrite(): boolean {
  try {
    accessSync(ROOT, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  if (!canWrite()) {
    throw new Error(`npm test compiles into lib and groups the tests in .tmp, and ${ROOT} is read-only; npx jest FILE needs neither`);
  }
  const lint = isUpdate || passes('lint', ...isRest ? ['--style'] : [], ...isRest || given.includes('--all') ? [] : ['--changed']);
  const isTested = (isRest || isUpdate || await passes('compile')) && await testsPass();
  const isLinted = await lint;
  if (isTested && !isLinted) {
    console.log('The tests pass, but types or lint do not: see above.');
  }
  process.exitCode = isTested && isLinted ? 0 : 1;
}

void main().catch(({ message }: Error) => {
  console.error(message);
  process.exitCode = 1;
});
