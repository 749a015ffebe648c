/** A text as one word of a POSIX shell, whatever is in it. */
export function shellQuoted(value: string): string {
  return `'${value.replace(/'/g, '\'\\\'\'')}'`;
}
