import { groupsByKey, oncePer } from '../../common/data/collections';
import { nestUnder } from '../../common/data/json';
import type { ConfigMap } from '../kube/config-map';
import type { Mount } from '../kube/volume';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import type { ConfigMapping } from './config-section';
import { ConfigMapFile, configMapFiles } from './mounted-files';
import { ConfigFile, ServiceConfig } from './service-config';

/** The configurations of a container, one per directory with config files. */
export function configsOf(
  container: Container, configMaps: (name: string) => ConfigMap | undefined,
): ServiceConfig[] {
  if (!container.mounts.some(showsConfigMap)) {
    return [];
  }
  const globs = configGlobs(container.commandLine);
  const isShown = (source: { kind: string; name: string }) =>
    source.kind === 'ConfigMap' && configMaps(source.name) !== undefined;
  const incomplete = new Set(container.mounts.flatMap((mount) => {
    const { volume } = mount;
    const isWhole = volume && !volume.opaque && !volume.scratch && volume.sources.every(isShown);
    return isWhole ? [] : [directoryOf(mount)];
  }));
  const files = container.mounts.flatMap((mount) => configMapFiles(mount, configMaps))
    .flatMap((file) => configFile(file, globs));
  const directories = groupsByKey(files, ({ path }) => path.slice(0, path.lastIndexOf('/')) || '/');
  const overrides = directories.size === 0 ? [] : configOverrides(container);
  return [...directories].map(([directory, inIt]) => new ServiceConfig(
    container,
    { directory, complete: !incomplete.has(directory) },
    inIt.sort((a, b) => (a.path < b.path ? -1 : 1)),
    overrides,
  ));
}

/** Undefined for a file that the service does not read as configuration. */
function configFile({ path, configMap, key }: ConfigMapFile, globs: readonly string[]): ConfigFile[] {
  const isRead =
    /\.(ya?ml|json)$/.test(path) && (globs.length === 0 || globs.some((glob) => matchesGlob(path, glob)));
  const document = isRead ? configMap.document(key) : undefined;
  return document === undefined ? [] : [{ path, document }];
}

function showsConfigMap({ volume }: Mount): boolean {
  return volume?.sources.some(({ kind }) => kind === 'ConfigMap') ?? false;
}

/** The directory to which a mount adds files. */
function directoryOf({ mountPath, subPath }: Mount): string {
  const path = mountPath.replace(/\/+$/, '');
  return (subPath === undefined ? path : path.slice(0, path.lastIndexOf('/'))) || '/';
}

const FLAG = '--config';

/** The `--config` patterns of a command line; a shell script counts too. */
export const configGlobs = oncePer((commandLine: readonly string[]): readonly string[] =>
  (!commandLine.some((word) => word.includes(FLAG))
    ? []
    : [...commandLine.join(' ').matchAll(/--config[= ]([^\s'"]+)/g)].map((match) => match[1])));

/** Whether a file is one that a pattern names, in which a star stands for a part of one step. */
export function matchesGlob(path: string, glob: string): boolean {
  const [steps, patterns] = [path, glob].map((each) => each.split('/'));
  return steps.length === patterns.length && steps.every((step, i) => matchesStep(step, patterns[i]));
}

function matchesStep(step: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [head, tail] = [parts[0], parts[parts.length - 1]];
  return parts.length === 1
    ? step === pattern
    : step.startsWith(head) && step.endsWith(tail) && step.length >= head.length + tail.length;
}

/** A pattern on the command line without `--config` before it, or `--config` without a path. */
export function unflaggedGlob(commandLine: readonly string[]): string | undefined {
  // A fast path: most command lines have neither.
  if (!commandLine.some((word) => word.includes(FLAG) || word.includes('*'))) {
    return undefined;
  }
  const words = commandLine.flatMap((word) => word.split(/\s+/));
  const flag = words.findIndex((word) => /^--config(=|$)/.test(word));
  if (flag < 0) {
    return words.find((word) => /^\/\S*\*\S*\.ya?ml$/.test(word));
  }
  return words[flag] === '--config' && !words[flag + 1]?.startsWith('/') ? '--config' : undefined;
}

/** `--auth.disableForHttp`, with or without a value; flags of settings contain a dot. */
const SETTING_FLAG = /^--([a-z]\w*(?:\.\w+)+)(?:=(.*))?$/is;

/** The variable of a setting: its path in capitals, dots included. */
const VARIABLE = /^[A-Z]\w*(?:\.\w+)+$/;

/** Lists are comma-separated text. */
const LISTS = new Set(['scopes', 'allowedaudience', 'authorizeduris']);

/** Flags that need no value. */
const SWITCHES = new Set([
  'useauth', 'disableforhttp', 'disableforgrpc', 'insecure', 'insecureskipverify', 'enable', 'secure',
  'insecurecookieheader', 'useaudiencefromadmin',
]);

/**
 * Settings in the environment and on the command line of a container, which override its config files, in
 * order of precedence.
 *
 * Source: flytestdlib `config/viper/viper.go`: each setting is bound to the variable of its path in capitals,
 * dots included, and to the flag of its path; viper reads flags first, then the environment, then the files.
 */
export function configOverrides(container: Container): readonly ConfigMapping[] {
  const variables = container.env
    .filter(({ name, value }) => value !== undefined && VARIABLE.test(name) && name === name.toUpperCase())
    .map(({ name, value = '', field }) => mapping(name.toLowerCase(), value, field.child('value')));
  const words = !container.commandLine.some((word) => word.includes('--'))
    ? []
    : container.words.flatMap(({ text, field }) => text.split(/\s+/).map((word) => ({ word, field })));
  const flags = words.flatMap(({ word, field }, index) => {
    const [, name, value] = SETTING_FLAG.exec(word.replace(/^(["'])(.*)\1$/, '$2')) ?? [];
    if (name === undefined) {
      return [];
    }
    const next = words[index + 1]?.word;
    const given = value ?? (SWITCHES.has(lastKey(name)) ? 'true' : next);
    return given === undefined ? [] : [mapping(name, given.replace(/^(["'])(.*)\1$/, '$2'), field)];
  });
  return [...variables, ...flags];
}

function mapping(path: string, text: string, field: Field): ConfigMapping {
  const value = LISTS.has(lastKey(path)) ? text.split(',').map((item) => item.trim()) : text;
  return { map: nestUnder(path, value), field, whole: true };
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
