import { parseArgs, styleText } from 'node:util';
import { RULES } from '../verify/registry';
import { FORMATS } from '../verify/report/format';
import { PLAIN, Style } from '../verify/report/format-context';
import { count, printable } from '../verify/report/printable';
import { SEVERITIES, Severity } from '../verify/rule';
import { SUPPRESSION_RULES } from '../verify/suppression';
import { Report, verifyParsed } from '../verify/verify';
import { Command, oneOf, parsed } from './command';
import { EXIT, Io } from './io';
import { deliver } from './output';
import { chosenRules, readManifests, RULE_OPTIONS } from './verify-options';
import { packageVersion } from './version';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'judge manifests',
  help: `Usage: cdk8s-union-auth verify [options] PATH…

Judges the authentication wiring of manifests. PATH is a file, a folder (read recursively), a quoted glob, or "-" for
standard input: helm template … | cdk8s-union-auth verify -

Options:
  --format FORMAT     ${Object.keys(FORMATS).join(', ')} (default: text)
  --output FILE       write the report to a file, whole or not at all
  --fail-on SEVERITY  exit 1 on findings of this severity or a graver one: ${SEVERITIES.join(', ')} (default: warning)
  --rule ID           run only this rule; may be repeated
  --skip ID           leave this rule out; may be repeated

Exit codes: 0 no finding at or above --fail-on; 1 such findings; 2 wrong usage, unreadable input, or a rule crashed.
`,
  run(args, io) {
    const { values, positionals } = parsed(() => parseArgs({
      args: [...args],
      options: {
        ...RULE_OPTIONS,
        'format': { type: 'string', default: 'text' },
        'output': { type: 'string' },
        'fail-on': { type: 'string', default: 'warning' },
      },
      allowPositionals: true,
    }));
    const format = oneOf('--format', values.format, Object.keys(FORMATS));
    const failOn = oneOf('--fail-on', values['fail-on'], SEVERITIES);
    const rules = chosenRules(values);
    const input = readManifests(positionals, io);
    const report = verifyParsed(input, rules);
    const style = values.output === undefined && io.stdoutIsTerminal ? terminalStyle(io) : PLAIN;
    const text = FORMATS[format](report, { version: packageVersion(), rules: [...RULES.rules, ...SUPPRESSION_RULES], style });
    deliver(text, values.output, io);
    tellNotices(report, io);
    return exitCode(report, failOn);
  },
};

/** A crash leaves a question open, which must never look like a pass; it outweighs findings. */
export function exitCode(report: Report, failOn: Severity): number {
  if (report.crashed.length > 0) {
    return EXIT.NO_VERDICT;
  }
  const grave = report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
  return grave ? EXIT.FINDINGS : EXIT.CLEAN;
}

export function terminalStyle({ env }: Io): Style {
  const plain = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  // Whether colour is wanted is decided above; later Node versions would ask the terminal again.
  return plain ? PLAIN : (look, text) => styleText(look, text, { validateStream: false });
}

const SHOWN_NOTICES = 5;

/** A few of the notices; a folder of values files would drown the rest. */
function tellNotices({ notices }: Report, io: Io): void {
  if (notices.length === 0) {
    return;
  }
  const shown = notices.slice(0, SHOWN_NOTICES).map(({ file, line, message }) =>
    `  ${printable(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)}\n`);
  const rest = notices.length > SHOWN_NOTICES ? `  and ${notices.length - SHOWN_NOTICES} more\n` : '';
  io.stderr(`${count(notices.length, 'place')} passed over:\n${shown.join('')}${rest}`);
}
