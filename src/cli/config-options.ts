import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { filledIn, namespaceName } from '../common/props/checks';
import { ManifestText, problemText } from '../common/yaml/input';
import { ConfigFile, ConfigFileError, readConfigFile } from '../verify/engine/config-file';
import type { ToldHome } from '../verify/model/registrations';
import { ParsedInput, parseToJudge } from '../verify/parse';
import { RULES } from '../verify/registry';
import { printable, printableLines } from '../verify/report/printable';
import type { ValuesText } from '../verify/values/values-reader';
import { Io, UsageError } from './command';
import { Input, readAll, readInput, STDIN, STDIN_NAME } from './read-input';
import { readable } from './values-options';

/** The options that select rules. */
export const RULE_OPTIONS = {
  rule: { value: 'ID', multiple: true, help: 'run only this rule' },
  skip: { value: 'ID', multiple: true, help: 'leave this rule out' },
} as const;

/**
 * @throws UsageError when an ID is unknown.
 */
export function chosenRules(
  values: { readonly rule?: readonly string[]; readonly skip?: readonly string[] },
) {
  const split = (ids: readonly string[] | undefined) =>
    ids?.flatMap((id) => id.split(',')).map((id) => id.trim()).filter(Boolean);
  const [only, skip] = [split(values.rule), split(values.skip)];
  [...only ?? [], ...skip ?? []].forEach(requireRule);
  return { only, skip };
}

/**
 * @throws UsageError when the ID is unknown.
 */
function requireRule(id: string): void {
  if (RULES.get(id) === undefined) {
    throw new UsageError(`No rule has the id ${JSON.stringify(id)}; "cdk8s-union-auth rules" lists them`);
  }
}

interface Reading {
  /** The excluded files and folders. */
  readonly isExcluded?: (path: string) => boolean;
  /** Whether texts may contain nothing of Kubernetes or Union. */
  readonly mayBeNothing?: boolean;
}

/**
 * Reads and parses the given input. Skipped parts are reported on standard error.
 *
 * @param declared texts that the caller declares as values
 * @throws UsageError when a given text, or the whole input, contains neither a Kubernetes object nor values,
 * or values cannot be read.
 */
export function readForJudging(
  paths: readonly string[],
  declared: readonly ValuesText[],
  io: Io,
  { isExcluded, mayBeNothing = false }: Reading,
): ParsedInput {
  const { texts, named } = paths.length === 0 && declared.length > 0
    ? NOTHING
    : readInput(paths, io, isExcluded);
  const parsed = readable(() => parseToJudge(besideValues(texts, declared), declared));
  const isNothing = parsed.objects.length + parsed.valueSets.length === 0;
  const empty = parsed.withoutObjects.filter((name) => named.has(name));
  if (!mayBeNothing && (empty.length > 0 || isNothing)) {
    const where = empty.length > 0 ? empty : paths;
    throw new UsageError([
      ...where.map((name) => `${printable(name)} has no Kubernetes object`),
      ...parsed.notices.filter(({ file }) => empty.includes(file)).map(({ message: reason, ...place }) =>
        `  ${printable(problemText({ ...place, reason }))}`),
      'Values files of Union\'s charts are known by their keys; of another, --values FILE --plane PLANE says '
        + 'what it is.',
    ].join('\n'));
  }
  return parsed;
}

/** Texts declared as values can also be in the given folders. */
function* besideValues(texts: Input['texts'], declared: readonly ValuesText[]): Input['texts'] {
  const told = new Set(declared.map(({ name }) => resolve(name)));
  for (const each of texts) {
    if (told.size === 0 || !told.has(resolve('text' in each ? each.name : each.file))) {
      yield each;
    }
  }
}

const NOTHING: Input = { texts: [], named: new Set() };

/** The config file, in the current folder or one above it. */
const CONFIG_FILE = 'cdk8s-union-auth.yaml';

/** The options that exclude findings and files. */
export const CONFIG_OPTIONS = {
  config: {
    value: 'FILE',
    help: 'accepted findings, each with rule, object, reason and expiry, and files that are not read '
      + `(default: ${CONFIG_FILE} in this folder or one above it)`,
  },
  exclude: { value: 'GLOB', multiple: true, help: 'do not read these files and folders' },
} as const;

/** The exclusions of the caller. */
interface JudgingConfig {
  readonly config?: ConfigFile;
  readonly isExcluded: (path: string) => boolean;
}

/**
 * @throws UsageError when the file is missing or invalid.
 */
export function judgingConfig(
  values: { readonly config?: string; readonly exclude?: readonly string[] }, io: Io,
): JudgingConfig {
  const cwd = io.cwd ?? '.';
  const file = values.config ?? foundUpward(cwd);
  const config = file === undefined ? undefined : readConfig(file, io);
  const exclusions = [
    ...(values.exclude ?? []).map((glob) => excluded(glob, cwd)),
    ...(config?.exclude ?? []).map((glob) => excluded(glob, dirname(config?.source.name ?? ''))),
  ];
  // It is not a manifest, so it is skipped in its folder.
  const isConfig = (path: string) => file !== undefined && resolve(path) === resolve(file);
  return { config, isExcluded: (path) => isConfig(path) || exclusions.some((matches) => matches(path)) };
}

