import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { median, run, takeTurns } from '../measure';
import { atMost, milliseconds, Row, times } from '../report';
import { Context } from './section';
import { PARSE, verify } from './verifier';

const INSTALLATIONS = join(__dirname, '..', 'programs', 'installations.js');

/** Four times as many control planes may cost five times as much. */
const LINEAR = 5;
const OF_PARSING = 1.5;

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
  const sound = (input: string) => ({ ...verify(input), statuses: [0, 1, 3] });
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
  ];
}
