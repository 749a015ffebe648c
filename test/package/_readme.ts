import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** Something that the documentation tells people to do: a file to write, or commands to run. */
export type Instruction = { readonly file: string; readonly text: string } | { readonly commands: string };

/**
 * What a section tells people to do, in its order: blocks in `sh`, and blocks under the name of a file.
 *
 * @param file of the documentation
 * @param heading of the section
 */
export function instructionsOf(file: string, heading: string): Instruction[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const start = text.indexOf(`\n## ${heading}\n`);
  const section = text.slice(start + 1).split(/^## /m)[1];
  const blocks = [...section.matchAll(/(?:^`([\w./-]+)`:\n\n)?```(\w+)\n([^]+?)```/gm)];
  return blocks.flatMap(([, name, language, content]): Instruction[] =>
    (name === undefined ? (language === 'sh' ? [{ commands: content }] : []) : [{ file: name, text: content }]));
}

/** The quick start: in TypeScript in the README, in other languages in the guide. */
export function quickStart(language: 'ts' | 'python' = 'ts'): string {
  const file = language === 'ts' ? 'README.md' : 'docs/getting-started.md';
  const sample = new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``).exec(readFileSync(join(ROOT, file), 'utf8'));
  if (!sample) {
    throw new Error(`${file} has no sample in ${language}`);
  }
  return sample[1];
}

/** The files that a script loads in a process of its own, from the top of the repository; `type` is that of the script. */
export function loadedBy(script: string, type: 'commonjs' | 'module' = 'commonjs'): string[] {
  const cache = type === 'module' ? '(await import("node:module")).default._cache' : 'require.cache';
  const code = `${script}\nconsole.log(JSON.stringify(Object.keys(${cache})));`;
  const printed = execFileSync(process.execPath, [`--input-type=${type}`, '-e', code], { encoding: 'utf8', cwd: ROOT });
  return (JSON.parse(printed.trim().split('\n').at(-1)!) as string[]).map((file) => file.replace(join(ROOT, '/'), ''));
}
