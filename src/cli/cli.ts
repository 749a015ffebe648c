/* eslint-disable @typescript-eslint/no-require-imports -- a command loads what it needs */
import { packageVersion } from '../common/package-info';
import { slipOf } from '../common/props/suggestion';
import { problemText, UnreadableInputError } from '../common/yaml/input';
import { printable, printableLines } from '../verify/report/printable';
import { EXIT, Io, UsageError } from './command';
import type { NamedCommand } from './command';

/** All commands, in the order of the overview. */
export const COMMANDS: readonly NamedCommand[] = [
  {
    name: 'init',
    summary: 'ask questions, and write an app, or values without code',
    load: () => (require('./init-command') as typeof import('./init-command')).initCommand,
  },
  {
    name: 'synth',
    summary: 'make manifests and values from a file of answers',
    load: () => (require('./synth-command') as typeof import('./synth-command')).synthCommand,
  },
  {
    name: 'verify',
    summary: 'check manifests and values files',
    load: () => (require('./verify-command') as typeof import('./verify-command')).verifyCommand,
  },
  {
    name: 'graph',
    summary: 'draw the wiring of manifests',
    load: () => (require('./graph-command') as typeof import('./graph-command')).graphCommand,
  },
  {
    name: 'rules',
    summary: 'list the rules',
    load: () => (require('./rules-command') as typeof import('./rules-command')).rulesCommand,
  },
  {
    name: 'explain',
    summary: 'explain a symptom or a rule',
    load: () => (require('./explain-command') as typeof import('./explain-command')).explainCommand,
  },
  {
    name: 'values',
    summary: 'check, migrate or describe values files',
    load: () => (require('./values-command') as typeof import('./values-command')).valuesCommand,
  },
  {
    name: 'doctor',
    summary: 'ask a running deployment why no one can log in',
    load: () => (require('./doctor-command') as typeof import('./doctor-command')).doctorCommand,
  },
  {
    name: 'completion',
    summary: 'print the completion script for bash, zsh or fish',
    load: () =>
      (require('./completion-command') as typeof import('./completion-command')).completionCommand(COMMANDS),
  },
];

const HELP = `Usage: cdk8s-union-auth COMMAND

Checks that the authentication settings, Secrets and routes of a self-hosted Union.ai deployment agree.

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}  ${summary}`).join('\n')}

"cdk8s-union-auth COMMAND --help" describes a command, "cdk8s-union-auth --version" names the version.
`;

/** Runs a command line, and returns its exit code. */
export function run(argv: readonly string[], io: Io): number | Promise<number> {
  const [name, ...args] = argv;
  if (name === 'help' && args.length > 0) {
    return run([args[0], '--help'], io);
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(HELP);
    return EXIT.CLEAN;
  }
  if (name === '--version') {
    io.stdout(`${packageVersion()}\n`);
    return EXIT.CLEAN;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    io.stderr(`${noCommand(name)}\n\n${HELP}`);
    return EXIT.NO_VERDICT;
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout(command.load().help);
    return EXIT.CLEAN;
  }
  try {
    const code = command.load().run(args, io);
    return typeof code === 'number' ? code : code.catch((error: unknown) => noVerdict(error, io));
  } catch (error) {
    return noVerdict(error, io);
  }
}

function noCommand(name: string | undefined): string {
  const meant = slipOf(name ?? '', [...COMMANDS.map((each) => each.name), '--help', '--version']);
  const slip = meant === undefined ? '' : ` Did you mean ${meant}?`;
  const what = name?.startsWith('-') ? 'option' : 'command';
  return name === undefined ? 'Name a command.' : `Unknown ${what} ${printable(name)}.${slip}`;
}

function noVerdict(error: unknown, io: Io): number {
  io.stderr(`${errorText(error)}\n`);
  return EXIT.NO_VERDICT;
}

function errorText(error: unknown): string {
  if (error instanceof UnreadableInputError) {
    return error.problems.map((problem) => printable(problemText(problem))).join('\n');
  }
  if (error instanceof UsageError) {
    return printableLines(error.message);
  }
  return printableLines(
    error instanceof Error
      ? `Unexpected error, please report it: ${error.stack ?? error.message}`
      : String(error),
  );
}
