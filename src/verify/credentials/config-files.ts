import type { ConfigMap } from '../kube/config-map';
import type { Mount } from '../kube/mount';
import type { Container } from '../kube/workload';
import { configGlobs, matchesGlob } from './config-glob';
import { configOverrides } from './config-overrides';
import { filesOf } from './mounted-files';
import { ConfigFile, ServiceConfig } from './service-config';

/** The configurations of a container, one for each directory that shows config files. */
export function configsOf(container: Container, configMaps: (name: string) => ConfigMap | undefined): ServiceConfig[] {
  if (!container.mounts.some(showsConfigMap)) {
    return [];
  }
  const globs = configGlobs(container.commandLine);
  const directories = new Map<string, ConfigFile[]>();
  const incomplete = new Set<string>();
  container.mounts.forEach((mount) => {
    if (mount.volume === undefined || mount.volume.opaque || mount.volume.scratch || mount.volume.sources.some(({ kind, name }) => kind !== 'ConfigMap' || configMaps(name) === undefined)) {
      incomplete.add(directoryOf(mount));
    }
    mount.volume?.sources.forEach((source) => {
      const configMap = source.kind === 'ConfigMap' ? configMaps(source.name) : undefined;
      if (configMap !== undefined) {
        filesOf(mount, source, configMap.keys).forEach(({ path, key }) => addFile(path, configMap, key));
      }
    });
  });
  const overrides = directories.size === 0 ? [] : configOverrides(container);
  return [...directories].map(([directory, files]) =>
    new ServiceConfig(container, directory, files.sort((a, b) => (a.path < b.path ? -1 : 1)), !incomplete.has(directory), overrides));

  function addFile(path: string, configMap: ConfigMap, key: string): void {
    const document = /\.(ya?ml|json)$/.test(path) && (globs.length === 0 || globs.some((glob) => matchesGlob(path, glob))) ? configMap.document(key) : undefined;
    if (document !== undefined) {
      const directory = path.slice(0, path.lastIndexOf('/')) || '/';
      const files = directories.get(directory);
      if (files === undefined) {
        directories.set(directory, [{ path, document }]);
      } else {
        files.push({ path, document });
      }
    }
  }
}

function showsConfigMap({ volume }: Mount): boolean {
  return volume?.sources.some(({ kind }) => kind === 'ConfigMap') ?? false;
}

/** The directory whose files a mount adds to. */
function directoryOf({ mountPath, subPath }: Mount): string {
  const path = mountPath.replace(/\/+$/, '');
  return (subPath === undefined ? path : path.slice(0, path.lastIndexOf('/'))) || '/';
}
