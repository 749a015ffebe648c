/** The arguments of a script of this repository. After `--help` it says what it does in one line, and ends. */
export function argumentsOf(help: string): string[] {
  const given = process.argv.slice(2);
  if (given.includes('--help')) {
    console.log(help);
    process.exit(0);
  }
  return given;
}
