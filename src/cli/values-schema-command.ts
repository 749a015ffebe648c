import { schemaOf } from '../constructs/values/schema';
import { contractOf } from '../verify/values/value-set';
import { Command, EXIT, UsageError, deliver, parsed } from './command';
import { chartOption, RELEASE_HELP, judgingRelease } from './values-options';

export const valuesSchemaCommand: Command = {
  help: `values schema --plane PLANE [options]
  Prints a JSON Schema of what a chart release reads about authentication. To have slips underlined while you
  type, start the values file with "# yaml-language-server: $schema=<path of the schema, relative to the
  values file>".

  --release RELEASE   ${RELEASE_HELP} (default: the current one)
  --plane PLANE       control, data
  --output FILE       write the schema to a file

  Exit codes: 0 printed; 2 wrong usage.
`,
  run(args, io) {
    const { values, positionals } = parsed(args, {
      release: { type: 'string' },
      plane: { type: 'string' },
      output: { type: 'string' },
    });
    if (positionals.length > 0) {
      throw new UsageError(`values schema takes no argument, but got ${positionals.join(' ')}`);
    }
    const chart = chartOption(values.plane);
    if (chart === undefined) {
      throw new UsageError('--plane: name the chart whose schema you want, control or data');
    }
    const release = judgingRelease('--release', values.release, io);
    const schema = schemaOf(contractOf(release, chart), release);
    deliver(`${JSON.stringify(schema, null, 2)}\n`, values.output, io);
    return EXIT.CLEAN;
  },
};
