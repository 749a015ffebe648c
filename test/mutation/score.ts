import { readFileSync } from 'node:fs';
import { argumentsOf } from '../../scripts/command';

/** As Stryker's report says it. */
type MutantStatus = 'Killed' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Timeout' | 'Ignored' | 'Pending';

/** What became of the mutants of a folder, and of those that are no changed text. */
interface Room {
  readonly statuses: MutantStatus[];
  readonly besidesTexts: MutantStatus[];
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: MutantStatus; readonly mutatorName: string }[] }>>;
}

const rooms = new Map<string, Room>();
const named = argumentsOf('npx tsx test/mutation/score.ts [REPORT…]   Print the score of the last run of npm run test:mutation, or of reports');
for (const report of named.length > 0 ? named : ['.tmp/mutation/report.json']) {
  for (const [file, { mutants }] of Object.entries((JSON.parse(readFileSync(report, 'utf8')) as Report).files)) {
    const name = /^src\/(verify\/[^/]+(?=\/)|[^/]+)/.exec(file)?.[0] ?? file;
    const room = rooms.get(name) ?? { statuses: [], besidesTexts: [] };
    rooms.set(name, room);
    for (const { status, mutatorName } of mutants) {
      room.statuses.push(status);
      if (mutatorName !== 'StringLiteral') {
        room.besidesTexts.push(status);
      }
    }
  }
}

interface Counts {
  readonly all: number;
  readonly drawn: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly uncovered: number;
  readonly share: number;
}

function count(statuses: readonly MutantStatus[]): Counts {
  const of = (...wanted: MutantStatus[]) => statuses.filter((status) => wanted.includes(status)).length;
  const [asserted, timedOut, survived, uncovered, notDrawn] = [of('Killed'), of('Timeout'), of('Survived'), of('NoCoverage'), of('CompileError')];
  const killed = asserted + timedOut;
  const drawn = killed + survived + uncovered;
  return { all: drawn + notDrawn, drawn, killed, timedOut, survived, uncovered, share: killed / drawn };
}

/** Wilson's interval at 95 %, narrower the more of all mutants were drawn. */
function interval({ all, drawn, share }: Counts): number[] {
  const z = 1.96 * Math.sqrt((all - drawn) / Math.max(all - 1, 1));
  const middle = share + z ** 2 / (2 * drawn);
  const reach = z * Math.sqrt((share * (1 - share)) / drawn + z ** 2 / (4 * drawn ** 2));
  return [middle - reach, middle + reach].map((end) => end / (1 + z ** 2 / drawn));
}

const percent = (share: number) => (100 * share).toFixed(1);
const row = (...cells: unknown[]) => console.log(`| ${cells.join(' | ')} |`);

row('room', 'mutants', 'drawn', 'killed', 'of these by time', 'survived', 'no coverage', 'score', '95 % interval', 'without texts');
row(...Array.from({ length: 10 }, () => '---'));
const counted = [...rooms].sort().map(([name, room]) => ({ name, own: count(room.statuses), rest: count(room.besidesTexts) }))
  .filter(({ own }) => own.drawn > 0);
for (const { name, own, rest } of counted) {
  const { all, drawn, killed, timedOut, survived, uncovered, share } = own;
  row(name, all, drawn, killed, timedOut, survived, uncovered, percent(share), interval(own).map(percent).join(' to '), percent(rest.share));
}

// Rooms are drawn at different chances: each counts for as many mutants as it has.
const all = counted.reduce((sum, { own }) => sum + own.all, 0);
const score = counted.reduce((sum, { own }) => sum + (own.all / all) * own.share, 0);
const variance = counted.reduce((sum, { own }) =>
  sum + (own.all / all) ** 2 * ((own.share * (1 - own.share)) / own.drawn) * (1 - own.drawn / own.all), 0);
console.log(`\nOf all ${all} mutants ${percent(score)} % are killed, give or take ${percent(1.96 * Math.sqrt(variance))}.`);
