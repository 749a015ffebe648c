/**
 * Runs the suites of this folder on real software, or installs what they need.
 *
 *     npm run e2e [-- suite… [--allow-skips] [-t <test name>]]
 *     npm run e2e:install [-- suite…]
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { Suite } from './_support/suite';
import { Tool } from './_support/tool';

interface TestFile {
  readonly path: string;
  readonly tools: readonly Tool[];
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'install': { type: 'boolean' }, 'allow-skips': { type: 'boolean' }, 'test': { type: 'string', short: 't' } },
});

void (flags.install ? install() : test()).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

/** The test files of the suites that were asked for; all suites if none was. */
function filesAskedFor(): TestFile[] {
  const suites = readdirSync(__dirname).filter((name) => !name.startsWith('_') && existsSync(join(__dirname, name, 'suite.ts'))).sort();
  const unknown = positionals.filter((name) => !suites.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no such suite: ${unknown.join(', ')}; there are ${suites.join(', ')}`);
  }
  return suites.filter((name) => positionals.length === 0 || positionals.includes(name)).flatMap(filesOf);
}

/** A file that its suite does not list would never run; a listed file that is not there would count for nothing. */
function filesOf(name: string): TestFile[] {
  const directory = join(__dirname, name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { files } = (require(join(directory, 'suite.ts')) as { suite: Suite }).suite;
  const there = readdirSync(directory).filter((file) => file.endsWith('.e2e.ts')).sort();
  const listed = Object.keys(files).sort();
  if (there.join() !== listed.join()) {
    throw new Error(`e2e/${name}/suite.ts lists ${listed.join(', ') || 'nothing'}; the folder has ${there.join(', ') || 'nothing'}`);
  }
  return listed.map((file) => ({ path: join('e2e', name, file), tools: files[file] }));
}

function missing({ tools }: TestFile): Tool[] {
  return tools.filter((tool) => !tool.locate());
}

/**
 * Each tool once, and the suite that is ready soonest first: one may run it while the rest is built. What cannot be had here, such as what
 * asks GitHub behind a proxy, is told at the end, and holds up nothing else.
 */
async function install(): Promise<void> {
  const failed = new Map<Tool, string>();
  const minutes = (tools: Iterable<Tool>) => [...tools].filter((tool) => !tool.locate()).reduce((sum, tool) => sum + (tool.minutes ?? 0.5), 0);
  const suites = new Map<string, Set<Tool>>();
  for (const { path, tools } of filesAskedFor()) {
    const name = path.split(sep)[1];
    suites.set(name, new Set([...suites.get(name) ?? [], ...tools]));
  }
  while (suites.size > 0) {
    const [[name, tools]] = [...suites].sort(([, a], [, b]) => minutes(a) - minutes(b));
    suites.delete(name);
    for (const tool of [...tools].filter((each) => !failed.has(each)).sort((a, b) => (a.minutes ?? 0) - (b.minutes ?? 0))) {
      await installTool(tool).catch((error: Error) => failed.set(tool, error.message));
    }
    const lacking = [...tools].filter((tool) => failed.has(tool)).map((tool) => tool.name);
    console.log(lacking.length === 0
      ? `${styleText('bold', name)} has all that it needs: npm run e2e -- ${name}\n`
      : `${styleText('bold', name)} lacks ${lacking.join(', ')}; the rest of it: npm run e2e -- ${name} --allow-skips\n`);
  }
  for (const [{ name, version, needs }, message] of failed) {
    console.log(`${styleText('red', 'NOT INSTALLED')} ${name} ${version} (needs ${needs}): ${message}`);
  }
  process.exitCode = failed.size > 0 ? 1 : 0;
}

async function installTool(tool: Tool): Promise<void> {
  const there = tool.locate();
  const title = styleText('bold', `${tool.name} ${tool.version}`);
  console.log(`${title}: ${there ?? `installing; needs ${tool.needs}`}`);
  if (there) {
    return;
  }
  const start = Date.now();
  await tool.install();
  if (!tool.locate()) {
    throw new Error(`${tool.name} ${tool.version}: installed, but not found`);
  }
  console.log(`${title}: installed in ${Math.round((Date.now() - start) / 1000)} s`);
}

async function test(): Promise<void> {
  const files = filesAskedFor();
  const skipped = files.filter((file) => missing(file).length > 0);
  const counts: Counts = { passed: 0, failed: 0, skipped: skipped.length };
  if (skipped.length === 0 || flags['allow-skips']) {
    const runnable = files.filter((file) => !skipped.includes(file)).map(({ path }) => path);
    add(counts, runnable.length > 0 ? await jest(runnable) : {});
  }
  for (const file of skipped) {
    const reasons = missing(file).map(({ name, version, needs }) => `${name} ${version} is missing (needs ${needs})`);
    console.log(`${styleText('yellow', 'SKIPPED')} ${file.path}: ${reasons.join('; ')}`);
  }
  const tooMany = counts.skipped > 0 && !flags['allow-skips'];
  if (files.some(({ path }) => path.startsWith(join('e2e', 'login')))) {
    const which = process.env.FLYTEADMIN ? `the real one, ${process.env.FLYTEADMIN}` : 'the stand-in, as FLYTEADMIN names no binary';
    console.log(styleText('bold', `flyteadmin was ${which}`));
  }
  const idle = counts.passed + counts.failed === 0;
  if (tooMany) {
    console.log('Failed: nothing may be skipped. "npm run e2e:install" installs what required; --allow-skips goes without.');
  } else if (idle) {
    console.log('Failed: not one test ran.');
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 || tooMany || idle ? 1 : 0;
}

interface JestResults {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numPendingTests?: number;
  readonly numTodoTests?: number;
  readonly numRuntimeErrorTestSuites?: number;
}

function add(counts: Counts, results: JestResults): void {
  counts.passed += results.numPassedTests ?? 0;
  counts.failed += (results.numFailedTests ?? 0) + (results.numRuntimeErrorTestSuites ?? 0);
  // With a name given, the others are left out on purpose.
  counts.skipped += flags.test === undefined ? (results.numPendingTests ?? 0) + (results.numTodoTests ?? 0) : 0;
}

/** In a process group of its own, so that no server outlives the run, however it ends. */
async function jest(files: readonly string[]): Promise<JestResults> {
  const directory = mkdtempSync(join(tmpdir(), 'union-auth-e2e-'));
  // Started by root, some servers work as another user, in the folder that jest makes in this one.
  chmodSync(directory, 0o755);
  const outputFile = join(directory, 'results.json');
  const args = [
    require.resolve('jest/bin/jest'), '--config', join(__dirname, 'jest.config.js'), '--runInBand', '--forceExit', '--reporters', join(__dirname, '_support', 'progress.js'),
    '--json', '--outputFile', outputFile, ...(flags.test === undefined ? [] : ['-t', flags.test]), '--runTestsByPath', ...files,
  ];
  const child = spawn(process.execPath, args, { cwd: join(__dirname, '..'), detached: true, env: { ...process.env, TMPDIR: directory }, stdio: ['ignore', 'inherit', 'inherit'] });
  const end = (): void => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // Nothing of the group is left.
    }
    rmSync(directory, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      end();
      process.exit(1);
    });
  }
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (!existsSync(outputFile)) {
      throw new Error(`jest ended with ${code} and no results`);
    }
    return JSON.parse(readFileSync(outputFile, 'utf8')) as JestResults;
  } finally {
    end();
  }
}
