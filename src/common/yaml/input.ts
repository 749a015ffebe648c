/** One text of the input: a file, standard input, or what an app synthesized. */
export interface ManifestText {
  /** What findings call the text, such as the path of a file. */
  readonly name: string;
  readonly text: string;
}

/** One reason why the input cannot be read. Lines count from 1. */
export interface InputProblem {
  readonly file: string;
  readonly line?: number;
  readonly reason: string;
  /** The text itself, where its syntax is the problem. */
  readonly content?: string;
}

/** Thrown when a text is no YAML. It lists the problems of every text. */
export class UnreadableInputError extends Error {
  public override readonly name = 'UnreadableInputError';

  public constructor(public readonly problems: readonly InputProblem[]) {
    super(problems.map(problemText).join('\n'));
  }
}

/** `file:line: reason`, as compilers write it. */
export function problemText(problem: InputProblem): string {
  return `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: ${problem.reason}`;
}
