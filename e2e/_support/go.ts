import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { run } from './tool';

/** A module from the Go proxy. */
export interface GoModule {
  /** The text of its go.mod. */
  readonly goMod: string;
  /** Its sources in the module cache, read-only. */
  readonly directory: string;
}

export function goModule(path: string, version: string): GoModule {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${path}@${version}`], { encoding: 'utf8' });
  const { GoMod, Dir } = JSON.parse(answer) as { GoMod: string; Dir: string };
  return { goMod: readFileSync(GoMod, 'utf8'), directory: Dir };
}

/** Builds the main package of a directory that has a go.mod. */
export function goBuild(directory: string, output: string, variables: Readonly<Record<string, string>> = {}): void {
  const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  run('go', ['mod', 'tidy'], directory);
  run('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', ['-s -w', ...set].join(' '), '-o', output, '.'], directory);
}
