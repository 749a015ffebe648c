import { oncePer } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { isObject, nameOf } from '../../common/data/json';
import { configKeys as knownKeys } from '../../contract/union/releases/config-keys';
import { configGlobs, matchesGlob, unflaggedGlob } from '../credentials/config-files';
import { ConfigMapFile, configMapFiles, isOpaque } from '../credentials/mounted-files';
import type { ConfigMap } from '../kube/config-map';
import { cleanPath, pathBelow } from '../kube/volume';
import type { Mount, VolumeSource } from '../kube/volume';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import type { Model } from './model';

/** The files that a container finds for a pattern of `--config`; or those that manifests do not show. */
export type ConfigLookup =
  | { readonly state: 'found'; readonly files: readonly ConfigMapFile[] }
  | { readonly state: 'opaque' }
  | LostConfig;

/** Why a container finds no files. */
interface LostConfig {
  readonly state:
    'unmounted' | 'no-volume' | 'absent' | 'no-key' | 'unnamed' | 'unflagged' | 'empty' | 'others';
  /** As a phrase. */
  readonly found: string;
  /** @default the container */
  readonly at?: Field;
  /** The ConfigMap of a volume that is absent, or lacks a key. */
  readonly source?: VolumeSource;
}

export function lookUpConfig(
  container: Container, glob: string, configMaps: (name: string) => ConfigMap | undefined,
): ConfigLookup {
  const directory = cleanPath(glob.slice(0, Math.max(glob.split('*')[0].lastIndexOf('/'), 0)));
  const mounts = container.mounts.filter((mount) => concerns(mount, directory));
  const covering = mounts.filter((mount) => !mounts.some((other) => shadows(other, mount, directory)));
  if (covering.length === 0) {
    return container.workload.filesAreInjected ? { state: 'opaque' }
      : { state: 'unmounted', found: 'no mount that covers the directory' };
  }
  const undeclared = covering.find(({ volume }) => volume === undefined);
  if (undeclared !== undefined) {
    const found = `a mount of the volume ${undeclared.volumeName}, which the pod does not declare`;
    return { state: 'no-volume', at: undeclared.field, found };
  }
  const sources = covering.flatMap(({ volume }) => volume?.sources ?? []);
  const lacking = sources.map((source) => lackOf(source, configMaps)).find((found) => found !== undefined);
  const files = covering.flatMap((mount) => configMapFiles(mount, configMaps));
  const matching = files.filter(({ path }) => matchesGlob(path, glob));
  // With some files, another ConfigMap may come from elsewhere; a key that a ConfigMap of the input lacks
  // cannot.
  if (lacking !== undefined && (lacking.state === 'no-key' || matching.length === 0)) {
    return lacking;
  }
  if (matching.length > 0) {
    const isEmpty = matching.every(({ configMap, key }) => configMap.isEmpty(key));
    return isEmpty ? { state: 'empty', found: 'only empty files' } : { state: 'found', files: matching };
  }
  // A star matches one path element: deeper mounts have no matching file.
  const steps = glob.split('/').length;
  const near = covering.filter(({ directory: mounted, subPath }) =>
    subPath !== undefined || `/${mounted}`.split('/').length < steps);
  const hidden =
    near.some((mount) => isOpaque(mount, container))
    || near.flatMap(({ volume }) => volume?.sources ?? [])
      .some((source) => source.kind === 'Secret' || source.optional);
  const found = files.length > 0 ? `only ${enumerated(files.map(({ path }) => path))}` : 'no file';
  return hidden ? { state: 'opaque' } : { state: 'others', found };
}

/** The missing part of a volume's ConfigMap: a key in `items`, or the ConfigMap itself. */
function lackOf(
  source: VolumeSource, configMaps: (name: string) => ConfigMap | undefined,
): LostConfig | undefined {
  if (source.kind !== 'ConfigMap' || source.optional) {
    return undefined;
  }
  const configMap = configMaps(source.name);
  if (configMap === undefined) {
    return { state: 'absent', source, at: source.field, found: `no ConfigMap ${source.name} in the input` };
  }
  const key = source.items?.find((item) => !configMap.keys.includes(item.key))?.key;
  const found = `ConfigMap ${source.name} without the key ${key}`;
  return key === undefined ? undefined : { state: 'no-key', source, at: source.field, found };
}

