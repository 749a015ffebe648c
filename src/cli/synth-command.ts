import { join } from 'node:path';
import { ANSWERS_FILE, answersSchemaText, OUTPUT_FOLDER } from '../init';
import { printable } from '../verify/report/printable';
import { answersFrom, tellWarnings } from './answers-file';
import { EXIT, Io, UsageError, command } from './command';
import { folderDifference } from './folder-difference';
import { FolderPlan, planFolder, writeFolder } from './write-folder';

export const synthCommand = command({
  usage: ['synth [options] [FILE]'],
  about: `
Makes all files from a file of answers (default: ${ANSWERS_FILE}), without code: manifests, values files of
Union's charts, scripts, client files, and the applications to register at the provider. The same answers
always give the same bytes. "cdk8s-union-auth init --values-only" asks for the answers and writes the file.
`,
  options: {
    output: {
      value: 'FOLDER',
      help: 'where to write; removes files of an earlier run that it no longer makes',
      default: OUTPUT_FOLDER,
    },
    check: { help: 'write nothing; exit 1 if the folder differs from what would be written' },
    diff: {
      help: 'write nothing; print what would change, by object and key, without values of secrets; exit 1 if '
        + 'something would',
    },
    force: { help: 'replace files that you or another tool wrote or changed in the folder, and list them' },
    schema: {
      help: 'print the JSON Schema of the answers, with which editors complete and check, and write nothing',
    },
  },
  exits: '0 written, or up to date; 1 with --check or --diff, not up to date; 2 wrong usage or wrong '
    + 'answers: each problem is listed with its line, and nothing is written.',
  run({ values, positionals }, io) {
    if (positionals.length > 1) {
      throw new UsageError(`synth accepts one file, but got ${positionals.map(printable).join(' ')}`);
    }
    if (values.schema) {
      io.stdout(answersSchemaText());
      return EXIT.CLEAN;
    }
    const examined = answersFrom(positionals[0] ?? ANSWERS_FILE, io);
    tellWarnings(examined, io);
    const plan = planFolder(values.output, examined.files);
    if (values.diff) {
      return tellDifference([plan], io);
    }
    if (values.check) {
      return check(plan, io);
    }
    tellLoss(plan, values.force === true, io);
    writeFolder(plan, values.force === true);
    tellWritten(plan, io);
    return EXIT.CLEAN;
  },
});

function check({ folder, written, removed }: FolderPlan, io: Io): number {
  [...written, ...removed].sort().forEach((path) =>
    io.stdout(
      `${printable(join(folder, path))} `
        + `${removed.includes(path) ? 'is no longer made' : 'is not what the answers make'}\n`,
    ));
  return written.length + removed.length === 0 ? EXIT.CLEAN : EXIT.FINDINGS;
}

/** Prints the changes, and returns whether there are any. */
export function tellDifference(plans: readonly FolderPlan[], io: Io): number {
  const lines = plans.flatMap(folderDifference);
  io.stdout(lines.map((line) => `${line}\n`).join(''));
  for (const { folder, lost } of plans) {
    lost.forEach((path) =>
      io.stderr(`Not written by this command, or changed since: ${printable(join(folder, path))}\n`));
  }
  return lines.length === 0 ? EXIT.CLEAN : EXIT.FINDINGS;
}

/** Before it happens. */
export function tellLoss({ folder, lost }: FolderPlan, isForced: boolean, io: Io): void {
  if (isForced) {
    lost.forEach((path) => io.stderr(`Replaced: ${printable(join(folder, path))}\n`));
  }
}

export function tellWritten({ folder, files, written, removed }: FolderPlan, io: Io): void {
  for (const path of files.map((file) => file.path)) {
    io.stdout(`${written.includes(path) ? 'wrote    ' : 'unchanged'} ${printable(join(folder, path))}\n`);
  }
  removed.forEach((path) => io.stdout(`removed   ${printable(join(folder, path))}\n`));
}
