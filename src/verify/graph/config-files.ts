import type { ConfigMap } from '../model/config-map';
import type { Mount } from '../model/mount';
import type { Container } from '../model/workload';
import { filesOf } from './mounted-files';
import { ConfigFile, ServiceConfig } from './service-config';

/** The configurations of a container, one for each directory that shows config files. */
export function configsOf(container: Container, configMaps: (name: string) => ConfigMap | undefined): ServiceConfig[] {
  if (container.mounts.every((mount) => !mount.volume?.sources.some(({ kind }) => kind === 'ConfigMap'))) {
    return [];
  }
  const globs = configGlobs(container.commandLine);
  const directories = new Map<string, ConfigFile[]>();
  const incomplete = new Set<string>();
  for (const mount of container.mounts) {
    if (mount.volume?.opaque !== false || mount.volume.sources.some(({ kind, name }) => kind !== 'ConfigMap' || configMaps(name) === undefined)) {
      incomplete.add(directoryOf(mount));
    }
    for (const source of mount.volume?.sources ?? []) {
      const configMap = source.kind === 'ConfigMap' ? configMaps(source.name) : undefined;
      for (const file of configMap === undefined ? [] : filesOf(mount, source, configMap.keys)) {
        const document = /\.(ya?ml|json)$/.test(file.path) && matches(file.path, globs) ? configMap?.document(file.key) : undefined;
        if (document !== undefined) {
          const directory = file.path.slice(0, file.path.lastIndexOf('/')) || '/';
          directories.set(directory, [...directories.get(directory) ?? [], { path: file.path, document }]);
        }
      }
    }
  }
  return [...directories].map(([directory, files]) =>
    new ServiceConfig(container, directory, files.sort((a, b) => (a.path < b.path ? -1 : 1)), !incomplete.has(directory)));
}

/** The directory whose files a mount adds to. */
function directoryOf({ mountPath, subPath }: Mount): string {
  const path = mountPath.replace(/\/+$/, '');
  return (subPath === undefined ? path : path.slice(0, path.lastIndexOf('/'))) || '/';
}

/** The `--config` patterns of a command line; a shell script counts too. */
function configGlobs(commandLine: readonly string[]): readonly string[] {
  return !commandLine.some((word) => word.includes('--config')) ? [] : [...commandLine.join(' ').matchAll(/--config[= ]([^\s'"]+)/g)].map((match) => match[1]);
}

function matches(path: string, globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => {
    const parts = glob.split('*');
    const [head, tail] = [parts[0], parts[parts.length - 1]];
    return parts.length === 1 ? path === glob : path.startsWith(head) && path.endsWith(tail) && path.length >= head.length + tail.length;
  });
}
