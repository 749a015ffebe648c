import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JsonObject } from '../common/data/json';
import { PlacedProblem, examine, readAnswers } from '../init';
import type { Examined } from '../init';
import { Adopted, Difference, Finished, adopt } from '../init/adopt';
import { count, printable } from '../verify/report/printable';
import { Io, UsageError } from './command';
import { STDIN, readOne, readWithPrograms } from './read-input';
import { readable } from './values-options';

/**
 * Reads an answers file and generates all output in memory.
 *
 * @throws UsageError that lists all problems, each with its line.
 */
export function answersFrom(path: string, io: Io): Examined {
  const { name, text } = readOne(path, io);
  const file = readAnswers(text);
  refuse(file.problems, name);
  const examined = examine(file.answers);
  refuse(examined.problems.map((problem) => ({ ...problem, line: file.lineOf(problem.path) })), name);
  return examined;
}

/** @throws UsageError when there are problems. */
export function refuse(problems: readonly PlacedProblem[], source: string): void {
  if (problems.length > 0) {
    const lines = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map((problem) => printable(problemLine(problem, source)));
    const heading = problems.length === 1
      ? '1 answer is not valid; nothing was written.'
      : `${problems.length} answers are not valid; nothing was written.`;
    throw new UsageError([heading, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
}

function problemLine({ path, text, line, file }: PlacedProblem, source: string): string {
  const place = [file ?? source, ...(line === undefined ? [] : [`${line}`])].join(':');
  return [place, ...(path === '' ? [] : [path]), text].join(': ').replace(/\n\s*/g, ' ');
}

/** Prints warnings of constructs about valid but unwise settings. */
export function tellWarnings({ warnings }: Examined, io: Io): void {
  warnings.forEach((warning) => io.stderr(`Warning: ${printable(warning)}\n`));
}

const SCRIPT = /\.(sh|env)$/;
/** The maximum length of a value on a line. */
const SHOWN = 60;

/**
 * Finds answers in files, folders, globs or standard input.
 *
 * @throws UsageError when there is no input, or it contains nothing of Union.
 */
export function adoptionOf(paths: readonly string[], told: JsonObject, io: Io): Adopted {
  const named = paths.filter((path) => path !== STDIN && SCRIPT.test(path));
  const scripts =
    [...named, ...paths.filter((path) => path !== STDIN).flatMap(scriptsIn)].map((path) => readOne(path, io));
  const texts = readWithPrograms(paths.filter((path) => !named.includes(path)), io);
  const adopted = readable(() => adopt(texts, scripts, told));
  if (adopted.taken.length === 0) {
    throw new UsageError(`--from: ${paths.map(printable).join(', ')} shows nothing of a Union deployment; `
      + 'name values files of its charts, "helm get values", a dump of its namespaces, or what Argo CD or '
      + 'Flux installs');
  }
  return adopted;
}

/** Scripts and environment files of a folder, without hidden folders and packages. */
function scriptsIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    return [];
  }
  return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) {
        return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : scriptsIn(below);
      }
      return entry.isFile() && SCRIPT.test(entry.name) ? [below] : [];
    });
}

/** The answers with their sources, and those that were not found. */
export function foundText({ taken, unseen }: Adopted): string {
  const width = Math.max(...taken.map(({ path }) => path.length));
  const lines = taken.map(({ path, value, from }) =>
    `  ${path.padEnd(width)}  ${shortened(JSON.stringify(value))}  (${from})`);
  const missing = unseen.length === 0 ? [] : ['Not seen:', ...unseen.map((what) => `  ${what}`)];
  return `${['Found:', ...lines, ...missing].map(printable).join('\n')}\n`;
}

/** The differences between output and input, each reason once with its places. */
export function differencesText({ differences, carried }: Finished): string {
  const kept = carried === 0
    ? []
    : [`Not about authentication, and carried over as extraValues: ${count(carried, 'value')}.`];
  if (differences.length === 0) {
    return `${[...kept, 'The new output is equivalent to the existing files.'].join('\n')}\n`;
  }
  const reasons = [...new Set(differences.map(({ reason }) => reason))];
  const lines = reasons.flatMap((reason) => ['', `- ${reason}`,
    ...differences.filter((each) => each.reason === reason).map((each) => `    ${differenceText(each)}`)]);
  const heading = `The new output differs from the existing files in ${count(differences.length, 'place')}:`;
  return `${[...kept, heading, ...lines].map(printable).join('\n')}\n`;
}

function differenceText({ where, path, before, after }: Difference): string {
  const place = path === undefined ? where : `${where}: ${path}`;
  if (path === undefined) {
    return `${place} (${after === undefined ? 'no longer made' : 'new'})`;
  }
  const shown = (json: string | undefined) => (json === undefined ? 'nothing' : shortened(json));
  return `${place}: ${shown(before)} -> ${shown(after)}`;
}

function shortened(json: string): string {
  return json.length <= SHOWN ? json : `${json.slice(0, SHOWN)}…`;
}
