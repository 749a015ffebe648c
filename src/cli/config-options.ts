import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { filledIn, namespaceName } from '../common/props/checks';
import type { ManifestText } from '../common/yaml/input';
import { ConfigFile, ConfigFileError, readConfigFile } from '../verify/engine/config-file';
import type { ToldHome } from '../verify/model/registrations';
import { RULES } from '../verify/registry';
import { printable, printableLines } from '../verify/report/printable';
import { Io, UsageError } from './command';
import { STDIN, STDIN_NAME, readAll } from './read-input';

/** The file that is looked for in the current folder and those above it. */
const CONFIG_FILE = 'cdk8s-union-auth.yaml';

/** The options by which findings and files are left out. */
export const CONFIG_OPTIONS = {
  config: { type: 'string' },
  exclude: { type: 'string', multiple: true },
} as const;

export const CONFIG_HELP = `  --config FILE       findings that are accepted, with rule, object, reason and
                      expiry, and files that are not read (default: ${CONFIG_FILE} in this folder or one above
                      it)
  --exclude GLOB      do not read these files and folders; may be repeated
`;

/** What the caller leaves out. */
interface JudgingConfig {
  readonly config?: ConfigFile;
  readonly isExcluded: (path: string) => boolean;
}

/** @throws UsageError when the file is not there or says what cannot be. */
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
  // It is no manifest: reading the folder that it lies in must not complain about it.
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

/** Whether a path is one that is named, or lies below it: a file, a folder or a glob, from a folder. */
function pathMatcher(path: string, folder: string): (path: string) => boolean {
  const { base, glob, isGlob } = picomatch.scan(path);
  return isGlob ? excluded(`./${glob}`, resolve(folder, base)) : within(resolve(folder, path));
}

function within(root: string): (path: string) => boolean {
  return (path) => resolve(path) === root || resolve(path).startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * A glob with a slash counts from a folder; one without names files and folders anywhere, as in .gitignore.
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

/** The options by which a caller says where the objects of files live. */
export const HOME_OPTIONS = {
  cluster: { type: 'string', multiple: true },
  namespace: { type: 'string', multiple: true },
} as const;

export const HOME_HELP = `  --cluster NAME=PATH  the content of PATH (file, folder, glob or "-") goes into
                       this cluster; may be repeated. Needed only where
                      the input does not show it: data planes name their clusters, and so does the annotation
                      union-auth.cdk8s.io/cluster
  --namespace NAME[=PATH]
                      what names no namespace is for this one, as "helm template" leaves it out (default: that
                      of the workloads of its file); may be repeated
`;

type Part = keyof typeof HOME_OPTIONS;

/** One thing that somebody says of the objects of some files. */
interface Statement {
  readonly part: Part;
  readonly name: string;
  /** How the caller said it. */
  readonly text: string;
  readonly isAbout: (path: string) => boolean;
}

/**
 * Where the objects of texts live, by what options and the config file say. The last option that is about a
 * file counts.
 *
 * @throws UsageError when a value is none. The error lists all problems.
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

/** What was said, and whether it is about anything. */
export class ToldHomes {
  public constructor(private readonly statements: readonly Statement[]) {}

  /** Undefined where nobody said anything. */
  public get of(): ToldHome | undefined {
    return this.statements.length === 0 ? undefined : (file) => Object.fromEntries(
      this.statements.filter(({ isAbout }) => isAbout(file)).map(({ part, name }) => [part, name]));
  }

  /** @throws UsageError when an option is about none of the texts. */
  public mustBeAbout(texts: readonly ManifestText[]): void {
    const idle =
      this.statements.filter(({ text, isAbout }) => text !== '' && !texts.some(({ name }) => isAbout(name)));
    if (idle.length > 0) {
      throw new UsageError(idle.map(({ text }) => `${text}: no file of the input is called so`).join('\n'));
    }
  }
}
