import { parseArgs } from 'node:util';
import { SEVERITIES } from '../verify/engine/severity';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import { RULES } from '../verify/registry';
import { FORMATS } from '../verify/report/format';
import { count, printable } from '../verify/report/printable';
import { Report, verifyParsed } from '../verify/verify';
import { Command, oneOf, parsed } from './command';
import { Io } from './io';
import { deliverReport, exitCode } from './report';
import { chosenRules, readManifests, RULE_OPTIONS } from './verify-options';

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
    deliverReport(report, format, [...RULES.rules, ...SUPPRESSION_RULES], values.output, io);
    tellNotices(report, io);
    return exitCode(report, failOn);
  },
};

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
