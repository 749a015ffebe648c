import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { isObject, JsonObject } from '../common/data/json';
import { packageVersion } from '../common/package-info';
import type { OutputFile } from '../constructs/output/output-folder';
import {
  announcementOf, answerAt, Answers, ANSWERS, ANSWERS_FILE, answersText, appFiles, checkForm, examine,
  fieldAt, keptFiles, OUTPUT_FOLDER, readAnswers, withAnswer, withoutNothing,
} from '../init';
import type { AnswerProblem, Examined, PlacedProblem } from '../init';
import type { Adopted } from '../init/adopt';
import { printable } from '../verify/report/printable';
import { adoptionOf, differencesText, foundText, refuse, tellWarnings } from './answers-file';
import { command, Command, CommandLine, EXIT, Io, UsageError } from './command';
import { Cancelled, LookUp, Prompter, interview, terminalPrompter } from './init-interview';
import { readOne } from './read-input';
import { tellDifference, tellLoss, tellWritten } from './synth-command';
import { WIRE_OPTIONS, askIssuer, wiresOf } from './wires';
import { FolderPlan, planFolder, writeFolder } from './write-folder';

const OPTIONS = {
  'values-only': {
    help: 'no code: union-auth.yaml with your answers, and all that follows from them in '
      + `${OUTPUT_FOLDER}/ (see synth)`,
  },
  'answers': {
    value: 'FILE',
    help: 'answers that you have already (union-auth.yaml, or "-"); init does not ask for them',
  },
  'set': {
    value: 'PATH=VALUE',
    multiple: true,
    help: 'one answer, as Helm writes paths: domain=union.example.com, '
      + 'identityProvider.okta.orgUrl=https://acme.okta.com, dataPlanes.east.namespace=union',
  },
  'from': {
    value: 'PATH',
    multiple: true,
    help: 'read the answers from an existing installation: a file, folder, glob or "-" with values files of '
      + 'Union\'s charts (of any release), "helm get values", the dump of a cluster (the command in '
      + '"cdk8s-union-auth verify --help"), Argo CD or Flux. Says where each answer comes from, what it '
      + 'could not see, and where and why the output will differ from the existing files. --answers and '
      + '--set override it; init asks for the rest. No secret is read, shown or written',
  },
  'yes': { help: 'ask nothing: all answers come from --answers and --set; missing ones are listed' },
  'dry-run': { help: 'list the files, and write nothing' },
  'diff': {
    help: 'write nothing; print what would change in the existing files, by object and key, without values '
      + 'of secrets; exit 1 if something would',
  },
  'force': { help: 'replace existing files, and say which' },
  'check-issuer': {
    help: 'look the provider up over the network (HTTPS, its public metadata, no credential) and stop if it '
      + 'publishes another issuer or token endpoint; in a terminal init asks first',
  },
  ...WIRE_OPTIONS,
  'library': {
    value: 'SPEC', help: 'the version of this library that the app depends on (default: this one)',
  },
} as const;

const VERSION = String.raw`(?:[~^]|[<>]?=?)\s*v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2}(?:[-+][\w.+-]+)?`;

/** What npm takes for a dependency: a range, a tag, a repository, a URL or a path. */
const SPEC = new RegExp([
  `^${VERSION}(?:(?:\\s+-\\s+|\\s*\\|\\|\\s*|\\s+)${VERSION})*$`,
  String.raw`^[A-Za-z][\w.-]*$`,
  String.raw`^[\w-]+\/[\w.-]+(?:#\S+)?$`,
  String.raw`^(?:[A-Za-z][A-Za-z+]*:|\.{0,2}\/|~\/).`,
].join('|'));

/** @param prompter how to ask questions, if any */
export const initCommandWith = (prompter: () => Promise<Prompter>): Command => command({
  usage: ['init [options] [FOLDER]', 'init --from PATH... [options] [FOLDER]'],
  about: `
Asks what only you know, checks each answer at once, shows what will be written, and writes a cdk8s app that
synthesizes at first try: main.ts, its test, package.json, a README with the next steps, CI. FOLDER is the
current one by default. "cdk8s-union-auth synth --schema" describes every answer. No answer is a secret: init
asks only where secrets are.
`,
  options: OPTIONS,
  exits: '0 written, or up to date; 1 with --diff, something would change; 2 wrong usage, answers that are '
    + 'not valid, or canceled: nothing is written.',
  run: (line, io) => initialize(line, io, prompter),
});

export const initCommand = initCommandWith(terminalPrompter);

