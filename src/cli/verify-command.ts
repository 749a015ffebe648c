import { Model } from '../verify/model/model';
import { wiringOf } from '../verify/model/wiring';
import { CLUSTER_DUMP } from '../verify/running/cluster-dump';
import { verifyParsed } from '../verify/verify';
import { Command, parsed } from './command';
import {
  CONFIG_HELP, CONFIG_OPTIONS, HOME_HELP, HOME_OPTIONS, judgingConfig, toldHomes,
} from './config-options';
import { REPORT_HELP, REPORT_OPTIONS, reportChoices, tellReport } from './report';
import { declaredValues, RELEASE_HELP, VALUES_OPTIONS } from './values-options';
import { chosenRules, readForJudging, RULE_OPTIONS } from './verify-options';

export const verifyCommand: Command = {
  help: `Usage: cdk8s-union-auth verify [options] PATH…

Checks the authentication settings of manifests and values files, each file on its own and all together.
PATH is a file, a folder (read recursively), a quoted glob, or "-" for standard input: helm template … |
cdk8s-union-auth verify -

Everything that is checked of a cluster, as it runs:

  ${CLUSTER_DUMP.replace(/ (?=\| )/g, ' \\\n    ')} \\
    | cdk8s-union-auth verify -

A values file of Union's charts is recognized by its first line, as this library writes it, or by its keys.
For any other:

  --values FILES      values files of one plane, separated by commas, in the order of helm's --values; may be
                      repeated
  --release RELEASE   the chart release of --values: ${RELEASE_HELP};
                      repeated, one for each --values (default: that of the file's first line, else the
                      current one)
  --plane PLANE       control, data: the chart of --values; repeated, one for each

Options:
${HOME_HELP}${CONFIG_HELP}${REPORT_HELP}`,
  run(args, io) {
    const { values, positionals } = parsed(args, {
      ...RULE_OPTIONS, ...VALUES_OPTIONS, ...HOME_OPTIONS, ...CONFIG_OPTIONS, ...REPORT_OPTIONS,
    });
    const choices = reportChoices(values);
    const rules = chosenRules(values);
    const { config, isExcluded } = judgingConfig(values, io);
    const homes = toldHomes(values, config, io);
    const reading = { isExcluded, mayBeNothing: choices.acceptNothing };
    const input = readForJudging(positionals, declaredValues(values, io), io, reading);
    homes.mustBeAbout(input.texts);
    const report = verifyParsed(input, { ...rules, config, homes: homes.of, today: io.today });
    const wiring = () => wiringOf(new Model(input.objects, input.valueSets, homes.of));
    return tellReport(report, choices, io, { wiring, texts: input.texts });
  },
};
