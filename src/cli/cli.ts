import { problemText, UnreadableInputError } from '../verify/read/input';
import { printable } from '../verify/report/printable';
import type { Command } from './command';
import { EXIT, Io, UsageError } from './io';
import { packageVersion } from './version';

/* eslint-disable @typescript-eslint/no-require-imports -- only the called command is loaded, as start-up is most of a small check */
const COMMANDS: readonly { readonly name: string; readonly summary: string; load(): Command }[] = [
  { name: 'verify', summary: 'judge manifests', load: () => require('./verify-command').verifyCommand },
  { name: 'graph', summary: 'draw the wiring of manifests', load: () => require('./graph-command').graphCommand },
  { name: 'rules', summary: 'list the rules', load: () => require('./rules-command').rulesCommand },
  { name: 'explain', summary: 'explain a rule', load: () => require('./explain-command').explainCommand },
  { name: 'values', summary: 'check, migrate or describe values files', load: () => require('./values-command').valuesCommand },
];
/* eslint-enable @typescript-eslint/no-require-imports */

const HELP = `Usage: cdk8s-union-auth COMMAND

Proves that the authentication wiring of a self-hosted Union.ai deployment closes, in anybody's manifests.

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(8)}  ${summary}`).join('\n')}

"cdk8s-union-auth COMMAND --help" describes a command, "cdk8s-union-auth --version" names the version.
`;

/** Runs a command line and answers its exit code. */
export function run(argv: readonly string[], io: Io): number {
  const [name, ...args] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(HELP);
    return EXIT.CLEAN;
  }
  if (name === '--version') {
    io.stdout(`${packageVersion()}\n`);
    return EXIT.CLEAN;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name)?.load();
  if (command === undefined) {
    io.stderr(`${name === undefined ? 'Name a command.' : `Unknown command ${printable(name)}.`}\n\n${HELP}`);
    return EXIT.NO_VERDICT;
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout(command.help);
    return EXIT.CLEAN;
  }
  try {
    return command.run(args, io);
  } catch (error) {
    io.stderr(`${errorText(error)}\n`);
    return EXIT.NO_VERDICT;
  }
}

function errorText(error: unknown): string {
  if (error instanceof UnreadableInputError) {
    return error.problems.map((problem) => printable(problemText(problem))).join('\n');
  }
  if (error instanceof UsageError) {
    return error.message;
  }
  return error instanceof Error ? `Unexpected error, please report it: ${error.stack ?? error.message}` : String(error);
}