async function initialize(
  { values, positionals }: CommandLine<typeof OPTIONS>, io: Io, prompter: () => Promise<Prompter>,
): Promise<number> {
  const folder = folderOf(positionals, values.library);
  const isForced = values.force === true;
  // Before the first of thirty questions.
  refuseForeign(folder, isForced || values.diff === true);
  const wires = wiresOf(values.ca, values['connect-to'] ?? [], io.env);
  const told = knownAnswers(values.answers, values.set ?? [], io);
  const adopted = values.from === undefined ? undefined : adoptionOf(values.from, told.answers, io);
  const known = adopted?.answers ?? told.answers;
  try {
    const asked = values.yes !== true && hasTerminal(io) ? await prompter() : undefined;
    io.stderr(adopted === undefined ? '' : foundText(adopted));
    const lookUp: LookUp = (announced) => askIssuer(announced, wires);
    const answers =
      asked ? await ask(asked, known, lookUp, io) : settled({ ...adopted?.otherwise, ...known }, told, io);
    const made = finished(answers, adopted, io);
    if (values['check-issuer']) {
      await mustBePublished(made.answers, lookUp);
    }
    const plans = values['values-only'] ? valuesPlans(folder, made) : appPlans(folder, made, values.library);
    if (values.diff || values['dry-run']) {
      return values.diff ? tellDifference(plans, io) : tellPlans(plans, io);
    }
    if (asked && !await confirmed(asked, plans)) {
      throw new Cancelled();
    }
    tellWarnings(made, io);
    writePlans(plans, isForced, io);
    io.stderr(nextStep(folder, values['values-only'] !== true));
    return EXIT.CLEAN;
  } catch (error) {
    return brokenOff(error, io);
  }
}

function folderOf(positionals: readonly string[], library = 'latest'): string {
  if (!SPEC.test(library)) {
    throw new UsageError(`--library: ${JSON.stringify(printable(library))} is not a version for npm; write `
      + 'one such as ^1.2.0, or the path of a package');
  }
  if (positionals.length > 1) {
    throw new UsageError(`init accepts one folder, but got ${positionals.map(printable).join(' ')}`);
  }
  return positionals[0] ?? '.';
}

function hasTerminal({ stdinIsTerminal, stderrIsTerminal }: Io): boolean {
  return stdinIsTerminal === true && stderrIsTerminal;
}

function brokenOff(error: unknown, io: Io): number {
  if (error instanceof Cancelled) {
    io.stderr('Canceled; nothing was written.\n');
    return EXIT.NO_VERDICT;
  }
  throw error;
}

/** Files that follow from the answers have their own folder, as with `synth`. */
function valuesPlans(folder: string, made: Examined): FolderPlan[] {
  return [
    planFolder(folder, keptFiles(made, packageVersion()).map((file) => asItStands(folder, file, made))),
    planFolder(join(folder, OUTPUT_FOLDER), made.files),
  ];
}

/** Equal answers keep their text, with comments. */
function asItStands(folder: string, file: OutputFile, { answers }: Examined): OutputFile {
  const path = join(folder, file.path);
  if (file.path !== ANSWERS_FILE || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return file;
  }
  const text = readFileSync(path, 'utf8');
  return isDeepStrictEqual(withoutNothing(readAnswers(text).answers), answers) ? { ...file, text } : file;
}

function appPlans(folder: string, made: Examined, library = `^${packageVersion()}`): FolderPlan[] {
  return [planFolder(folder, appFiles(made, library))];
}

function writePlans(plans: readonly FolderPlan[], isForced: boolean, io: Io): void {
  plans.forEach((plan) => tellLoss(plan, isForced, io));
  plans.forEach((plan) => writeFolder(plan, isForced));
  plans.forEach((plan) => tellWritten(plan, io));
}

/** With the other values, and the differences. */
function finished(made: Examined, adopted: Adopted | undefined, io: Io): Examined {
  if (adopted === undefined) {
    return made;
  }
  const result = adopted.finish(made.answers);
  io.stderr(differencesText(result));
  const whole = examine(result.answers);
  refuse(whole.problems, 'answers, with those from the existing files');
  return whole;
}

function refuseForeign(folder: string, isForced: boolean): void {
  const plan: FolderPlan = planFolder(folder, []);
  if (plan.foreign && !isForced) {
    throw new UsageError(
      `${folder} is not empty; name a folder that is, or see with --force --dry-run what would be replaced. `
        + 'Nothing was written.',
    );
  }
}

/** Without questions: all problems at once. */
function settled(known: JsonObject, { placed }: Told, io: Io): Examined {
  const examined = examine(known);
  if (examined.problems.length > 0 && io.stdinIsTerminal !== true) {
    io.stderr(
      'This is not a terminal, so nothing is asked; give answers with --answers FILE or --set PATH=VALUE.\n',
    );
  }
  refuse(examined.problems.map(placed), 'answers');
  return examined;
}

/**
 * @throws UsageError when the provider publishes something else, or nothing.
 */
async function mustBePublished(answers: Answers, lookUp: LookUp): Promise<void> {
  const announced = announcementOf(answers);
  const wrong = announced && await lookUp(announced);
  if (wrong !== undefined) {
    throw new UsageError(`--check-issuer: ${printable(wrong)}. Nothing was written.`);
  }
}

