import { parseArgs, ParseArgsConfig } from 'node:util';
import { slipOf } from '../common/props/suggestion';
import { Io, UsageError } from './io';

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
