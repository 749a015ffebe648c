/**
 * Runs the suites of this folder on real software, or installs what they need.
 * `--touched` names the suites that run what differs from `--base`; README.md says the rest.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { argumentsOf } from '../scripts/command';
import { allOf, countsOf, JestFile, plainTable, recorded, softwareOf, SuiteResult } from './_support/result';
import { Suite } from './_support/suite';
import { cacheOf, Tool } from './_support/tool';
import { changedFiles, touchedBy } from './_support/touched';
import { flyteadmin, flyteadminIsAtHand } from './tools/flyteadmin';

interface TestFile {
  readonly suite: string;
  readonly path: string;
  readonly tools: readonly Tool[];
}

const README = join(__dirname, 'README.md');

const { values: flags, positionals } = parseArgs({
  args: argumentsOf('npm run e2e [-- SUITE… --touched --allow-skips --record -t NAME]   Run suites on real software; npm run e2e:install installs it'),
  allowPositionals: true,
  options: {
    'install': { type: 'boolean' },
    'allow-skips': { type: 'boolean' },
    'record': { type: 'boolean' },
    'touched': { type: 'boolean' },
    'base': { type: 'string' },
    'test': { type: 'string', short: 't' },
  },
});

void (flags.install ? install() : flags.touched ? touched() : test()).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

/** The suites named on the command line, or all. */
function suitesAskedFor(): string[] {
  const suites = readdirSync(__dirname).filter((name) => !name.startsWith('_') && existsSync(join(__dirname, name, 'suite.ts'))).sort();
  const unknown = positionals.filter((name) => !suites.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no such suite: ${unknown.join(', ')}; there are ${suites.join(', ')}`);
  }
  return suites.filter((name) => positionals.length === 0 || positionals.includes(name));
}

function filesAskedFor(): TestFile[] {
  return suitesAskedFor().flatMap(filesOf);
}

/** A suite lists each of its files, so that none is left out by accident. */
function filesOf(name: string): TestFile[] {
  const directory = join(__dirname, name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { files } = (require(join(directory, 'suite.ts')) as { suite: Suite }).suite;
  const there = readdirSync(directory).filter((file) => file.endsWith('.e2e.ts')).sort();
  const listed = Object.keys(files).sort();
  if (there.join() !== listed.join()) {
    throw new Error(`e2e/${name}/suite.ts lists ${listed.join(', ') || 'nothing'}; the folder has ${there.join(', ') || 'nothing'}`);
  }
  return listed.map((file) => ({ suite: name, path: join('e2e', name, file), tools: files[file] }));
}

function missing({ tools }: TestFile): Tool[] {
  return tools.filter((tool) => !tool.locate());
}

/**
 * Installs each tool once, and begins with the suite that is ready soonest: you can run it while the rest is built. Tools that cannot be
 * installed, such as those that need GitHub behind a proxy, are listed at the end and do not stop the others.
 */
async function install(): Promise<void> {
  const failed = new Map<Tool, string>();
  const minutes = (tools: Iterable<Tool>) => [...tools].filter((tool) => !tool.locate()).reduce((sum, tool) => sum + (tool.minutes ?? 0.5), 0);
  const suites = new Map<string, Set<Tool>>();
  for (const { suite: name, tools } of filesAskedFor()) {
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
  if (suitesAskedFor().includes('login') && !flyteadminIsAtHand) {
    console.log('flyteadmin: no registry has it, so a stand-in runs in its place; FLYTE_SOURCE names a checkout to build it from, FLYTEADMIN a binary (e2e/README.md, "A real flyteadmin").');
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

/** Prints the suites that run changed files, each with some of these files. */
function touched(): Promise<void> {
  const changed = changedFiles(flags.base);
  const files = filesAskedFor();
  const suites = [...new Set(files.map(({ suite }) => suite))].map((suite) => {
    const entries = files.filter((file) => file.suite === suite).map(({ path }) => path);
    return { suite, because: touchedBy(changed, [join('e2e', suite, 'suite.ts'), ...entries]) };
  }).filter(({ because }) => because.length > 0);
  for (const { suite, because } of suites) {
    console.log(`${suite}: ${because.slice(0, 3).join(', ')}${because.length > 3 ? ` and ${because.length - 3} more` : ''}`);
  }
  console.log(suites.length === 0 ? `No suite runs what has changed (${changed.length} files).` : `npm run e2e -- ${suites.map(({ suite }) => suite).join(' ')}`);
  return Promise.resolve();
}

/** Runs the suites; without `--allow-skips` it installs missing tools first. */
async function test(): Promise<void> {
  const files = filesAskedFor();
  if (!flags['allow-skips'] && files.some((file) => missing(file).length > 0)) {
    await install();
  }
  const skipped = files.filter((file) => missing(file).length > 0);
  const runnable = files.filter((file) => !skipped.includes(file));
  const start = Date.now();
  const ran = runnable.length > 0 ? await jest(runnable.map(({ path }) => path)) : [];
  for (const file of skipped) {
    const reasons = missing(file).map(({ name, version, needs }) => `${name} ${version} is missing (needs ${needs})`);
    console.log(`${styleText('yellow', 'SKIPPED')} ${file.path}: ${reasons.join('; ')}`);
  }
  const suites = [...new Set(files.map(({ suite }) => suite))];
  const results = suites.map((suite) => resultOf(suite, runnable, ran, skipped)).filter((each) => each.passed + each.failed + each.skipped > 0);
  const all = allOf(results, (Date.now() - start) / 1000);
  const { passed, failed, skipped: left } = all;
  console.log(`\n${plainTable([...results, all])}\n`);
  const tooMany = left > 0 && !flags['allow-skips'];
  if (tooMany) {
    console.log('Failed: files or tests were skipped; --allow-skips accepts that.');
  } else if (passed + failed === 0) {
    console.log('Failed: no test ran.');
  }
  if (flags.record && flags.test === undefined) {
    const rows = [...results.filter((result) => result.passed + result.failed > 0), ...positionals.length === 0 ? [all] : []];
    writeFileSync(README, recorded(readFileSync(README, 'utf8'), rows, new Date().toISOString().slice(0, 10)));
  }
  console.log(`${passed} passed, ${failed} failed, ${left} skipped`);
  process.exitCode = failed > 0 || tooMany || passed + failed === 0 ? 1 : 0;
}

function resultOf(suite: string, runnable: readonly TestFile[], ran: readonly JestFile[], skipped: readonly TestFile[]): SuiteResult {
  const own = runnable.filter((file) => file.suite === suite);
  const counts = countsOf(ran.filter(({ name }) => own.some(({ path }) => name.endsWith(path))), flags.test === undefined);
  const tools = counts.passed + counts.failed > 0 ? [...new Set(own.flatMap((file) => file.tools))] : [];
  const standsIn = suite === 'login' && tools.length > 0 && !tools.includes(flyteadmin);
  return {
    suite,
    ...counts,
    skipped: counts.skipped + skipped.filter((file) => file.suite === suite).length,
    software: [...tools.map(softwareOf), ...standsIn ? ['a stand-in for flyteadmin'] : []],
  };
}

/** Runs jest in its own process group, so that no server outlives the run. */
async function jest(files: readonly string[]): Promise<readonly JestFile[]> {
  const directory = mkdtempSync(join(tmpdir(), 'union-auth-e2e-'));
  // Some servers that root starts change their user, and still read the folder that jest makes in this one.
  chmodSync(directory, 0o755);
  const outputFile = join(directory, 'results.json');
  const args = [
    require.resolve('jest/bin/jest'), '--config', join(__dirname, 'jest.config.js'), '--maxWorkers', '2', '--forceExit', '--reporters', join(__dirname, '_support', 'progress.js'),
    // jest notes here how long each file takes, and starts the longest first.
    '--cacheDirectory', cacheOf('jest', 'e2e'), '--json', '--outputFile', outputFile, ...(flags.test === undefined ? [] : ['-t', flags.test]), '--runTestsByPath', ...files,
  ];
  const child = spawn(process.execPath, args, { cwd: join(__dirname, '..'), detached: true, env: { ...process.env, TMPDIR: directory }, stdio: ['ignore', 'inherit', 'inherit'] });
  const end = (): void => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // The group has ended.
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
    return (JSON.parse(readFileSync(outputFile, 'utf8')) as { readonly testResults: readonly JestFile[] }).testResults;
  } finally {
    end();
  }
}
