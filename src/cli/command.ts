import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { slipOf } from '../common/props/suggestion';
import { writeFile } from '../common/system/write-file';

/** A command's access to the outside world. Tests replace it. */
export interface Io {
  /** The working directory. @default "." */
  readonly cwd?: string;
  /** The date, such as `2026-11-25`. @default none; nothing expires */
  readonly today?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person can answer questions. @default false */
  readonly stdinIsTerminal?: boolean;
  readonly stdoutIsTerminal: boolean;
  /** The width of the terminal on standard output. @default 80 */
  readonly columns?: number;
  readonly stderrIsTerminal: boolean;
  /** Only data. */
  stdout(text: string): void;
  /** Messages, progress and errors. */
  stderr(text: string): void;
  /** Standard input; if it exceeds `MAX_FILE_SIZE`, a larger part of it. */
  stdin(): Buffer;
}

/** Exit codes of every command. */
export const EXIT = {
  /** No findings. */
  CLEAN: 0,
  /** Findings with at least the severity of `--fail-on`. */
  FINDINGS: 1,
  /** Wrong usage, unreadable input, or a crashed rule: there is no verdict. */
  NO_VERDICT: 2,
  /** The input has nothing to check, or refers to something that could not be read. */
  NOT_JUDGED: 3,
} as const;

/** An error of the caller; only its message is shown. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

/** An option of a command; without a value it is a flag. */
export interface Option {
  /** The name of its value in the help: `FILE`. */
  readonly value?: string;
  readonly help: string;
  readonly multiple?: true;
  readonly default?: string;
  /** The heading of the help that starts with this option. */
  readonly heading?: string;
}

export type Options = Readonly<Record<string, Option>>;

type Defaulted = Required<Pick<Option, 'default'>>;

type ValueOf<O extends Option> =
  O extends { readonly value: string } ? O extends { readonly multiple: true } ? string[] : string : boolean;

/** The values of a command line, by its table of options. */
export type Values<O extends Options> =
  { readonly [N in keyof O]: O[N] extends Defaulted ? ValueOf<O[N]> : ValueOf<O[N]> | undefined };

export interface CommandLine<O extends Options> {
  readonly values: Values<O>;
  /** The arguments that are not options. */
  readonly positionals: string[];
}

/** The description of a command, from which parser, help and completion follow. */
interface Description<O extends Options> {
  /** The forms of a command line, after the name of the program. */
  readonly usage: readonly string[];
  /** The text above the options. */
  readonly about: string;
  readonly options: O;
  readonly exits?: string;
  readonly words?: readonly string[];
  /** Returns the exit code, or a promise of it if it uses the network. */
  run(line: CommandLine<O>, io: Io): number | Promise<number>;
}

/** A command of the CLI. */
export interface Command {
  /** The whole help text. */
  readonly help: string;
  readonly options: Options;
  /** Words that it accepts besides options and files. */
  readonly words?: readonly string[];
  run(args: readonly string[], io: Io): number | Promise<number>;
}

export function command<const O extends Options>(described: Description<O>): Command {
  const { usage, about, options, exits, words } = described;
  return {
    help: [
      usage.map((line, index) => `${index === 0 ? 'Usage:' : '      '} cdk8s-union-auth ${line}\n`).join(''),
      about.trim() + '\n',
      ...helpOf(options),
      ...(exits === undefined ? [] : [wrapped(`Exit codes: ${exits}`, '')]),
    ].join('\n'),
    options,
    words,
    run: (args, io) => described.run(parsed(args, options), io),
  };
}

/** The options under their headings. */
function helpOf(options: Options): string[] {
  const sections: string[] = [];
  for (const [name, option] of Object.entries<Option>(options)) {
    if (sections.length === 0 || option.heading !== undefined) {
      sections.push(`${wrapped(option.heading ?? 'Options:', '')}`);
    }
    sections.push(sections.pop()! + optionHelp(name, option));
  }
  return sections;
}

const HELP_COLUMN = 22;

function optionHelp(name: string, { value, help, multiple, default: standard }: Option): string {
  const left = `  --${name}${value === undefined ? '' : ` ${value}`}`;
  const ending = standard === undefined ? '' : ` (default: ${standard})`;
  const right = wrapped(help + (multiple ? '; may be repeated' : '') + ending, ' '.repeat(HELP_COLUMN));
  return left.length + 2 > HELP_COLUMN ? `${left}\n${right}` : left + right.slice(left.length);
}

/** A text on lines of at most 110 characters, each with an indentation. */
function wrapped(text: string, indentation: string): string {
  const lines = text.trim().split(/\s+/).reduce<string[]>((done, word) => {
    const line = done.at(-1);
    return line !== undefined && indentation.length + line.length + word.length < 110
      ? [...done.slice(0, -1), `${line} ${word}`]
      : [...done, word];
  }, []);
  return lines.map((line) => `${indentation}${line}\n`).join('');
}

/** A command by name. Its modules are loaded on demand, so that no command pays for another. */
export interface NamedCommand {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  load(): Command;
}

/**
 * The options and arguments of a command line.
 *
 * @throws UsageError for an unknown or incomplete option.
 */
export function parsed<O extends Options>(args: readonly string[], options: O): CommandLine<O> {
  try {
    const table = Object.entries(options).map(([name, { value, multiple = false, default: standard }]) => [
      name,
      {
        type: value === undefined ? 'boolean' as const : 'string' as const,
        multiple,
        ...standard !== undefined && { default: standard },
      },
    ] as const);
    const { values, positionals } =
      parseArgs({ args: [...args], options: Object.fromEntries(table), allowPositionals: true });
    return { values: values as Values<O>, positionals };
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

/** Why a file or a folder cannot be used, in a line. */
export function cannotBe(used: 'read' | 'written', error: unknown): string {
  return `cannot be ${used} (${(error as Error).message.split('\n')[0]})`;
}

/** Names of standard output, which may already have content. */
const STDOUT: readonly string[] = ['-', '/dev/stdout'];

/**
 * Writes to a file atomically, or to standard output.
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
    throw new UsageError(`--output: ${output} ${cannotBe('written', error)}`);
  }
}

/** A link is kept, such as `/dev/stderr`. A target that is a pipe, or does not exist, has no other path. */
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
