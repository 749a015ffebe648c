import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteUrl } from '../../src/common/package-info';
import type { Cure } from './_remedies';

/** The result for one fault. */
export interface Row {
  readonly where: string;
  readonly what: string;
  /** The rules that the doctor named, in order. */
  readonly said: readonly string[];
  /** Whether the doctor needed a person's sign-in. */
  readonly withPerson: boolean;
  /** What removed the fault; undefined if the doctor cannot see it. */
  readonly cure?: Cure;
  /** The command that finds what the doctor cannot see. */
  readonly command?: string;
}

const PAGE = join(__dirname, 'faults.md');
const START = '<!-- faults: written by e2e/login/doctor-faults.e2e.ts -->';
const END = '<!-- end of faults -->';

const TITLES: Readonly<Record<string, string>> = { edge: 'The edge', flyteadmin: 'flyteadmin', provider: 'The provider', client: 'A client' };

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

export function tableOf(rows: readonly Row[]): string {
  const seen = rows.filter(({ said }) => said.length > 0);
  const withPerson = seen.filter((row) => row.withPerson).length;
  const edited = seen.filter(({ cure }) => cure === 'edit').length;
  return [
    `Of ${rows.length} single faults doctor names the cause of ${seen.length}, and nothing else; ${withPerson} of them only with \`--login\`. It misses ${rows.length - seen.length}.`,
    `The remedy of ${edited} is an edit of the deployment's files, which was applied before doctor ran again.`,
    '',
    '| where | fault | doctor\'s first finding | removed by |',
    '|---|---|---|---|',
    ...rows.map(lineOf),
  ].join('\n');
}

function lineOf({ where, what, said, withPerson, cure, command }: Row): string {
  const first = said.length === 0 ? `nothing; \`${command}\` can` : `[${said[0]}](${siteUrl(`rules/${said[0]}.html`)})`;
  return `| ${TITLES[where]} | ${what.replaceAll('<', '&lt;')} | ${first}${withPerson ? ', with `--login`' : ''} | ${cure ? CURES[cure] : ''} |`;
}
