/**
 * Fuzzes what reads other people's texts: `npm run fuzz -- [--minutes 10] [--seed N] [--target NAME]`, or one input again with
 * `npm run fuzz -- --replay FILE`. Fails where anything was found; README.md says what to do with it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { argumentsOf } from '../../scripts/command';
import { Campaign, Finding } from './campaign';
import { seedsOf } from './seeds';
import { TARGETS } from './targets';
import { Watcher } from './watcher';

const ROOT = join(__dirname, '..', '..');
const FAILURES = join(ROOT, '.tmp', 'fuzz');

const { values } = parseArgs({
  args: argumentsOf('npm run fuzz [-- --minutes 10 --seed N --target NAME]   Give readers of files mutated ones; --replay FILE tries one again'),
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, target: { type: 'string', multiple: true }, replay: { type: 'string' } },
});

/** Runs one input of a file once; the folder that it lies in is named like its target. */
async function replay(file: string): Promise<void> {
  const watcher = new Watcher();
  const target = values.target?.[0] ?? basename(dirname(resolve(file)));
  const outcome = await watcher.run(target, readFileSync(file));
  watcher.stop();
  console.log(outcome.kind === 'fine' ? `fine: ${outcome.signature}` : `${outcome.kind}: ${outcome.message}`);
  process.exitCode = outcome.kind === 'fine' ? 0 : 1;
}

function tell({ target, failure, input }: Finding): void {
  const file = join(FAILURES, target, createHash('sha256').update(input).digest('hex').slice(0, 12));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, input);
  console.log(`\n${target}: ${failure.kind}: ${failure.message.slice(0, 1500)}\n  npm run fuzz -- --replay ${relative(ROOT, file)}`);
}

async function campaign(): Promise<void> {
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const targets = TARGETS.filter(({ name }) => values.target?.includes(name) ?? true);
  console.log(`seed ${seed}, ${values.minutes} minutes, ${targets.map(({ name }) => name).join(', ')}`);
  const watcher = new Watcher();
  const running = new Campaign(watcher, targets, seedsOf(), seed, tell);
  await running.runSeeds();
  const end = Date.now() + Number(values.minutes) * 60_000;
  while (Date.now() < end) {
    await running.step();
  }
  watcher.stop();
  console.log('\ntarget           inputs  outcomes  slowest ms  failures (causes)');
  for (const [name, { executions, signatures, slowest, causes }] of running.tallies) {
    const failures = [...causes.values()].reduce((sum, times) => sum + times, 0);
    console.log(`${name.padEnd(14)} ${String(executions).padStart(8)} ${String(signatures.size).padStart(9)} ${slowest.toFixed(0).padStart(11)}  ${failures} (${causes.size})`);
    process.exitCode ||= failures > 0 ? 1 : 0;
  }
}

void (values.replay === undefined ? campaign() : replay(values.replay));