function readConfig(file: string, io: Io): ConfigFile {
  const [source] = readAll([file], io);
  try {
    return readConfigFile(source, RULES.ids);
  } catch (error) {
    throw error instanceof ConfigFileError
      ? new UsageError(printableLines(error.message))
      : error;
  }
}

function foundUpward(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, CONFIG_FILE);
    if (existsSync(file)) {
      return relative('', file);
    }
    if (dirname(at) === at) {
      return undefined;
    }
  }
}

/** Whether a path is given, or below a given one: a file, a folder or a glob, relative to a folder. */
function pathMatcher(path: string, folder: string): (path: string) => boolean {
  const { base, glob, isGlob } = picomatch.scan(path);
  return isGlob ? excluded(`./${glob}`, resolve(folder, base)) : within(resolve(folder, path));
}

function within(root: string): (path: string) => boolean {
  return (path) => resolve(path) === root || resolve(path).startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * A glob with a slash is relative to a folder; one without matches files and folders anywhere, as in
 * .gitignore.
 */
function excluded(glob: string, folder: string): (path: string) => boolean {
  const isRooted = glob.replace(/\/$/, '').includes('/');
  const pattern = glob.replace(/^\.\//, '').replace(/\/$/, '');
  const matches = picomatch(pattern, { dot: true });
  return (path) => {
    const below = relative(resolve(folder), resolve(path)).split(sep);
    const candidates = isRooted ? below.map((_, index) => below.slice(0, index + 1).join('/')) : below;
    return candidates.some((candidate) => matches(candidate));
  };
}

/** The options for the homes of files' objects. */
export const HOME_OPTIONS = {
  cluster: {
    value: 'NAME=PATH',
    multiple: true,
    help: 'the content of PATH (file, folder, glob or "-") goes into this cluster. Needed only where the '
      + 'input does not show it: data planes name their clusters, and so does the annotation '
      + 'union-auth.cdk8s.io/cluster',
  },
  namespace: {
    value: 'NAME[=PATH]',
    multiple: true,
    help: 'what names no namespace is for this one, as "helm template" leaves it out (default: that of the '
      + 'workloads of its file)',
  },
} as const;

type Part = keyof typeof HOME_OPTIONS;

/** The home of the objects in some files. */
interface Statement {
  readonly part: Part;
  readonly name: string;
  /** The caller's text of it. */
  readonly text: string;
  readonly isAbout: (path: string) => boolean;
}

/**
 * The homes of texts' objects, by options and the config file. The last option for a file applies.
 *
 * @throws UsageError when a value is invalid. The error lists all problems.
 */
export function toldHomes(
  values: Readonly<Partial<Record<Part, readonly string[]>>>, config: ConfigFile | undefined, io: Io,
): ToldHomes {
  const problems: string[] = [];
  const statements = (['cluster', 'namespace'] as const).flatMap((part) =>
    (values[part] ?? []).flatMap((given) => statementOf(part, given, io.cwd ?? '.', problems)));
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'));
  }
  return new ToldHomes([...inConfig(config), ...statements]);
}

function inConfig(config: ConfigFile | undefined): Statement[] {
  return (config?.homes ?? []).flatMap(({ files, cluster, namespace }) =>
    Object.entries({ cluster, namespace }).flatMap(([part, name]) =>
      (name === undefined
        ? []
        : [
          { part: part as Part, name, text: '', isAbout: pathMatcher(files, dirname(config!.source.name)) },
        ])));
}

function statementOf(part: Part, given: string, cwd: string, problems: string[]): Statement[] {
  const equals = given.indexOf('=');
  const [name, path] = equals < 0 ? [given, undefined] : [given.slice(0, equals), given.slice(equals + 1)];
  const text = `--${part} ${printable(given)}`;
  const nameFault = part === 'namespace' ? namespaceName(name) : filledIn(name);
  const fault = path === '' || (part === 'cluster' && path === undefined)
    ? `names no files; write --${part} NAME=PATH`
    : nameFault;
  if (fault !== undefined) {
    problems.push(`${text}: ${fault}`);
    return [];
  }
  return [
    {
      part,
      name,
      text,
      isAbout: path === undefined ? () => true : matcherOf(path, cwd),
    },
  ];
}

function matcherOf(path: string, cwd: string): Statement['isAbout'] {
  return path === STDIN ? (file) => file === STDIN_NAME : pathMatcher(path, cwd);
}

/** The given homes, and whether they match any text. */
class ToldHomes {
  public constructor(private readonly statements: readonly Statement[]) {}

  /** Undefined if none were given. */
  public get of(): ToldHome | undefined {
    return this.statements.length === 0 ? undefined : (file) => Object.fromEntries(
      this.statements.filter(({ isAbout }) => isAbout(file)).map(({ part, name }) => [part, name]));
  }

  /**
   * @throws UsageError when an option matches none of the texts.
   */
  public mustBeAbout(texts: readonly ManifestText[]): void {
    const idle =
      this.statements.filter(({ text, isAbout }) => text !== '' && !texts.some(({ name }) => isAbout(name)));
    if (idle.length > 0) {
      throw new UsageError(idle.map(({ text }) => `${text}: matches no file of the input`).join('\n'));
    }
  }
}
