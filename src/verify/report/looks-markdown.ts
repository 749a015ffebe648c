import { Look, VARIABLES } from '../running/look';

/** Commands as one copies them, each below what it shows. */
export function looksMarkdown(looks: readonly Look[]): string[] {
  return ['```sh', ...looks.flatMap(({ run, shows }) => [`# ${shows}`, run]), '```'];
}

/** The variables of all commands, to be set once. */
export function variablesMarkdown(): string[] {
  const entries = Object.entries(VARIABLES).map(([name, { example, meaning }]) => ({
    set: `${name}=${example}`,
    meaning,
  }));
  const width = Math.max(...entries.map(({ set }) => set.length));
  return ['```sh', ...entries.map(({ set, meaning }) => `${set.padEnd(width)}  # ${meaning}`), '```'];
}
