import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, run, takeTurns } from '../measure';
import { atMost, milliseconds, Row, times } from '../report';
import { Context } from './section';
import { PARSE, verify } from './verifier';

const INSTALLATIONS = join(__dirname, '..', 'programs', 'installations.js');

/** Four times as many control planes may cost five times as much. */
const LINEAR = 5;
const OF_PARSING = 1.5;
/** The share of calls by functions whose calls grow more than twice as fast as the input. */
const SQUARE = 0.01;
const CALLS = join(__dirname, '..', 'programs', 'calls.js');

const sound = (input: string) => ({ ...verify(input), statuses: [0, 1, 3] });

/** Whole installations in one input: every control plane might have to do with every data plane. */
export function installations({ folder, turns: count }: Context): Row[] {
  const all = join(folder, '100');
  run({ args: [INSTALLATIONS, all, '100'] });
  const [ten, forty] = [10, 40].map((size) => {
    const part = join(folder, String(size));
    mkdirSync(part);
    readdirSync(all).slice(0, size).forEach((file) => cpSync(join(all, file), join(part, file)));
    return part;
  });
  const turns = takeTurns(count, { ten: sound(ten), forty: sound(forty), hundred: sound(all), parse: { args: [PARSE, all] } });
  const cpu = (name: keyof typeof turns[number]) => median(turns.map((turn) => turn[name].cpu));
  return [
    {
      what: '`verify` of 40 installations',
      ours: milliseconds(cpu('forty')),
      other: `10 of them: ${milliseconds(cpu('ten'))}`,
      ...atMost(LINEAR, cpu('forty') / cpu('ten'), times),
    },
    {
      what: '`verify` of 100 installations, a control plane and a data plane each',
      ours: milliseconds(cpu('hundred')),
      other: `parsing them: ${milliseconds(cpu('parse'))}`,
      ...atMost(OF_PARSING, cpu('hundred') / cpu('parse'), times),
    },
    square(folder, ten, forty),
  ];
}

/** By counts, which no load of the machine changes. */
function square(folder: string, ten: string, forty: string): Row {
  const [few, many] = [ten, forty].map((input) => {
    const out = join(folder, 'calls.json');
    const { args, statuses } = sound(input);
    run({ args: [CALLS, out, ...args], statuses });
    return new Map(JSON.parse(readFileSync(out, 'utf8')) as [position: number, calls: number][]);
  });
  const all = [...many.values()].reduce((sum, calls) => sum + calls, 0);
  const growing = [...many].filter(([position, calls]) => calls > 8 * (few.get(position) ?? Infinity));
  const share = growing.reduce((sum, [, calls]) => sum + calls, 0) / all;
  return {
    what: 'calls that grow with the square of the installations',
    ours: `${growing.length} functions`,
    other: `all calls for 40 installations: ${all.toLocaleString('en-US')}`,
    ...atMost(SQUARE, share, (value) => `${(value * 100).toFixed(1)} %`),
  };
}
