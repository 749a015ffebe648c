import { isObject } from '../../common/data/json';
import { namespaceName } from '../../common/props/checks';
import type { ManifestText } from '../../common/yaml/input';
import { readConfig, YamlProblem } from '../../common/yaml/yaml-reader';
import { asText } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';

/** Accepts a finding outside of its object, such as one of a chart. */
export interface FileSuppression {
  readonly rule: string;
  /** The objects, as in findings; `*` matches any text. */
  readonly object: string;
  readonly reason: string;
  /** The last day on which it applies, such as `2027-03-31`; by default it does not expire. */
  readonly expires?: string;
  readonly field: Field;
}

export interface ConfigFile {
  readonly source: ManifestText;
  readonly suppressions: readonly FileSuppression[];
  /** Globs of excluded files, relative to the file's folder. */
  readonly exclude: readonly string[];
  /** The homes of objects by file; of two for one file the last applies. */
  readonly homes: readonly FileHome[];
}

/** The home of the objects in some files. */
export interface FileHome {
  /** A file, folder or glob, relative to the config file's folder. */
  readonly files: string;
  readonly cluster?: string;
  /** The namespace of objects without one. */
  readonly namespace?: string;
}

/** Thrown for an invalid config file. It lists all problems. */
export class ConfigFileError extends Error {
  public override readonly name = 'ConfigFileError';

  public constructor(file: string, problems: readonly string[]) {
    super(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  }
}

const KEYS = ['suppressions', 'exclude', 'homes'];
const SUPPRESSION_KEYS = ['rule', 'object', 'reason', 'expires'];

/** @throws ConfigFileError when the text is not YAML, has other keys or names no rule. */
export function readConfigFile(source: ManifestText, rules: readonly string[]): ConfigFile {
  const problems: string[] = [];
  const content = contentOf(source);
  const owner = new KubeObject(
    { ...content, apiVersion: 'union-auth.cdk8s.io/v1', kind: 'Config', metadata: { name: source.name } },
    { file: source.name, document: 0, path: [] },
  );
  unknownKeys(content, KEYS, '').forEach((problem) => problems.push(problem));
  const suppressions = listAt(content.suppressions, 'suppressions', problems).flatMap((raw, index) =>
    readSuppression(raw, owner.field('suppressions', index), rules, problems));
  const exclude = listAt(content.exclude, 'exclude', problems).flatMap((glob, index) => {
    if (typeof glob === 'string' && glob !== '') {
      return [glob];
    }
    problems.push(`exclude[${index}]: is not a glob; write one such as "vendor/**"`);
    return [];
  });
  const homes = listAt(content.homes, 'homes', problems).flatMap((raw, index) =>
    readHome(raw, `homes[${index}]`, problems));
  if (problems.length > 0) {
    throw new ConfigFileError(source.name, problems);
  }
  return { source, suppressions, exclude, homes };
}

function contentOf({ name, text }: ManifestText): Record<string, unknown> {
  try {
    const values = readConfig(text).filter((value) => value !== null && value !== undefined);
    if (values.length > 1 || (values.length === 1 && !isObject(values[0]))) {
      const remedy = 'write suppressions:, exclude: and homes:, each with a list below it';
      throw new ConfigFileError(name, [`must be a map; ${remedy}`]);
    }
    return values.find(isObject) ?? {};
  } catch (error) {
    throw error instanceof YamlProblem
      ? new ConfigFileError(name, [`is not YAML (${error.message})`])
      : error;
  }
}

function listAt(value: unknown, key: string, problems: string[]): readonly unknown[] {
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    problems.push(`${key}: must be a list; start each entry with "- "`);
  }
  return Array.isArray(value) ? value : [];
}

function readSuppression(
  raw: unknown, field: Field, rules: readonly string[], problems: string[],
): FileSuppression[] {
  const place = `${field}`;
  if (!isObject(raw)) {
    problems.push(`${place}: must be a map; give it rule, object, reason and, where it is to end, expires`);
    return [];
  }
  problems.push(...unknownKeys(raw, SUPPRESSION_KEYS, `${place}.`));
  const [rule, object, reason, expires] = SUPPRESSION_KEYS.map((key) => asText(raw[key])?.trim() ?? '');
  if (!rules.includes(rule)) {
    problems.push(`${place}.rule: ${JSON.stringify(rule)} is not a rule; "cdk8s-union-auth rules" `
      + 'lists them');
  }
  if (object === '') {
    const example = '"Ingress union-cp/controlplane-*"';
    problems.push(`${place}.object: required; name the object as the finding does, such as ${example}`);
  }
  if (reason === '') {
    problems.push(`${place}.reason: required; write why the finding is accepted`);
  }
  if (raw.expires !== undefined && !isDay(expires)) {
    problems.push(`${place}.expires: ${JSON.stringify(expires)} is not a day; write it as 2027-03-31`);
  }
  return [{ rule, object, reason, ...(expires === '' ? {} : { expires }), field }];
}

const HOME_KEYS = ['files', 'cluster', 'namespace'];

function readHome(raw: unknown, place: string, problems: string[]): FileHome[] {
  if (!isObject(raw)) {
    problems.push(`${place}: must be a map; give it files, and cluster or namespace`);
    return [];
  }
  problems.push(...unknownKeys(raw, HOME_KEYS, `${place}.`));
  const [files, cluster, namespace] = HOME_KEYS.map((key) => asText(raw[key])?.trim() || undefined);
  if (files === undefined) {
    problems.push(`${place}.files: required; name a file, folder or glob, from the folder of this file`);
  }
  if (cluster === undefined && namespace === undefined) {
    problems.push(`${place}: has neither cluster nor namespace`);
  }
  const fault = namespace === undefined ? undefined : namespaceName(namespace);
  if (fault !== undefined) {
    problems.push(`${place}.namespace: ${JSON.stringify(namespace)} ${fault}`);
  }
  return files === undefined ? [] : [{ files, cluster, namespace }];
}

function unknownKeys(map: Record<string, unknown>, known: readonly string[], prefix: string): string[] {
  return Object.keys(map).filter((key) => !known.includes(key))
    .map((key) => `${prefix}${key}: unknown key. Known: ${known.join(', ')}.`);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
    && new Date(text).toISOString().startsWith(text);
}
