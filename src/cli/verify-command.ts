import { Model } from '../verify/model/model';
import { wiringOf } from '../verify/model/wiring';
import { CLUSTER_DUMP } from '../verify/running/look';
import { verifyParsed } from '../verify/verify';
import { command } from './command';
import {
  chosenRules, CONFIG_OPTIONS, HOME_OPTIONS, judgingConfig, readForJudging, RULE_OPTIONS, toldHomes,
} from './config-options';
import { REPORT_EXITS, REPORT_OPTIONS, reportChoices, tellReport } from './report';
import { declaredValues, VALUES_OPTIONS } from './values-options';

export const verifyCommand = command({
  usage: ['verify [options] PATH…'],
  about: `
Checks the authentication settings of manifests and values files, each file on its own and all together.
PATH is a file, a folder (read recursively), a quoted glob, or "-" for standard input: helm template … |
cdk8s-union-auth verify -

Everything that is checked of a cluster, as it runs:

  ${CLUSTER_DUMP.replace(/ (?=\| )/g, ' \\\n    ')} \\
    | cdk8s-union-auth verify -
`,
  options: { ...HOME_OPTIONS, ...CONFIG_OPTIONS, ...REPORT_OPTIONS, ...RULE_OPTIONS, ...VALUES_OPTIONS },
  exits: REPORT_EXITS,
  run({ values, positionals }, io) {
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
});
