/** A variable of the process; nothing where there is no process, as in a browser. */
export function environment(name: string): string | undefined {
  return typeof process === 'undefined' ? undefined : process.env?.[name];
}

/** A text as one word of a POSIX shell, whatever is in it. */
export function shellQuoted(value: string): string {
  return `'${value.replace(/'/g, '\'\\\'\'')}'`;
}
