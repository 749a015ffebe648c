import { Io, UsageError } from './io';

/** A command of the CLI: one file each, listed in `cli.ts`. */
export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** The whole help text. */
  readonly help: string;
  /** Returns the exit code: at once, or, where it asks the network, later. */
  run(args: readonly string[], io: Io): number | Promise<number>;
}

/**
 * Runs `util.parseArgs` for a command.
 *
 * @throws UsageError for an unknown or incomplete option.
 */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replace(/\. To specify a positional argument.*$/s, '') : String(error));
  }
}

/** @throws UsageError when the value is not one of the choices. */
export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw new UsageError(`${option}: ${JSON.stringify(value)} is unknown; choose one of ${choices.join(', ')}`);
  }
  return found;
}
