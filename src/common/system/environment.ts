// Tests: test/constructs/output/output.test.ts
/** An environment variable; undefined without a process, as in a browser. */
export function environment(name: string): string | undefined {
  return typeof process === 'undefined' ? undefined : process.env?.[name];
}

/** A text as one word of a POSIX shell. */
export function shellQuoted(value: string): string {
  return `'${value.replace(/'/g, '\'\\\'\'')}'`;
}
