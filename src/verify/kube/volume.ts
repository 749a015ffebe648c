import { isObject, JsonObject } from '../../common/data/json';
import type { Field } from '../read/field';
import { asObject, asObjects, asText } from './json-access';

/** As the kernel normalizes it, without outer slashes; empty for the root. */
export function cleanPath(path: string): string {
  const inner = path.startsWith('/') ? path.slice(1) : path;
  // Nearly every path only has the leading slash to remove.
  return /^[^/.]+(\/[^/.]+)*$/.test(inner)
    ? inner
    : path.split('/').filter((part) => part !== '' && part !== '.').join('/');
}

/** The rest of a clean path below a clean directory; undefined if it is elsewhere. */
export function pathBelow(path: string, directory: string): string | undefined {
  if (directory === '' || path === directory) {
    return directory === '' ? path : '';
  }
  return path.startsWith(directory) && path[directory.length] === '/'
    ? path.slice(directory.length + 1)
    : undefined;
}

/** Joins clean paths, any of which can be empty. */
export function joinPaths(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}/${second}`;
}

/** Readable by everyone. */
const DEFAULT_MODE = 0o644;

/** A Secret or ConfigMap with files of a volume. */
export class VolumeSource {
  public readonly kind: 'Secret' | 'ConfigMap';
  public readonly name: string;
  /** Whether the pod starts without it. */
  public readonly optional: boolean;
  /** Only these keys, with these relative paths; by default every key with its own name. */
  public readonly items:
    readonly { readonly key: string; readonly path: string; readonly mode: unknown }[] | undefined;

  /** @param defaultMode permission bits of its files, if the volume sets them */
  public constructor(
    private readonly place: { readonly field: Field },
    { kind, name }: Pick<VolumeSource, 'kind' | 'name'>,
    raw: JsonObject,
    private readonly defaultMode: unknown,
  ) {
    this.kind = kind;
    this.name = name;
    this.optional = raw.optional === true;
    this.items = raw.items === undefined ? undefined : asObjects(raw.items).map(({ key, path, mode }) =>
      ({ key: asText(key) ?? '', path: cleanPath(asText(path) ?? ''), mode }));
  }

  /** The permission bits of a key's file; by default that of Kubernetes. */
  public modeOf(key: string): number {
    const mode = this.items?.find((item) => item.key === key)?.mode ?? this.defaultMode;
    return typeof mode === 'number' ? mode : DEFAULT_MODE;
  }

  public get field(): Field {
    return this.place.field.child(this.kind === 'Secret' ? 'secret' : 'configMap');
  }
}

/** Sources whose files manifests show, or that have none. */
const SHOWN: ReadonlySet<string> = new Set(['secret', 'configMap', 'projected', 'emptyDir']);

export class Volume {
  public readonly name: string;
  public readonly sources: readonly VolumeSource[];
  /** A CSI driver, a claim, or an emptyDir that another container fills. */
  public readonly opaque: boolean;
  /** Whether it is declared to start empty; a volume without a source is not. */
  public readonly scratch: boolean;

  public constructor(
    private readonly workload: { readonly pod: Field }, private readonly index: number, raw: unknown,
  ) {
    const spec = asObject(raw);
    this.name = asText(spec.name) ?? '';
    this.sources = [...sourcesOf(this, spec, 'secretName'), ...this.projected(asObject(spec.projected))];
    // A projected volume may add a token or the downward API, with file names that no credential setting
    // uses.
    const kinds = Object.keys(spec).filter((key) => key !== 'name');
    // auth-value-empty reports a Secret without a name.
    const isUnnamed = isObject(spec.secret) && !asText(spec.secret.secretName);
    this.opaque = isUnnamed || kinds.some((kind) => !SHOWN.has(kind));
    this.scratch = spec.emptyDir !== undefined;
  }

  public get field(): Field {
    return this.workload.pod.child('volumes', this.index);
  }

  private projected({ sources, defaultMode }: JsonObject): VolumeSource[] {
    return asObjects(sources).flatMap((source, index) =>
      sourcesOf({ field: this.field.child('projected', 'sources', index) }, source, 'name', defaultMode));
  }
}

/** Volumes refer to a Secret by `secretName`, projections by `name`; ConfigMaps always by `name`. */
function sourcesOf(
  place: { readonly field: Field }, { secret, configMap }: JsonObject, secretNameKey: string,
  projectedMode?: unknown,
): VolumeSource[] {
  const kinds = [['Secret', secret, secretNameKey], ['ConfigMap', configMap, 'name']] as const;
  return kinds.flatMap(([kind, source, nameKey]) => {
    const raw = asObject(source);
    const name = asText(raw[nameKey]);
    return name ? [new VolumeSource(place, { kind, name }, raw, projectedMode ?? raw.defaultMode)] : [];
  });
}

export class Mount {
  public readonly mountPath: string;
  /** One file or folder of the volume instead of its root. */
  public readonly subPath: string | undefined;
  public readonly volumeName: string;
  /** Absent if the pod declares no volume with that name. */
  public readonly volume: Volume | undefined;
  private cleanMountPath?: string;

  public constructor(
    private readonly container: { readonly field: Field },
    private readonly index: number,
    raw: unknown,
    volumes: readonly Volume[],
  ) {
    const mount = asObject(raw);
    this.mountPath = asText(mount.mountPath) ?? '';
    this.subPath = asText(mount.subPath) || asText(mount.subPathExpr) || undefined;
    this.volumeName = asText(mount.name) ?? '';
    this.volume = volumes.find(({ name }) => name === this.volumeName);
  }

  public get field(): Field {
    return this.container.field.child('volumeMounts', this.index);
  }

  public get directory(): string {
    return this.cleanMountPath ??= cleanPath(this.mountPath);
  }

  /** The path in the volume at the mount path, clean. */
  public get inVolume(): string {
    return this.subPath === undefined ? '' : cleanPath(this.subPath);
  }
}
