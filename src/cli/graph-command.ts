import { packageVersion } from '../common/package-info';
import { Model } from '../verify/model/model';
import { wiringOf } from '../verify/model/wiring';
import { RULES } from '../verify/registry';
import { PLAIN } from '../verify/report/format-context';
import { verifyParsed } from '../verify/verify';
import { command, EXIT, deliver, oneOf } from './command';
import { HOME_OPTIONS, judgingConfig, readForJudging, toldHomes } from './config-options';
import { DRAWING_FORMATS, tellUnreadable } from './report';

export const graphCommand = command({
  usage: ['graph [options] PATH…'],
  about: `
Draws how authentication flows: who signs in where, what guards which paths, which secret comes from where,
and who calls flyteadmin as whom. What a finding is about is red, with its number. PATH is as for verify.
text has every name; svg and html draw similar parts once; html is one file without scripts, with the
findings first.
`,
  options: {
    ...HOME_OPTIONS,
    format: { value: 'FORMAT', help: Object.keys(DRAWING_FORMATS).join(', '), default: 'mermaid' },
    output: { value: 'FILE', help: 'write the graph to a file' },
  },
  exits: '0 drawn, whatever the findings; 2 wrong usage, or a file that cannot be read.',
  run({ values, positionals }, io) {
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
});
