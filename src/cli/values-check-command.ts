import { parseArgs } from 'node:util';
import { VALUES_RULES } from '../values/rules';
import { checkValues } from '../values/rules/check';
import { SEVERITIES } from '../verify/engine/severity';
import { FORMATS } from '../verify/report/format';
import { Command, oneOf, parsed } from './command';
import { readAll } from './read-input';
import { deliverReport, exitCode } from './report';
import { chartOption, readable, RELEASE_HELP, judgingRelease } from './values-options';

export const valuesCheckCommand: Command = {
  name: 'check',
  summary: 'judge values files',
  help: `values check [options] FILE…
  Judges values files, in the order of helm's --values: dead keys, missing keys, lists that drop what the chart has in
  them, slips, and contradictions within a chart and between the planes. Each file tells which chart it is for.

  --release RELEASE   ${RELEASE_HELP} (default: the current one)
  --plane PLANE       control, data: all files are for this chart
  --format FORMAT     ${Object.keys(FORMATS).join(', ')} (default: text)
  --output FILE       write the report to a file, whole or not at all
  --fail-on SEVERITY  exit 1 on findings of this severity or a graver one: ${SEVERITIES.join(', ')} (default: warning)

  Exit codes: 0 no finding at or above --fail-on; 1 such findings; 2 wrong usage, or a file that is no values file.
`,
  run(args, io) {
    const { values, positionals } = parsed(() => parseArgs({
      args: [...args],
      options: {
        'release': { type: 'string' },
        'plane': { type: 'string' },
        'format': { type: 'string', default: 'text' },
        'output': { type: 'string' },
        'fail-on': { type: 'string', default: 'warning' },
      },
      allowPositionals: true,
    }));
    const format = oneOf('--format', values.format, Object.keys(FORMATS));
    const failOn = oneOf('--fail-on', values['fail-on'], SEVERITIES);
    const options = { release: judgingRelease('--release', values.release, io), chart: chartOption(values.plane) };
    const report = readable(() => checkValues(readAll(positionals, io), options));
    deliverReport(report, format, VALUES_RULES, values.output, io);
    return exitCode(report, failOn);
  },
};
