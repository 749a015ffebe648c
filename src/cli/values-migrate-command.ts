import { Migration, migrateValues } from '../common/values/migrate';
import { printable } from '../verify/report/printable';
import { Command, EXIT, Io, UsageError, deliver, parsed } from './command';
import { readOne } from './read-input';
import { chartOption, readable, RELEASE_HELP, judgingRelease, releaseOf } from './values-options';

export const valuesMigrateCommand: Command = {
  help: `values migrate --from RELEASE [options] FILE
  Rewrites a values file for another chart release. Every byte that a change does not need stays as it is,
  but UTF-16 (PowerShell's ">") becomes UTF-8, with a message.
  Prints on standard error what it changed, and what is left to you.

  --from RELEASE      the release that the file was written for: ${RELEASE_HELP}
  --to RELEASE        the release to rewrite it for (default: the current one)
  --plane PLANE       control, data: the chart that the file is for
  --output FILE       write to a file; it may be the same

  Exit codes: 0 rewritten; 1 rewritten, and something is left to you; 2 wrong usage, or no values file.
`,
  run(args, io) {
    const { values, positionals } = parsed(args, {
      from: { type: 'string' },
      to: { type: 'string' },
      plane: { type: 'string' },
      output: { type: 'string' },
    });
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
        `values migrate takes one file, but got ${positionals.length}; migrate them one by one`,
      );
    }
    const text = readOne(positionals[0], io);
    const migration = readable(() => migrateValues(text, options));
    deliver(migration.text, values.output, io);
    tell(text.name, text.wasWide ? withoutWidth(migration) : migration, io);
    return migration.left.length > 0 ? EXIT.FINDINGS : EXIT.CLEAN;
  },
};

/** What PowerShell's `>` writes as UTF-16 was never meant so, and Git takes it for no text. */
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
