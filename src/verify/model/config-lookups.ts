import { oncePer } from '../../common/data/collections';
import { isObject, nameOf } from '../../common/data/json';
import { configKeys as knownKeys } from '../../contract/union/releases/config-keys';
import { configGlobs, matchesGlob, unflaggedGlob } from '../credentials/config-files';
import { ConfigLookup, lookUpConfig } from '../credentials/config-lookup';
import { ConfigMapFile, configMapFiles } from '../credentials/mounted-files';
import { isUnions, runsUnion } from '../credentials/plane';
import type { ConfigMap } from '../kube/config-map';
import type { Container } from '../kube/workload';
import type { Model } from './model';

/** A pattern of `--config` of one of Union's containers, and what it leads to. */
export interface ConfigPattern {
  readonly container: Container;
  readonly glob: string;
  readonly lookup: ConfigLookup;
}

/** Every pattern of `--config` on the command lines of Union's containers. */
export const configPatterns = oncePer((model: Model): readonly ConfigPattern[] =>
  model.workloads
    .flatMap(({ containers }) => containers)
    .flatMap((container) => patternsOf(container, model)),
);

function patternsOf(container: Container, model: Model): ConfigPattern[] {
  const { workload, commandLine } = container;
  const unflagged = unflaggedGlob(commandLine);
  const globs = configGlobs(commandLine).filter((glob) => /\.(ya?ml|json)$/.test(glob));
  if (!isUnions(workload) || !runsUnion(container)) {
    return [];
  }
  if (globs.length === 0 && unflagged === undefined) {
    const file = commandLine.length === 0 ? undefined : filesShown(container, model)
      .find((shown) => hasSettings(shown) && !isNamedByEnvironment(shown, container));
    return file === undefined
      ? []
      : [{ container, glob: `${folderOf(file.path)}/*.yaml`, lookup: { state: 'unnamed', file } }];
  }
  return unflagged !== undefined
    ? [{ container, glob: unflagged, lookup: { state: 'unflagged' } }]
    : globs.map((glob) => ({
      container,
      glob,
      lookup: lookUpConfig(container, glob, (name) => model.configMap(name, workload)),
    }));
}

/** Such as FLYTECTL_CONFIG does. */
function isNamedByEnvironment({ path }: ConfigMapFile, { env }: Container): boolean {
  return env.some(({ value }) => value === path);
}

/** Files of ConfigMaps that a container is shown. */
function filesShown({ mounts, workload }: Container, model: Model): ConfigMapFile[] {
  return mounts.flatMap((mount) => configMapFiles(mount, (name) => model.configMap(name, workload)))
    .filter(({ path }) => /\.ya?ml$/.test(path));
}

/**
 * Whether a file has settings of authentication. Templates and files of others are not parsed: that they
 * cannot be read is nobody's business.
 */
function hasSettings({ configMap, key }: ConfigMapFile): boolean {
  const text = configMap.object.textAt('data', key) ?? '';
  const sections = (knownKeys().get('') ?? []).filter(({ path }) => new RegExp(`^${path}:`, 'm').test(text));
  const content = sections.length === 0 ? undefined : configMap.document(key)?.content;
  return sections.some(({ path }) => {
    const section = content?.[path];
    return isObject(section) && (knownKeys().get(path) ?? []).some((known) => nameOf(known.path) in section);
  });
}

/**
 * Files with such settings beside those that a pattern matches, which have another ending and nobody reads.
 */
export function passedOver({ container, lookup }: ConfigPattern, model: Model): ConfigMapFile[] {
  if (lookup.state !== 'found') {
    return [];
  }
  const globs = configGlobs(container.commandLine);
  const folders = globs.filter((glob) => glob.includes('*')).map(folderOf);
  return filesShown(container, model)
    .filter(({ path }) => folders.includes(folderOf(path)) && !globs.some((glob) => matchesGlob(path, glob)))
    .filter(hasSettings);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** A config file of Union's containers: a key of a ConfigMap. */
export interface ConfigKey {
  readonly configMap: ConfigMap;
  readonly key: string;
}

/** The config files that Union's containers read, each once. */
export function configFileKeys(model: Model): ConfigKey[] {
  const found = new Map<ConfigMap, Set<string>>();
  for (const { lookup } of configPatterns(model)) {
    for (const { configMap, key } of lookup.state === 'found' ? lookup.files : []) {
      found.set(configMap, (found.get(configMap) ?? new Set()).add(key));
    }
  }
  return [...found].flatMap(([configMap, keys]) => [...keys].map((key) => ({ configMap, key })));
}
