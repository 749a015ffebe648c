import { dirname } from 'node:path';
import { filledIn, namespaceName } from '../common/props/checks';
import type { ManifestText } from '../common/yaml/input';
import type { ConfigFile } from '../verify/engine/config-file';
import type { ToldHome } from '../verify/model/homes';
import { printable } from '../verify/report/printable';
import { pathMatcher } from './config-options';
import { Io, UsageError } from './io';
import { STDIN, STDIN_NAME } from './read-input';

/** The options by which a caller says where the objects of files live. */
export const HOME_OPTIONS = {
  cluster: { type: 'string', multiple: true },
  namespace: { type: 'string', multiple: true },
} as const;

export const HOME_HELP = `  --cluster NAME=PATH  what PATH (a file, folder or glob, or "-") holds goes into
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
    ? `says nothing of which files; write --${part} NAME=PATH`
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
