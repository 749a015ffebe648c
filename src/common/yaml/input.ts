/** Editors on Windows start UTF-8 files with it. Elsewhere it is an ordinary character. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A text without the mark at its start. */
export function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

/** One text of the input: a file, standard input, or the output of an app. */
export interface ManifestText {
  /** The name of the text in findings, such as the path of a file. */
  readonly name: string;
  readonly text: string;
}

/** One reason why the input is unreadable. Lines count from 1. */
export interface InputProblem {
  readonly file: string;
  readonly line?: number;
  readonly reason: string;
  /** The text itself, if its syntax is the problem. */
  readonly content?: string;
}

/** Thrown when a text is not YAML. It lists the problems of every text. */
export class UnreadableInputError extends Error {
  public override readonly name = 'UnreadableInputError';

  public constructor(public readonly problems: readonly InputProblem[]) {
    super(problems.map(problemText).join('\n'));
  }
}

/** `file:line: reason`, as compilers print it. */
export function problemText(problem: InputProblem): string {
  return `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: ${problem.reason}`;
}

/** The distance between positions whose line is remembered. */
const STEP = 4096;

/** Counts the lines of a text on demand, and remembers some positions. */
export class LineCounter {
  /** Line feeds before each multiple of `STEP`. */
  private readonly known = [0];

  public constructor(private readonly text: string) {}

  /** The number of line feeds before an offset. */
  public before(offset: number): number {
    const step = Math.floor(offset / STEP);
    for (let next = this.known.length; next <= step; next += 1) {
      this.known.push(this.known[next - 1] + this.between((next - 1) * STEP, next * STEP));
    }
    return this.known[step] + this.between(step * STEP, offset);
  }

  private between(start: number, end: number): number {
    // Cut, so that the search for the next line feed ends here.
    const part = this.text.slice(start, end);
    let count = 0;
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) {
      count += 1;
    }
    return count;
  }
}

/** Longer texts rarely repeat, and sharing them costs more than it saves. */
const SHARED_LENGTH = 60;
const SHARED_TEXTS = 20_000;

/** Shares equal texts in memory: labels and images are in hundreds of objects. */
export class SharedTexts {
  private readonly texts = new Map<string, string>();

  /** The value, or an equal earlier text. */
  public of<T>(value: T): T {
    if (typeof value !== 'string' || value.length > SHARED_LENGTH) {
      return value;
    }
    const known = this.texts.get(value);
    if (known === undefined && this.texts.size < SHARED_TEXTS) {
      this.texts.set(value, value);
    }
    return (known as T | undefined) ?? value;
  }
}
