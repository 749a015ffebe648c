/** A variable of the process; nothing where there is no process, as in a browser. */
export function environment(name: string): string | undefined {
  return typeof process === 'undefined' ? undefined : process.env?.[name];
}
