/** A place in a file of texts. */
export interface At {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The problems of texts, collected before the build fails. */
export class TextProblems {
  private readonly lines: string[] = [];

  public add({ file, line }: At, problem: string): void {
    this.lines.push(`${file}:${line}: ${problem}`);
  }

  /** @throws Error with a line for each problem, if there is any. */
  public throwIfAny(): void {
    if (this.lines.length > 0) {
      throw new Error(this.lines.join('\n'));
    }
  }
}
