import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/cli';
import { needing } from '../_tools/needs';
import { cli } from './_run';

const isHere = (shell: string) => spawnSync(shell, ['-c', 'exit']).status === 0;
const scriptOf = (shell: string) => cli(['completion', shell]).out;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  writeFileSync(join(folder, 'manifests of mine.yaml'), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What a shell prints that runs a script; the completion is in $SCRIPT. */
function inShell(shell: 'bash' | 'zsh' | 'fish', script: string): string[] {
  const { stdout, stderr, status } = spawnSync(shell, ['-c', script], {
    cwd: folder, encoding: 'utf8', env: { ...process.env, SCRIPT: scriptOf(shell), HOME: folder, LC_ALL: 'C' },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean);
}

/** The last word is the one that is completed. */
const CASES: readonly (readonly [readonly string[], string, readonly string[]])[] = [
  [['ver'], 'a command', ['verify']],
  [['verify', '--acc'], 'the options of the command', ['--accept-nothing', '--accept-unjudged']],
  [['init', '--fr'], 'an option that takes a value', ['--from']],
  [['values', 'mig'], 'a command of a command', ['migrate']],
  [['explain', 'secret-merge'], 'a rule', ['secret-merge-deadlock']],
  [['completion', 'z'], 'a shell', ['zsh']],
];

needing('bash', isHere('bash')).describe('bash', () => {
  const completed = (words: readonly string[]) => inShell('bash', [
    'eval "$SCRIPT"',
    `COMP_WORDS=(cdk8s-union-auth ${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length}`,
    'complete -p cdk8s-union-auth > /dev/null && _cdk8s_union_auth && printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n'));

  test.each(CASES)('%j: %s', (words, _, expected) => expect(completed(words).sort()).toEqual(expected));

  test('a file whose name has spaces is one word', () => expect(completed(['verify', 'mani'])).toEqual(['manifests of mine.yaml']));
});

needing('zsh', isHere('zsh')).describe('zsh', () => {
  // The system of zsh ends in these; what they are given is what is completed.
  const completed = (words: readonly string[]) => inShell('zsh', [
    'compdef() { :; }',
    '_files() { :; }',
    '_describe() { local each; for each in "${(@P)2}"; do print -r -- "${each%%:*}"; done; }',
    'compadd() { print -rl -- "${(@P)2}"; }',
    'eval "$SCRIPT"',
    `words=(cdk8s-union-auth ${words.map((word) => `'${word}'`).join(' ')}) CURRENT=${words.length + 1}`,
    '_cdk8s_union_auth',
  ].join('\n')).filter((word) => word.startsWith(words[words.length - 1]));

  test.each(CASES)('%j: %s', (words, _, expected) => expect(completed(words).sort()).toEqual(expected));
});

needing('fish', isHere('fish')).describe('fish', () => {
  const completed = (words: readonly string[]) => inShell('fish', [
    'echo $SCRIPT | source',
    `complete -C 'cdk8s-union-auth ${words.join(' ')}'`,
  ].join('\n')).map((line) => line.split('\t')[0]);

  test.each(CASES)('%j: %s', (words, _, expected) => expect(completed(words).sort()).toEqual(expected));
});

test.each(COMMANDS.map(({ name, load }) => [name, load()] as const))('%s: every option is in its help and completed, with its value', (name, { help, options }) => {
  const known = Object.entries(options).map(([option, { value }]) => [option, value]);
  const lines = scriptOf('fish').split('\n').filter((each) => each.startsWith(`complete -c cdk8s-union-auth -n '__fish_seen_subcommand_from ${name}' -l`));
  expect(lines.map((each) => /-l ([\w-]+)( -r)? -d '.+'/.exec(each)?.slice(1)))
    .toEqual([...known, ['help', undefined]].map(([option, value]) => [option, value && ' -r']));
  const helped = [...help.matchAll(/^ {2}--([a-z-]+)(?: ([A-Z]\S*))?/gm)].map(([, option, value]) => [option, value]);
  expect(helped).toEqual(expect.arrayContaining(known));
});

test.each([[[], 'Name one shell'], [['tcsh'], 'choose one of bash, zsh, fish'], [['bash', 'zsh'], 'Name one shell']])('%j is refused', (args, text) => {
  expect(cli(['completion', ...args])).toMatchObject({ code: 2, out: '', err: expect.stringContaining(text) as string });
});
