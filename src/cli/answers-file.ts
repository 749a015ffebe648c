import { examine, PlacedProblem, readAnswers } from '../init';
import type { Examined } from '../init';
import { printable } from '../verify/report/printable';
import { Io, UsageError } from './io';
import { readOne } from './read-input';

/**
 * Reads a file of answers and makes everything from it, in memory.
 *
 * @throws UsageError that lists everything that is wrong, each with its line.
 */
export function answersFrom(path: string, io: Io): Examined {
  const { name, text } = readOne(path, io);
  const file = readAnswers(text);
  refuse(file.problems, name);
  const examined = examine(file.answers);
  refuse(examined.problems.map((problem) => ({ ...problem, line: file.lineOf(problem.path) })), name);
  return examined;
}

/** @throws UsageError when there are problems. */
export function refuse(problems: readonly PlacedProblem[], source: string): void {
  if (problems.length > 0) {
    const lines = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map((problem) => printable(problemLine(problem, source)));
    const heading = problems.length === 1
      ? 'One answer is not right; nothing was written.'
      : `${problems.length} answers are not right; nothing was written.`;
    throw new UsageError([heading, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
}

function problemLine({ path, text, line, file }: PlacedProblem, source: string): string {
  const place = [file ?? source, ...(line === undefined ? [] : [`${line}`])].join(':');
  return [place, ...(path === '' ? [] : [path]), text].join(': ').replace(/\n\s*/g, ' ');
}

/** Constructs warn of what is legal and unwise. */
export function tellWarnings({ warnings }: Examined, io: Io): void {
  warnings.forEach((warning) => io.stderr(`Warning: ${printable(warning)}\n`));
}
