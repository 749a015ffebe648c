import type { JsonObject } from '../../_internal/json';
import type { Field } from '../field';
import { cleanPath } from './clean-path';
import { asList, asObject, asText } from './json-access';

type SourceKey = 'secret' | 'configMap';
type NameKey = 'secretName' | 'name';

/** A Secret or ConfigMap that gives a volume its files. */
export class VolumeSource {
  public readonly kind: 'Secret' | 'ConfigMap';
  /** The pod starts without it. */
  public readonly optional: boolean;
  /** Only these keys, under these relative paths; absent: every key under its own name. */
  public readonly items: readonly { readonly key: string; readonly path: string }[] | undefined;

  /** @param place the volume, or its projection, that names the source */
  public constructor(
    private readonly place: { readonly field: Field },
    private readonly key: SourceKey,
    private readonly nameKey: NameKey,
    public readonly name: string,
    raw: JsonObject,
  ) {
    this.kind = key === 'secret' ? 'Secret' : 'ConfigMap';
    this.optional = raw.optional === true;
    this.items = raw.items === undefined ? undefined : asList(raw.items).map((item) => {
      const { key: itemKey, path } = asObject(item);
      return { key: asText(itemKey) ?? '', path: cleanPath(asText(path) ?? '') };
    });
  }

  public get field(): Field {
    return this.place.field.child(this.key);
  }

  public get nameField(): Field {
    return this.field.child(this.nameKey);
  }
}

/** A volume of a pod. */
export class Volume {
  public readonly name: string;
  public readonly sources: readonly VolumeSource[];
  /** Its files come from something that manifests do not show: a CSI driver, a claim, an emptyDir that a container fills. */
  public readonly opaque: boolean;

  public constructor(private readonly workload: { readonly pod: Field }, private readonly index: number, raw: unknown) {
    const spec = asObject(raw);
    this.name = asText(spec.name) ?? '';
    this.sources = spec.projected === undefined ? sourcesOf(this, spec, 'secretName') : [...sourcesOf(this, spec, 'secretName'), ...this.projected(spec)];
    // A projected volume may add a token or the downward API, whose file names no credential setting uses.
    this.opaque = this.sources.length === 0 && spec.projected === undefined;
  }

  public get field(): Field {
    return this.workload.pod.child('volumes', this.index);
  }

  private projected(spec: JsonObject): VolumeSource[] {
    return asList(asObject(spec.projected).sources).flatMap((entry, index) =>
      sourcesOf({ field: this.field.child('projected', 'sources', index) }, asObject(entry), 'name'));
  }
}

/** Volumes name a Secret by `secretName`, projections by `name`; ConfigMaps always by `name`. */
function sourcesOf(place: { readonly field: Field }, spec: JsonObject, secretNameKey: NameKey): VolumeSource[] {
  const sources: VolumeSource[] = [];
  const add = (key: SourceKey, nameKey: NameKey) => {
    const raw = asObject(spec[key]);
    const name = asText(raw[nameKey]);
    if (name !== undefined) {
      sources.push(new VolumeSource(place, key, nameKey, name, raw));
    }
  };
  add('secret', secretNameKey);
  add('configMap', 'name');
  return sources;
}
