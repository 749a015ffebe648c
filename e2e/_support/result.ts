import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEBIAN, Tool } from './tool';

/** The result of a suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** The tools that ran, each with its version. */
  readonly software: readonly string[];
}

/** The part of jest's results that is read. */
export interface JestFile {
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

/** @param counted whether skipped tests count; with `-t NAME` most are skipped on purpose */
export function countsOf(files: readonly JestFile[], counted: boolean): Pick<SuiteResult, 'passed' | 'failed' | 'skipped' | 'seconds'> {
  const all = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const of = (...wanted: string[]) => all.filter((status) => wanted.includes(status)).length;
  // A file that could not be loaded has no tests.
  const broken = files.filter(({ assertionResults, message }) => assertionResults.length === 0 && message !== '').length;
  return {
    passed: of('passed'),
    failed: of('failed') + broken,
    skipped: counted ? of('pending', 'todo', 'disabled') : 0,
    seconds: files.reduce((sum, { startTime, endTime }) => sum + (endTime - startTime) / 1000, 0),
  };
}

/** A tool and its version; a tool of the distribution reports its own. */
export function softwareOf(tool: Tool): string {
  const path = tool.locate();
  return `${tool.name} ${tool.version === DEBIAN && path !== undefined ? ownVersion(path) : tool.version}`;
}

function ownVersion(path: string): string {
  if (existsSync(path) && statSync(path).isDirectory()) {
    // In a folder of programs, such as PostgreSQL's, each reports the version; a folder of modules has no program.
    const [program] = readdirSync(path).sort().map((name) => join(path, name)).filter((file) => !file.endsWith('.so') && statSync(file).isFile());
    return program === undefined ? DEBIAN : ownVersion(program);
  }
  for (const option of ['--version', '-v', 'version']) {
    // A program that does not know the option may start, and write into its working directory.
    const { stdout, stderr } = spawnSync(path, [option], { cwd: tmpdir(), encoding: 'utf8', timeout: 20_000 });
    const [version] = /\d+\.\d+(?:\.\d+)*/.exec(`${stdout}${stderr}`) ?? [];
    if (version !== undefined) {
      return version;
    }
  }
  return DEBIAN;
}

const HEADS = ['suite', 'passed', 'failed', 'skipped', 'time', 'on'];

function cellsOf({ suite, passed, failed, skipped, seconds, software }: SuiteResult): string[] {
  return [suite, String(passed), String(failed), String(skipped), timeOf(seconds), software.join(', ')];
}

function timeOf(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** The table for a terminal: aligned columns, software last. */
export function plainTable(results: readonly SuiteResult[]): string {
  const rows = [HEADS, ...results.map(cellsOf)];
  const widths = HEADS.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const isNumber = (i: number) => i > 0 && i < HEADS.length - 1;
  return rows.map((row) => row.map((cell, i) => (isNumber(i) ? cell.padStart(widths[i]) : i === 0 ? cell.padEnd(widths[i]) : cell)).join('  ').trimEnd()).join('\n');
}

/** @param seconds duration of the run, less than the sum of its suites since two files run at a time */
export function allOf(results: readonly SuiteResult[], seconds: number): SuiteResult {
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((all, result) => all + result[key], 0);
  return { suite: 'all', passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), seconds, software: [] };
}

const BEGIN = '<!-- Written by `npm run e2e -- --record`. -->';
const END = '<!-- End of what is written. -->';
const RECORD_HEADS = ['suite', 'passed', 'failed', 'skipped', 'time', 'when', 'on'];

/** The document with the rows of these suites replaced in its table. */
export function recorded(markdown: string, results: readonly SuiteResult[], day: string): string {
  const [from, to] = [markdown.indexOf(BEGIN), markdown.indexOf(END)];
  if (from < 0 || to < from) {
    throw new Error(`there is no place for the table: ${BEGIN} … ${END}`);
  }
  const there = markdown.slice(from, to).split('\n').filter((line) => /^\| `/.test(line));
  const rows = new Map(there.map((line) => [/^\| `([^`]+)`/.exec(line)![1], line]));
  results.forEach((result) => {
    const [suite, ...cells] = cellsOf(result);
    rows.set(suite, `| ${[`\`${suite}\``, ...cells.slice(0, -1), day, cells.at(-1)].join(' | ')} |`);
  });
  const table = [`| ${RECORD_HEADS.join(' | ')} |`, `|${'---|'.repeat(RECORD_HEADS.length)}`, ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)];
  return `${markdown.slice(0, from)}${BEGIN}\n\n${table.join('\n')}\n\n${markdown.slice(to)}`;
}
