import { realpathSync } from 'node:fs';
import { ParseArgsConfig, parseArgs } from 'node:util';
import { slipOf } from '../common/props/suggestion';
import { writeFile } from '../common/system/write-file';

/** What a command may touch of the outside world. Tests put their own in its place. */
export interface Io {
  /** The folder that a command is run in. @default "." */
  readonly cwd?: string;
  /** The day, such as `2026-11-25`. @default none: nothing expires */
  readonly today?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether somebody can be asked. @default false */
  readonly stdinIsTerminal?: boolean;
  readonly stdoutIsTerminal: boolean;
  /** The width of the terminal on standard output. @default 80 */
  readonly columns?: number;
  readonly stderrIsTerminal: boolean;
  /** Data only. */
  stdout(text: string): void;
  /** Messages, progress and errors. */
  stderr(text: string): void;
  /** Standard input; of more than `MAX_FILE_SIZE`, a part that is larger than that. */
  stdin(): Buffer;
}

/** Exit codes of every command. */
export const EXIT = {
  /** Nothing to complain about. */
  CLEAN: 0,
  /** Findings at or above the severity of `--fail-on`. */
  FINDINGS: 1,
  /** Wrong usage, unreadable input, or a rule that crashed: there is no verdict. */
  NO_VERDICT: 2,
  /** The input holds nothing that could be judged, or names something that could not be read. */
  NOT_JUDGED: 3,
} as const;

/** A mistake of the caller; the message is all that they see. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

/** A command of the CLI: one file each. */
export interface Command {
  /** The whole help text. */
  readonly help: string;
  /** Returns the exit code: at once, or, where it asks the network, later. */
  run(args: readonly string[], io: Io): number | Promise<number>;
}

/**
 * A command by its name. What it needs is read from disk when somebody asks for it, so that no command pays
 * for another.
 */
export interface NamedCommand {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  load(): Command;
}

type Parsed<Options extends NonNullable<ParseArgsConfig['options']>> =
  ReturnType<typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>>;

/**
 * The options of a command line, and what else stands on it.
 *
 * @throws UsageError for an unknown or incomplete option.
 */
export function parsed<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[], options: Options,
): Parsed<Options> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(usageFault(error, Object.keys(options)));
  }
}

function usageFault(error: unknown, options: readonly string[]): string {
  const message = (error as Error).message.replace(/\. To specify a positional argument.*$/s, '');
  const meant = slipOf(/^Unknown option '--([^']+)'/.exec(message)?.[1] ?? '', options);
  return meant === undefined ? message : `${message}. Did you mean --${meant}?`;
}

/** @throws UsageError when the value is not one of the choices. */
export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw new UsageError(
      `${option}: ${JSON.stringify(value)} is unknown; choose one of ${choices.join(', ')}`,
    );
  }
  return found;
}

/** Names of standard output: what it leads to may have something before it already. */
const STDOUT: readonly string[] = ['-', '/dev/stdout'];

/**
 * Writes to a file, whole or not at all, or to standard output.
 *
 * @throws UsageError when the file cannot be written.
 */
export function deliver(text: string, output: string | undefined, io: Io): void {
  if (output === undefined || STDOUT.includes(output)) {
    io.stdout(text);
    return;
  }
  try {
    writeFile(behindLinks(output), text);
  } catch (error) {
    throw new UsageError(
      `--output: ${output} cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** A link stays one, such as `/dev/stderr`. What leads to a pipe, or nowhere yet, has no other path. */
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
