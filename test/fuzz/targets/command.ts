import { EXIT } from '../../../src/cli/command';
import { DRAWING_FORMATS, REPORT_FORMATS } from '../../../src/cli/report';
import { cli, Ran } from '../../cli/_run';
import { shapeOf } from '../outcome';
import { excerpt, promise, Target, wayOf } from './target';

/** What Node says, and people write who meant something else. */
const INTERNAL = /Unexpected error|The rule crashed|\b(?:Type|Range|Reference|Syntax)Error\b|is not a function|is not iterable|Cannot (?:read|set|destructure|convert)|Maximum call stack|Invalid (?:array|string) length|\n\s+at \S.*:\d+:\d+|\bundefined\b|\[object Object\]/;

/** Whatever moves a cursor, rings a bell, ends a line or turns the direction of a text; line feeds are ours. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Runs a command line, and holds it to what every command promises. */
export function runCommand(argv: readonly string[], input: Buffer): Ran {
  const ran = cli(argv, { input });
  const said = `${ran.out}\n${ran.err}`;
  const internal = INTERNAL.exec(said)?.[0];
  promise(internal === undefined || input.includes(internal.trim()), () => `${argv.join(' ')} says ${internal}: ${excerpt(around(said, internal!))}`);
  const control = argv.includes('migrate') ? CONTROL.exec(ran.err.replace(/\r/g, ''))?.[0] : CONTROL.exec(said)?.[0];
  promise(control === undefined, () => `${argv.join(' ')} prints the control character ${JSON.stringify(control)}: ${JSON.stringify(around(said, control!))}`);
  promise(Object.values<number>(EXIT).includes(ran.code), () => `${argv.join(' ')} ends with ${ran.code}`);
  promise(ran.code !== EXIT.NO_VERDICT || (ran.err.trim() !== '' && ran.out === ''), () => `${argv.join(' ')} gives no verdict, and says ${excerpt(ran.out)}`);
  return ran;
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(at - 120, 0), at + 160);
}

interface Report {
  readonly findings: readonly { readonly rule: string; readonly line: number }[];
  readonly notices: readonly { readonly message: string; readonly line?: number }[];
}

/** A command that judges: its report is the same each time, and every line that it names is there. */
export function judgingTarget(name: string, seeds: Target['seeds'], argv: readonly string[], formats: readonly (readonly string[])[]): Target {
  return {
    name,
    seeds,
    run(input) {
      const { code, out, err } = runCommand([...argv, '--format', 'json', '-'], input);
      const format = wayOf(input, formats);
      const other = runCommand(format, input);
      if (format.includes('sarif') && other.out !== '') {
        JSON.parse(other.out);
      }
      const again = runCommand(format, input);
      promise(other.out === again.out && other.err === again.err && other.code === again.code, () => `${format.join(' ')} says something else the second time`);
      if (out === '') {
        return `${code} ${shapeOf(err)}`;
      }
      const { findings, notices } = JSON.parse(out) as Report;
      const lines = 1 + input.filter((byte) => byte === 0x0a).length;
      for (const { line } of [...findings, ...notices]) {
        promise(line === undefined || (line >= 1 && line <= lines), () => `${argv.join(' ')} names line ${line} of ${lines}`);
      }
      return [code, ...new Set([...findings.map(({ rule }) => rule), ...notices.map(({ message }) => shapeOf(message))].sort())].join(' ');
    },
  };
}

const reports = (argv: readonly string[]) => Object.keys(REPORT_FORMATS).map((format) => [...argv, '--format', format, '-']);
const graphs = Object.keys(DRAWING_FORMATS).map((format) => ['graph', '--format', format, '-']);

export const verifyTarget = judgingTarget('verify', 'manifests', ['verify'], [...reports(['verify']), ...graphs]);

const CHECK = ['values', 'check', '--plane', 'control'];
export const checkTarget = judgingTarget('values-check', 'values', CHECK, [...reports(CHECK), ...reports(['verify']), ...reports(['values', 'check', '--plane', 'data'])]);
