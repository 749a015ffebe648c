import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteUrl } from '../../src/common/package-info';
import type { Cure } from './_remedies';

/** What came of one fault. */
export interface Row {
  readonly where: string;
  readonly what: string;
  /** Rules, in the order in which the doctor named them. */
  readonly said: readonly string[];
  /** Whether it took a person to see it. */
  readonly withPerson: boolean;
  /** What ended it; nothing of what the doctor cannot see. */
  readonly cure?: Cure;
  /** Of what the doctor cannot see. */
  readonly command?: string;
}

const PAGE = join(__dirname, 'faults.md');
const START = '<!-- faults: written by e2e/login/doctor-faults.e2e.ts -->';
const END = '<!-- end of faults -->';

const TITLES: Readonly<Record<string, string>> = { edge: 'The edge', flyteadmin: 'flyteadmin', provider: 'The provider', client: 'A client' };

/** The table of faults.md, as it was written last. */
export function writtenTable(): string {
  const page = readFileSync(PAGE, 'utf8');
  return page.slice(page.indexOf(START) + START.length, page.indexOf(END)).trim();
}

export function writeTable(table: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [page.indexOf(START) + START.length, page.indexOf(END)];
  writeFileSync(PAGE, `${page.slice(0, from)}\n\n${table}\n\n${page.slice(to)}`);
}

const CURES: Readonly<Record<Cure, string>> = { edit: 'its edit', provider: 'the provider', hand: 'by hand' };

/** One line a fault. */
export function tableOf(rows: readonly Row[]): string {
  const seen = rows.filter(({ said }) => said.length > 0);
  const withPerson = seen.filter((row) => row.withPerson).length;
  const edited = seen.filter(({ cure }) => cure === 'edit').length;
  return [
    `Of ${rows.length} single faults it names the cause of ${seen.length}, and nothing else; ${withPerson} of them only with \`--login\`. It misses ${rows.length - seen.length}.`,
    `The remedy of ${edited} is an edit of the deployment's files, which was applied as its text says, and the doctor asked again.`,
    '',
    '| where | what was broken | what it says first | ended by |',
    '|---|---|---|---|',
    ...rows.map(lineOf),
  ].join('\n');
}

function lineOf({ where, what, said, withPerson, cure, command }: Row): string {
  const first = said.length === 0 ? `nothing; \`${command}\` can` : `[${said[0]}](${siteUrl(`rules/${said[0]}.html`)})`;
  return `| ${TITLES[where]} | ${what.replaceAll('<', '&lt;')} | ${first}${withPerson ? ', with `--login`' : ''} | ${cure ? CURES[cure] : ''} |`;
}
