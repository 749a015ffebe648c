// Tests: test/verify/credentials/config-files.test.ts, test/verify/model/config-lookups.test.ts
import type { ConfigMap } from '../kube/config-map';
import { cleanPath, joinPaths, pathBelow } from '../kube/volume';
import type { Mount, VolumeSource } from '../kube/volume';
import type { Container } from '../kube/workload';

/**
 * What a container finds at a path.
 *
 * - `file`: the key `key` of a Secret or ConfigMap (whether anyone writes that key is another question).
 * - `unmounted`: no mount covers the path.
 * - `relative`: the path depends on where the image starts the process.
 * - `absent`: a mount covers the path, but shows no such file (`items` leaves it out, `subPath` is another
 *   file).
 * - `no-volume`: the covering mount names a volume that the pod does not declare.
 * - `opaque`: the covering volume's files cannot be seen in manifests (CSI, claims, emptyDir, injected
 *   files).
 */
export type FileLookup =
  | { readonly state: 'file'; readonly mount: Mount; readonly candidates: readonly FileCandidate[] }
  | { readonly state: 'unmounted' }
  | { readonly state: 'relative' }
  | { readonly state: 'absent'; readonly mount: Mount }
  | { readonly state: 'no-volume'; readonly mount: Mount }
  | { readonly state: 'opaque'; readonly mount?: Mount };

/** A key that can provide the file. Several only if a projected volume combines whole Secrets. */
export interface FileCandidate {
  readonly source: VolumeSource;
  readonly key: string;
}

/** Finds a file as the kernel does: the mount with the longest matching path applies. */
export function lookUpFile(container: Container, path: string): FileLookup {
  const wanted = path.startsWith('/') ? cleanPath(path) : inDirectory(path, container.workingDirectory);
  if (wanted === undefined) {
    return { state: 'relative' };
  }
  const mount = coveringMount(container.mounts, wanted);
  if (mount === undefined) {
    return { state: container.workload.filesAreInjected ? 'opaque' : 'unmounted' };
  }
  if (mount.volume === undefined) {
    return { state: 'no-volume', mount };
  }
  const inVolume = joinPaths(mount.inVolume, pathBelow(wanted, mount.directory) ?? '');
  if (isOpaque(mount, container)) {
    return { state: 'opaque', mount };
  }
  const candidates = mount.volume.sources.flatMap((source) => candidateIn(source, inVolume));
  return candidates.length === 0 ? { state: 'absent', mount } : { state: 'file', mount, candidates };
}

function inDirectory(path: string, directory: string | undefined): string | undefined {
  return directory === undefined ? undefined : joinPaths(cleanPath(directory), cleanPath(path));
}

/** Another container of the pod may also fill an emptyDir that it mounts. */
export function isOpaque({ volume, volumeName }: Mount, container: Container): boolean {
  return volume?.opaque === true || (volume?.scratch === true && container.workload.containers.some((other) =>
    other !== container && other.mounts.some((mount) => mount.volumeName === volumeName)));
}

/** Why a container finds no file at a path, as a phrase; undefined if there is one or it is unknown. */
export function missingText(lookup: FileLookup): string | undefined {
  switch (lookup.state) {
    case 'unmounted': return 'no mount that covers the path';
    case 'relative': return 'a path without / in front, which leads wherever the image starts the process';
    case 'absent': return `a mount at ${lookup.mount.mountPath} that does not show the file`;
    case 'no-volume':
      return `a mount of the volume ${lookup.mount.volumeName}, which the pod does not declare`;
    default: return undefined;
  }
}

/** A file of a ConfigMap in the input, as far as manifests show its name. */
export interface ConfigMapFile {
  readonly path: string;
  readonly configMap: ConfigMap;
  readonly key: string;
}

/** The files in a mount of ConfigMaps. */
export function configMapFiles(
  mount: Mount, configMaps: (name: string) => ConfigMap | undefined,
): ConfigMapFile[] {
  return (mount.volume?.sources ?? []).flatMap(({ kind, name, items }) => {
    const configMap = kind === 'ConfigMap' ? configMaps(name) : undefined;
    const keys = configMap?.keys ?? [];
    const named = items?.filter(({ key }) => keys.includes(key)) ?? keys.map((key) => ({ key, path: key }));
    return configMap === undefined ? [] : named.flatMap(({ key, path }) => {
      const below = pathBelow(path, mount.inVolume);
      return below === undefined ? [] : [{ path: `/${joinPaths(mount.directory, below)}`, key, configMap }];
    });
  });
}

function coveringMount(mounts: readonly Mount[], wanted: string): Mount | undefined {
  return mounts.filter(({ directory }) => pathBelow(wanted, directory) !== undefined)
    .sort((a, b) => b.directory.length - a.directory.length)[0];
}

function candidateIn(source: VolumeSource, path: string): FileCandidate[] {
  if (source.items !== undefined) {
    return source.items.filter((item) => item.path === path).map(({ key }) => ({ source, key }));
  }
  // Without `items` every key is a file at the root, and a key has no slash.
  return path === '' || path.includes('/') ? [] : [{ source, key: path }];
}
