import type { Random } from '../random';

/** One way to change an input. */
export type Mutation = (input: Buffer, random: Random, other: Buffer) => Buffer;

/** No input grows beyond this. */
export const MAX_LENGTH = 1024 * 1024;

/** A change of a text rather than of bytes; what is no UTF-8 loses that on the way. */
export function ofText(change: (text: string, random: Random, other: string) => string): Mutation {
  return (input, random, other) => Buffer.from(change(input.toString('utf8'), random, other.toString('utf8')));
}

/** A change of the lines of a text. */
export function ofLines(change: (lines: string[], at: number, random: Random, other: readonly string[]) => void): Mutation {
  return ofText((text, random, other) => {
    const lines = text.split('\n');
    change(lines, random.below(lines.length), random, other.split('\n'));
    return lines.join('\n');
  });
}
