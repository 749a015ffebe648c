import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleet } from './fleet';

/**
 * How long the verifier takes against parsing alone, on 10,000 objects:
 * `npx projen compile && npx tsx bench/verify.ts [objects]`.
 *
 * Both are measured as a user meets them: a process from its start to its end, which reads files and is warm nowhere. The two
 * take turns, so that a machine that slows down slows down both.
 *
 * With KUBECONFORM set to a command line of kubeconform and its options (`kubeconform -schema-location …`), as many objects as
 * the charts render are also compared with that.
 */
const OBJECTS = Number(process.argv[2] ?? 10_000);
const ROUNDS = 11;
const LIMIT = 1.5;

/** The objects of both of Union's charts, about. */
const CHARTS = 178;
const KUBECONFORM_LIMIT = 4;

const root = join(__dirname, '..');
const COMMANDS = {
  parse: [join(__dirname, 'parse.js')],
  verify: [join(root, 'lib', 'cli', 'main.js'), 'verify', '--format', 'json'],
};

/** Wall-clock milliseconds of a command on a folder, and what it printed. */
function run(args: readonly string[], folder: string, program = process.execPath): { elapsed: number; stdout: string } {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(program, [...args, folder], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const elapsed = performance.now() - start;
  if (stdout === '' || (status !== 0 && status !== 1)) {
    throw new Error(stderr);
  }
  return { elapsed, stdout };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function compare(layout: string, folder: string): void {
  const turns = Array.from({ length: ROUNDS }, () => ({ parse: run(COMMANDS.parse, folder), verify: run(COMMANDS.verify, folder) }));
  const [{ parse, verify }] = turns;
  const report = JSON.parse(verify.stdout) as { objects: number; findings: unknown[] };
  if (report.objects !== OBJECTS || Number(parse.stdout) !== OBJECTS || report.findings.length === 0) {
    throw new Error(`${layout}: the two did not read ${OBJECTS} objects, or nothing was found`);
  }
  const ratio = median(turns.map((turn) => turn.verify.elapsed / turn.parse.elapsed));
  const [parsing, verifying] = [median(turns.map((turn) => turn.parse.elapsed)), median(turns.map((turn) => turn.verify.elapsed))];
  console.log(`${layout}: ${report.objects} objects, ${report.findings.length} findings`);
  console.log(`  parse ${parsing.toFixed(0)} ms, verify ${verifying.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (limit ${LIMIT}; medians of ${ROUNDS} turns)`);
  if (ratio > LIMIT) {
    process.exitCode = 1;
  }
}

/** Against the fastest checker of schemas, which is written in Go and starts at once. */
function compareWithKubeconform(commandLine: string, folder: string): void {
  const [program, ...options] = commandLine.split(' ');
  const turns = Array.from({ length: ROUNDS }, () => ({ other: run([...options, '-summary'], folder, program), verify: run(COMMANDS.verify, folder) }));
  if (!turns[0].other.stdout.includes(`${CHARTS} resources found`)) {
    throw new Error(`kubeconform did not read ${CHARTS} objects: ${turns[0].other.stdout}`);
  }
  const ratio = median(turns.map(({ other, verify }) => verify.elapsed / other.elapsed));
  const [theirs, ours] = [median(turns.map(({ other }) => other.elapsed)), median(turns.map(({ verify }) => verify.elapsed))];
  console.log(`both charts: ${CHARTS} objects`);
  console.log(`  kubeconform ${theirs.toFixed(0)} ms, verify ${ours.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (limit ${KUBECONFORM_LIMIT}; medians of ${ROUNDS} turns)`);
  if (ratio > KUBECONFORM_LIMIT) {
    process.exitCode = 1;
  }
}

const texts = fleet(OBJECTS);
const temporary = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const [one, many] = ['one', 'many'].map((name) => join(temporary, name));
  [one, many].forEach((folder) => mkdirSync(folder));
  writeFileSync(join(one, 'all.yaml'), texts.join('---\n'));
  texts.forEach((text, index) => writeFileSync(join(many, `${index}.yaml`), text));
  compare('one file', one);
  compare('a file for each object', many);
  if (process.env.KUBECONFORM) {
    const charts = join(temporary, 'charts');
    mkdirSync(charts);
    writeFileSync(join(charts, 'all.yaml'), fleet(CHARTS).join('---\n'));
    compareWithKubeconform(process.env.KUBECONFORM, charts);
  }
} finally {
  rmSync(temporary, { recursive: true });
}