/** Whether a mount can have files in a directory or below it. */
function concerns({ directory: mounted }: Mount, directory: string): boolean {
  return pathBelow(directory, mounted) !== undefined || pathBelow(mounted, directory) !== undefined;
}

/** Whether another mount, nearer to the directory, hides a mount's files. */
function shadows(other: Mount, mount: Mount, directory: string): boolean {
  return (
    other !== mount
    && pathBelow(directory, other.directory) !== undefined
    && pathBelow(directory, mount.directory) !== undefined
    && other.directory.length > mount.directory.length
  );
}

/** A pattern of `--config` of one of Union's containers, and its result. */
export interface ConfigPattern {
  readonly container: Container;
  readonly glob: string;
  readonly lookup: ConfigLookup;
}

/** All patterns of `--config` on the command lines of Union's containers. */
export const configPatterns = oncePer((model: Model): readonly ConfigPattern[] =>
  model.scope.containers.flatMap((container) => patternsOf(container, model)));

function patternsOf(container: Container, model: Model): ConfigPattern[] {
  const { workload, commandLine } = container;
  const unflagged = unflaggedGlob(commandLine);
  const globs = configGlobs(commandLine).filter((glob) => /\.(ya?ml|json)$/.test(glob));
  if (globs.length === 0 && unflagged === undefined) {
    const file = commandLine.length === 0 ? undefined : filesShown(container, model)
      .find((shown) => hasSettings(shown) && !isNamedByEnvironment(shown, container));
    return file === undefined ? [] : [{
      container,
      glob: `${folderOf(file.path)}/*.yaml`,
      lookup: { state: 'unnamed', found: `no --config, so that ${file.path} is not read` },
    }];
  }
  const found = 'a command line with --config and no path, or a path and no --config';
  return unflagged !== undefined
    ? [{ container, glob: unflagged, lookup: { state: 'unflagged', found } }]
    : globs.map((glob) => ({
      container,
      glob,
      lookup: lookUpConfig(container, glob, (name) => model.configMap(name, workload)),
    }));
}

/** As FLYTECTL_CONFIG does. */
function isNamedByEnvironment({ path }: ConfigMapFile, { env }: Container): boolean {
  return env.some(({ value }) => value === path);
}

function filesShown({ mounts, workload }: Container, model: Model): ConfigMapFile[] {
  return mounts.flatMap((mount) => configMapFiles(mount, (name) => model.configMap(name, workload)))
    .filter(({ path }) => /\.ya?ml$/.test(path));
}

/** Templates and files of other software are not parsed, and their faults are ignored. */
function hasSettings({ configMap, key }: ConfigMapFile): boolean {
  const text = configMap.object.textAt('data', key) ?? '';
  const sections = (knownKeys().get('') ?? []).filter(({ path }) => new RegExp(`^${path}:`, 'm').test(text));
  const content = sections.length === 0 ? undefined : configMap.document(key)?.content;
  return sections.some(({ path }) => {
    const section = content?.[path];
    return isObject(section) && (knownKeys().get(path) ?? []).some((known) => nameOf(known.path) in section);
  });
}

/** Files with such settings whose extension the pattern does not match. */
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

/** The config files that Union's containers read, each once. */
export function configFileKeys(model: Model): Pick<ConfigMapFile, 'configMap' | 'key'>[] {
  const found = new Map<ConfigMap, Set<string>>();
  for (const { lookup } of configPatterns(model)) {
    for (const { configMap, key } of lookup.state === 'found' ? lookup.files : []) {
      found.set(configMap, (found.get(configMap) ?? new Set()).add(key));
    }
  }
  return [...found].flatMap(([configMap, keys]) => [...keys].map((key) => ({ configMap, key })));
}
