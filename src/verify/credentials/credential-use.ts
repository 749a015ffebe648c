import { CREDENTIAL_FREE_COMMANDS, VALUELESS_FLAGS } from '../../contract/union/flyteadmin';
import type { Container } from '../kube/workload';

/** Words that start the process after them. */
const STARTERS = new Set(['exec', 'tini', 'dumb-init', '--']);
const SHELLS = new Set(['sh', 'ash', 'bash', 'dash']);

/** The pod webhook shares a client's files, but never uses credentials. */
export function mayUseCredentials(container: Container): boolean {
  const statements = statementsOf(container.commandLine);
  return statements.length === 0 || !statements.every(isCredentialFree);
}

/** SDKs and CLIs get settings from the server that their file omits. Source: flytekit, flyte-sdk, uctl. */
export function isSdk({ env }: Container): boolean {
  return env.some(({ name }) => SDK_CONFIG.has(name));
}

const SDK_CONFIG = new Set(['FLYTECTL_CONFIG', 'UNION_CONFIG', 'FLYTE_CONFIG']);

/** The scheduler's init container checks flyteadmin; others migrate the database. */
export function initTask(container: Container): 'migrate' | 'precheck' | undefined {
  const words = container.commandLine.flatMap((word) => word.split(/\s+/));
  return (['migrate', 'precheck'] as const).find((task) => words.includes(task));
}

/** The commands of a command line: the statements of its shell script, otherwise the line itself. */
function statementsOf(words: readonly string[]): (readonly string[])[] {
  const [first = '', option = '', script] = words;
  if (script === undefined || !SHELLS.has(baseName(first)) || !/^-[a-z]*c$/.test(option)) {
    return [words];
  }
  return script
    .split(/[;&|\n]+/)
    .map((statement) => statement.split(/\s+/).filter(Boolean))
    .filter((statement) => statement.length > 0);
}

function isCredentialFree(words: readonly string[]): boolean {
  const start = words.findIndex((word) => !STARTERS.has(baseName(word)));
  const free = CREDENTIAL_FREE_COMMANDS.get(baseName(words[start] ?? ''));
  return (
    free === 'every' || (free !== undefined && free.includes(subcommandOf(words.slice(start + 1)) ?? ''))
  );
}

/** The first word that is neither a flag nor the value of one. */
function subcommandOf(words: readonly string[]): string | undefined {
  return words.find((word, index) => !word.startsWith('-') && !takesValue(words[index - 1] ?? ''));
}

function takesValue(word: string): boolean {
  return word.startsWith('-') && !word.includes('=') && !VALUELESS_FLAGS.has(word);
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
