const FLAG = '--config';

/** The `--config` patterns of a command line; a shell script counts too. */
export function configGlobs(commandLine: readonly string[]): readonly string[] {
  return !commandLine.some((word) => word.includes(FLAG))
    ? []
    : [...commandLine.join(' ').matchAll(/--config[= ]([^\s'"]+)/g)].map((match) => match[1]);
}

/** Whether a file is one that a pattern names. */
export function matchesGlob(path: string, glob: string): boolean {
  const parts = glob.split('*');
  const [head, tail] = [parts[0], parts[parts.length - 1]];
  return parts.length === 1
    ? path === glob
    : path.startsWith(head) && path.endsWith(tail) && path.length >= head.length + tail.length;
}

/**
 * The pattern that stands on a command line without `--config` before it, or `--config` itself where no path
 * follows.
 */
export function unflaggedGlob(commandLine: readonly string[]): string | undefined {
  // Most command lines have neither, and splitting them all takes its time.
  if (!commandLine.some((word) => word.includes(FLAG) || word.includes('*'))) {
    return undefined;
  }
  const words = commandLine.flatMap((word) => word.split(/\s+/));
  const flag = words.findIndex((word) => /^--config(=|$)/.test(word));
  if (flag < 0) {
    return words.find((word) => /^\/\S*\*\S*\.ya?ml$/.test(word));
  }
  return words[flag] === '--config' && !words[flag + 1]?.startsWith('/') ? '--config' : undefined;
}
