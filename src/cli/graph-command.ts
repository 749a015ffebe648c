import { parseArgs } from 'node:util';
import { Model } from '../verify/model/model';
import { wiringOf } from '../verify/model/wiring';
import { GRAPH_FORMATS, withFindings } from '../verify/report/wiring-graph';
import { verifyParsed } from '../verify/verify';
import { Command, oneOf, parsed } from './command';
import { EXIT } from './io';
import { deliver } from './output';
import { readForJudging } from './verify-options';

export const graphCommand: Command = {
  help: `Usage: cdk8s-union-auth graph [options] PATH…

Draws which credential comes from where, what guards which host, and who authenticates to flyteadmin as whom. Broken
edges are marked with the rules that complain. PATH is as for verify.

Options:
  --format FORMAT  ${Object.keys(GRAPH_FORMATS).join(', ')} (default: mermaid)
  --output FILE    write the graph to a file, whole or not at all

Exit codes: 0 drawn, whatever the findings; 2 wrong usage or unreadable input.
`,
  run(args, io) {
    const { values, positionals } = parsed(() => parseArgs({
      args: [...args],
      options: {
        format: { type: 'string', default: 'mermaid' },
        output: { type: 'string' },
      },
      allowPositionals: true,
    }));
    const format = oneOf('--format', values.format, Object.keys(GRAPH_FORMATS));
    const input = readForJudging(positionals, [], io);
    const wiring = withFindings(wiringOf(new Model(input.objects, input.valueSets)), verifyParsed(input));
    deliver(GRAPH_FORMATS[format](wiring), values.output, io);
    return EXIT.CLEAN;
  },
};
