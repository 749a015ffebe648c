import { packageVersion } from '../common/package-info';
import { Model } from '../verify/model/model';
import { wiringOf } from '../verify/model/wiring';
import { RULES } from '../verify/registry';
import { PLAIN } from '../verify/report/format-context';
import { verifyParsed } from '../verify/verify';
import { Command, EXIT, deliver, oneOf, parsed } from './command';
import { HOME_HELP, HOME_OPTIONS, judgingConfig, toldHomes } from './config-options';
import { DRAWING_FORMATS, tellUnreadable } from './report';
import { readForJudging } from './verify-options';

export const graphCommand: Command = {
  help: `Usage: cdk8s-union-auth graph [options] PATH…

Draws how authentication flows: who signs in where, what guards which paths, which secret comes from where,
and who calls flyteadmin as whom. What a finding is about is red, with its number. PATH is as for verify.
text has every name; svg and html fold what is alike; html is one file without scripts, with the findings
first.

Options:
${HOME_HELP}  --format FORMAT     ${Object.keys(DRAWING_FORMATS).join(', ')} (default: mermaid)
  --output FILE       write the graph to a file

Exit codes: 0 drawn, whatever the findings; 2 wrong usage, or a file that cannot be read.
`,
  run(args, io) {
    const { values, positionals } = parsed(args, {
      format: { type: 'string', default: 'mermaid' },
      output: { type: 'string' },
      ...HOME_OPTIONS,
    });
    const format = oneOf('--format', values.format, Object.keys(DRAWING_FORMATS));
    const { config, isExcluded } = judgingConfig({}, io);
    const homes = toldHomes(values, config, io);
    const input = readForJudging(positionals, [], io, { isExcluded });
    homes.mustBeAbout(input.texts);
    const report = verifyParsed(input, { homes: homes.of });
    const wiring = () => wiringOf(new Model(input.objects, input.valueSets, homes.of));
    deliver(
      DRAWING_FORMATS[format](
        report, { version: packageVersion(), rules: RULES.rules, style: PLAIN, wiring },
      ),
      values.output,
      io,
    );
    tellUnreadable(report, io);
    return report.unreadable.length > 0 ? EXIT.NO_VERDICT : EXIT.CLEAN;
  },
};
