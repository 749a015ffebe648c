import { readFileSync } from 'node:fs';

/**
 * The lines of a file that hold for a version of Union's charts. Most hold for all; a mark names the versions of others, as in
 * `[2026.3 2026.6] a line`. `{,/*}` stands for both, as in a shell.
 */
export function linesFor(version: string, ...path: readonly string[]): string[] {
  return readFileSync(path.join('/'), 'utf8').trimEnd().split('\n')
    .map((line) => /^(?:\[(.*?)\] )?(.*)$/.exec(line)!)
    .filter(([, versions]) => versions === undefined || versions.split(' ').includes(version))
    .flatMap(([, , line]) => (line.includes('{,/*}') ? ['', '/*'].map((end) => line.replace('{,/*}', end)) : [line]));
}
