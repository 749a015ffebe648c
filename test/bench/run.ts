import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { argumentsOf } from '../../scripts/command';
import { requireCompiled } from '../_tools/compiled';
import { caption, Row, table } from './report';
import { fleet } from './sections/fleet';
import { installations } from './sections/installations';
import { kubeconform } from './sections/kubeconform';
import { Section } from './sections/section';
import { startUp } from './sections/start-up';
import { verifier } from './sections/verifier';

/**
 * What the library costs, as ratios: `npm run bench [-- SECTION… --turns N]`, in a checkout that is compiled.
 * The exit status is 1 where a goal is missed.
 */
const SECTIONS: Readonly<Record<string, { readonly section: Section; readonly turns: number }>> = {
  'start-up': { section: startUp, turns: 15 },
  'verifier': { section: verifier, turns: 11 },
  'installations': { section: installations, turns: 5 },
  'kubeconform': { section: kubeconform, turns: 11 },
  'fleet': { section: fleet, turns: 5 },
};

const args = argumentsOf(`npm run bench [-- SECTION… --turns N]   Measure ${Object.keys(SECTIONS).join(', ')} against limits`);
const { values: options, positionals } = parseArgs({ args, allowPositionals: true, options: { turns: { type: 'string' } } });
const names = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
const turnsOf = (name: string) => Number(options.turns ?? SECTIONS[name].turns);

const unknown = names.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  fail(`There is no section ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}.`);
}
if (names.some((name) => !(turnsOf(name) >= 1))) {
  fail('--turns is a number from 1.');
}
try {
  requireCompiled();
} catch (error) {
  fail((error as Error).message);
}

const rows = names.flatMap(measure);
const measured = caption(`medians of turns in which the programs alternate (${names.map((name) => `${name} ${turnsOf(name)}`).join(', ')})`);
console.log(`${measured}\n\n${table(rows)}`);
const missed = rows.filter(({ met }) => met === false);
missed.forEach(({ what, result, goal }) => console.error(`Missed: ${what}: ${result}, the goal is ${goal}`));
process.exitCode = missed.length > 0 ? 1 : 0;

function measure(name: string): Row[] {
  console.error(`measuring ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return SECTIONS[name].section({ folder, turns: turnsOf(name) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
