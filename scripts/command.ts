/** The arguments of a script of this repository. With `--help` it prints one line and exits. */
export function argumentsOf(help: string): string[] {
  const given = process.argv.slice(2);
  if (given.includes('--help')) {
    console.log(help);
    process.exit(0);
  }
  return given;
}
