import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleet } from '../inputs/rendered-planes';
import { median, Program, takeTurns } from '../measure';
import { atMost, mebibytes, milliseconds, Row, times } from '../report';
import { Context } from './section';

const OBJECTS = 10_000;
const LIMIT = 1.2;

export const PARSE = join(__dirname, '..', 'programs', 'parse.js');
const COMMAND = join(__dirname, '..', '..', '..', 'lib', 'cli', 'main.js');

/** MiB, of which Node itself takes 40 and the text 16. */
const MEMORY = 160;

/** The command on a folder that has findings, or where much is missing. */
export function verify(folder: string): Program {
  return { args: [COMMAND, 'verify', '--format', 'json', folder], statuses: [1, 3] };
}

/** How long the verifier takes against parsing alone. */
export function verifier({ folder, turns }: Context): Row[] {
  const texts = fleet(OBJECTS);
  const [one, many] = ['one', 'many'].map((name) => join(folder, name));
  [one, many].forEach((each) => mkdirSync(each));
  writeFileSync(join(one, 'all.yaml'), texts.join('---\n'));
  texts.forEach((text, index) => writeFileSync(join(many, `${index}.yaml`), text));
  return [...compare('in one file', one, turns), ...compare('a file each', many, turns)];
}

function compare(layout: string, folder: string, count: number): Row[] {
  const turns = takeTurns(count, { parse: { args: [PARSE, folder] }, verify: verify(folder) });
  const report = JSON.parse(turns[0].verify.stdout) as { objects: number; findings: unknown[] };
  if (report.objects !== OBJECTS || Number(turns[0].parse.stdout) !== OBJECTS || report.findings.length === 0) {
    throw new Error(`${layout}: the two did not read ${OBJECTS} objects, or nothing was found`);
  }
  const what = `\`verify\` of ${OBJECTS.toLocaleString('en-US')} objects, ${layout}`;
  return [{
    what,
    ours: milliseconds(median(turns.map((turn) => turn.verify.cpu))),
    other: `parsing them: ${milliseconds(median(turns.map((turn) => turn.parse.cpu)))}`,
    ...atMost(LIMIT, median(turns.map((turn) => turn.verify.cpu / turn.parse.cpu)), times),
  }, {
    what: `memory for ${what}`,
    ours: '',
    other: `parsing them: ${mebibytes(median(turns.map((turn) => turn.parse.peak)))}`,
    ...atMost(MEMORY, median(turns.map((turn) => turn.verify.peak)), mebibytes),
  }];
}
