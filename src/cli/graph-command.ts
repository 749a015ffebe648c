import { parseArgs } from 'node:util';
import { Model } from '../verify/model/model';
import { wiringOf } from '../verify/model/wiring';
import { GRAPH_FORMATS, withFindings } from '../verify/report/wiring-graph';
import { verifyParsed } from '../verify/verify';
import { Command, oneOf, parsed } from './command';
import { judgingConfig } from './config-options';
import { HOME_HELP, HOME_OPTIONS, toldHomes } from './home-options';
import { EXIT } from './io';
import { deliver } from './output';
import { readForJudging } from './verify-options';

export const graphCommand: Command = {
  help: `Usage: cdk8s-union-auth graph [options] PATH…

Draws which credential comes from where, what guards which host, and who authenticates to flyteadmin as whom. Broken
edges are marked with the rules that complain. PATH is as for verify.

Options:
${HOME_HELP}  --format FORMAT     ${Object.keys(GRAPH_FORMATS).join(', ')} (default: mermaid)
  --output FILE       write the graph to a file, whole or not at all

Exit codes: 0 drawn, whatever the findings; 2 wrong usage or unreadable input.
`,
  run(args, io) {
    const { values, positionals } = parsed(() => parseArgs({
      args: [...args],
      options: {
        format: { type: 'string', default: 'mermaid' },
        output: { type: 'string' },
        ...HOME_OPTIONS,
      },
      allowPositionals: true,
    }));
    const format = oneOf('--format', values.format, Object.keys(GRAPH_FORMATS));
    const { config, isExcluded } = judgingConfig({}, io);
    const homes = toldHomes(values, config, io);
    const input = readForJudging(positionals, [], io, isExcluded);
    homes.mustBeAbout(input.texts);
    const wiring = withFindings(wiringOf(new Model(input.objects, input.valueSets, homes.of)), verifyParsed(input, { homes: homes.of }));
    deliver(GRAPH_FORMATS[format](wiring), values.output, io);
    return EXIT.CLEAN;
  },
};
