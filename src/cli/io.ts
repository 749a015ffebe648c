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