async function ask(prompter: Prompter, known: JsonObject, lookUp: LookUp, io: Io): Promise<Examined> {
  prompter.start('Authentication of a self-hosted Union.ai deployment');
  const answers = await interview(prompter, known, lookUp);
  prompter.tell(answersText(answers), 'Your answers');
  const examined = examine(answers);
  if (examined.problems.length > 0) {
    // Problems that single answers do not show.
    io.stderr(`\nWhat you answered, to correct and give to --answers:\n\n${answersText(answers)}\n`);
  }
  refuse(examined.problems, 'answers');
  return examined;
}

async function confirmed(prompter: Prompter, plans: readonly FolderPlan[]): Promise<boolean> {
  const lines = plans.flatMap(({ folder, written, lost }) =>
    written.map((path) => `${lost.includes(path) ? 'replace' : 'write'} ${join(folder, path)}`));
  prompter.tell(lines.join('\n'), `${lines.length} files`);
  return prompter.confirm('Write them?');
}

function nextStep(folder: string, isApp: boolean): string {
  const enter = folder === '.' ? '' : `cd ${printable(folder)} && `;
  return isApp
    ? `\nNext: ${enter}npm install && npm run synth && npm test. README.md has the steps to a login.\n`
    : `\nNext: ${printable(join(folder, 'README.md'))} has the steps to a login.\n`;
}

function tellPlans(plans: readonly FolderPlan[], io: Io): number {
  for (const { folder, files, written, lost } of plans) {
    const kept = ({ path }: OutputFile) => (written.includes(path) ? 'write    ' : 'unchanged');
    const state = (file: OutputFile) => (lost.includes(file.path) ? 'replace  ' : kept(file));
    files.forEach((file) => io.stdout(`${state(file)} ${printable(join(folder, file.path))}\n`));
  }
  return EXIT.CLEAN;
}

/** Facts before the first question. */
interface Told {
  readonly answers: JsonObject;
  /** A problem with its line, if it is one of the file. */
  placed(problem: AnswerProblem): PlacedProblem;
}

/**
 * @throws UsageError when the file is not YAML, or an option is not an answer.
 */
function knownAnswers(path: string | undefined, set: readonly string[], io: Io): Told {
  let known: JsonObject = {};
  let placed: Told['placed'] = (problem) => problem;
  if (path !== undefined) {
    const { name, text } = readOne(path, io);
    const file = readAnswers(text);
    refuse(file.problems, name);
    if (!isObject(file.answers)) {
      throw new UsageError(
        `${printable(name)} is not a map of answers; "cdk8s-union-auth synth --schema" describes them`,
      );
    }
    known = file.answers;
    const given = file.answers;
    placed = (problem) =>
      (isOfFile(problem, given, set) ? { ...problem, file: name, line: file.lineOf(problem.path) } : problem);
  }
  refuseOptions(set, known);
  return { answers: set.reduce(withOption, known), placed };
}

/** Whether a problem belongs to the file: the answer is in it or missing, and no option sets it. */
function isOfFile({ path, isMissing }: AnswerProblem, given: JsonObject, set: readonly string[]): boolean {
  return (answerAt(given, path) !== undefined || isMissing === true)
    && !set.some((option) => path.startsWith(pathOf(option)!.replace(/\[.*/, '')));
}

/**
 * @throws UsageError that lists every option that is not an answer, and its other problems.
 */
function refuseOptions(set: readonly string[], known: JsonObject): void {
  const wrong = set.flatMap((option) => {
    const fault = faultOf(option);
    return fault === undefined ? [] : [`--set: ${JSON.stringify(printable(option))} ${fault}`];
  });
  if (wrong.length > 0) {
    const further = checkForm(ANSWERS, known).filter(({ isMissing }) => !isMissing);
    throw new UsageError([
      ...wrong,
      ...further.map(({ path, text }) => printable(`answers: ${path}: ${text}`)),
      '"cdk8s-union-auth synth --schema" has every path. Nothing was written.',
    ].join('\n'));
  }
}

function faultOf(option: string): string | undefined {
  if (pathOf(option) === undefined) {
    return 'is not an answer; write PATH=VALUE, such as domain=union.example.com';
  }
  try {
    withOption({}, option);
    return undefined;
  } catch {
    return 'has a value that is not YAML; write lists as [a, b] and maps as {a: b}, in quotes for the shell';
  }
}

/** The path of an option; undefined if there is no such answer. */
function pathOf(option: string): string | undefined {
  const [, path] = /^(\w+(?:\.\w+|\[\d+\])*)=/.exec(option) ?? [];
  return path !== undefined && fieldAt(path) !== undefined ? path : undefined;
}

/** Lists, flags and maps are in YAML: `[a, b]`, `true`, `{}`. */
function withOption(answers: JsonObject, option: string): JsonObject {
  const path = pathOf(option)!;
  const value = option.slice(path.length + 1);
  return withAnswer(answers, path, fieldAt(path)!.type === 'text' ? value : parse(value));
}
