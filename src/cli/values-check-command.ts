import { parseManifests } from '../verify/parse';
import { verifyParsed } from '../verify/verify';
import { Command, parsed } from './command';
import { CONFIG_HELP, CONFIG_OPTIONS, judgingConfig } from './config-options';
import { readAll } from './read-input';
import { REPORT_HELP, REPORT_OPTIONS, reportChoices, tellReport } from './report';
import { chartOption, judgeFor, readable, RELEASE_HELP } from './values-options';
import { chosenRules, RULE_OPTIONS } from './verify-options';

export const valuesCheckCommand: Command = {
  help: `values check [options] FILE…
  Checks values files as verify does, in the order of helm's --values: what the chart renders from them, and
  dead keys, missing keys, lists that drop entries of the chart, misspelt keys and contradictions. The chart
  is known by the keys of each file.

  --release RELEASE   ${RELEASE_HELP} (default: that of the file's first line, else the current one)
  --plane PLANE       control, data: all files are for this chart
${CONFIG_HELP}${REPORT_HELP}`,
  run(args, io) {
    const { values, positionals } = parsed(args, {
      ...RULE_OPTIONS,
      ...CONFIG_OPTIONS,
      ...REPORT_OPTIONS,
      release: { type: 'string' },
      plane: { type: 'string' },
    });
    const choices = reportChoices(values);
    const judge = values.release === undefined ? {} : judgeFor('--release', values.release, io);
    const chart = chartOption(values.plane);
    const { config, isExcluded } = judgingConfig(values, io);
    const texts = readAll(positionals, io, isExcluded).map((text) => ({ ...text, ...judge, chart }));
    const report = readable(() =>
      verifyParsed(parseManifests([], texts), { ...chosenRules(values), config, today: io.today }));
    return tellReport(report, choices, io, { texts });
  },
};
