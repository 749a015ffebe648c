import { migrateValues, Migration } from '../common/values/migrate';
import { schemaOf } from '../constructs/values/schema';
import { parseManifests } from '../verify/parse';
import { printable } from '../verify/report/printable';
import { contractOf } from '../verify/values/value-set';
import { verifyParsed } from '../verify/verify';
import { command, Command, deliver, EXIT, Io, Options, UsageError } from './command';
import { chosenRules, CONFIG_OPTIONS, judgingConfig, RULE_OPTIONS } from './config-options';
import { readAll, readOne } from './read-input';
import { REPORT_EXITS, REPORT_OPTIONS, reportChoices, tellReport } from './report';
import {
  chartOption, judgeFor, judgingRelease, readable, RELEASE_HELP, RELEASE_OPTION, releaseOf,
} from './values-options';

const checkCommand = command({
  usage: ['values check [options] FILE…'],
  about: `
Checks values files as verify does, in the order of helm's --values: what the chart renders from them, and
dead keys, missing keys, lists that drop entries of the chart, misspelt keys and contradictions. The chart
is known by the keys of each file.
`,
  options: {
    release: {
      value: 'RELEASE',
      help: `${RELEASE_HELP} (default: that of the file\'s first line, else the current one)`,
    },
    plane: { value: 'PLANE', help: 'control, data: all files are for this chart' },
    ...CONFIG_OPTIONS,
    ...REPORT_OPTIONS,
    ...RULE_OPTIONS,
  },
  exits: REPORT_EXITS,
  run({ values, positionals }, io) {
    const choices = reportChoices(values);
    const judge = values.release === undefined ? {} : judgeFor('--release', values.release, io);
    const chart = chartOption(values.plane);
    const { config, isExcluded } = judgingConfig(values, io);
    const texts = readAll(positionals, io, isExcluded).map((text) => ({ ...text, ...judge, chart }));
    const report = readable(() =>
      verifyParsed(parseManifests([], texts), { ...chosenRules(values), config, today: io.today }));
    return tellReport(report, choices, io, { texts });
  },
});

const migrateCommand = command({
  usage: ['values migrate --from RELEASE [options] FILE'],
  about: `
Rewrites a values file for another chart release. Every byte that a change does not need stays as it is,
but UTF-16 (PowerShell's ">") becomes UTF-8, with a message.
Prints on standard error what it changed, and what is left to you.
`,
  options: {
    from: { value: 'RELEASE', help: `the release that the file was written for: ${RELEASE_HELP}` },
    to: { value: 'RELEASE', help: 'the release to rewrite it for (default: the current one)' },
    plane: { value: 'PLANE', help: 'control, data: the chart that the file is for' },
    output: { value: 'FILE', help: 'write to a file; it may be the same' },
  },
  exits: '0 rewritten; 1 rewritten, and something is left to you; 2 wrong usage, or no values file.',
  run({ values, positionals }, io) {
    if (values.from === undefined) {
      throw new UsageError('--from: name the chart release that the file was written for');
    }
    const options = {
      from: judgingRelease('--from', values.from, io),
      to: releaseOf('--to', values.to),
      chart: chartOption(values.plane),
    };
    if (positionals.length !== 1) {
      throw new UsageError(
        `values migrate accepts one file, but got ${positionals.length}; migrate them one by one`,
      );
    }
    const text = readOne(positionals[0], io);
    const migration = readable(() => migrateValues(text, options));
    deliver(migration.text, values.output, io);
    tell(text.name, text.wasWide ? withoutWidth(migration) : migration, io);
    return migration.left.length > 0 ? EXIT.FINDINGS : EXIT.CLEAN;
  },
});

/** UTF-16 of PowerShell's `>` is unintended, and Git treats it as binary. */
function withoutWidth({ changed, ...rest }: Migration): Migration {
  return { ...rest, changed: [{ line: 1, message: 'was UTF-16, and is written as UTF-8' }, ...changed] };
}

function tell(name: string, { changed, left }: Migration, io: Io): void {
  const lines = (notes: Migration['changed']) =>
    notes.map(({ line, message }) => `  ${printable(`${name}:${line}: ${message}`)}\n`).join('');
  io.stderr(changed.length > 0 ? `Changed:\n${lines(changed)}` : 'Nothing to change.\n');
  if (left.length > 0) {
    io.stderr(`Left to you:\n${lines(left)}`);
  }
}

const schemaCommand = command({
  usage: ['values schema --plane PLANE [options]'],
  about: `
Prints a JSON Schema of what a chart release reads about authentication. To have slips underlined while you
type, start the values file with "# yaml-language-server: $schema=<path of the schema, relative to the
values file>".
`,
  options: {
    release: RELEASE_OPTION,
    plane: { value: 'PLANE', help: 'control, data' },
    output: { value: 'FILE', help: 'write the schema to a file' },
  },
  exits: '0 printed; 2 wrong usage.',
  run({ values, positionals }, io) {
    if (positionals.length > 0) {
      throw new UsageError(`values schema accepts no arguments, but got ${positionals.join(' ')}`);
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
});

const COMMANDS: Readonly<Record<string, Command>> =
  { check: checkCommand, migrate: migrateCommand, schema: schemaCommand };

export const valuesCommand: Command = {
  help: `Usage: cdk8s-union-auth values COMMAND

Checks values files of Union's charts against what a chart release reads about authentication.

${Object.values(COMMANDS).map(({ help }) => help).join('\n')}`,
  options: Object.assign({}, ...Object.values(COMMANDS).map(({ options }) => options)) as Options,
  words: Object.keys(COMMANDS),
  run([name, ...args], io) {
    if (name === undefined || !Object.hasOwn(COMMANDS, name)) {
      throw new UsageError(
        `values: ${name === undefined ? 'name a command' : `${JSON.stringify(name)} is unknown`}; choose one `
          + `of ${Object.keys(COMMANDS).join(', ')}`,
      );
    }
    return COMMANDS[name].run(args, io);
  },
};
