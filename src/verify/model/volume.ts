import type { JsonObject } from '../../_internal/json';
import type { Field } from '../field';
import { asList, asObject, asText } from './json-access';
import { segmentsOf } from './path-segments';

/** A Secret or ConfigMap that gives a volume its files. */
export interface VolumeSource {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly field: Field;
  /** The pod starts without it. */
  readonly optional: boolean;
  /** Only these keys, under these relative paths; absent: every key under its own name. */
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

/** A volume of a pod. */
export interface Volume {
  readonly name: string;
  readonly field: Field;
  readonly sources: readonly VolumeSource[];
  /** Its files come from something that manifests do not show: a CSI driver, a claim, an emptyDir that a container fills. */
  readonly opaque: boolean;
}

export function readVolume(raw: unknown, field: Field): Volume {
  const spec = asObject(raw);
  const sources = sourcesOf(spec, field, 'secretName');
  if (spec.projected !== undefined) {
    asList(asObject(spec.projected).sources).forEach((entry, index) =>
      sources.push(...sourcesOf(asObject(entry), field.child('projected', 'sources', index), 'name')));
  }
  // A projected volume may add a token or the downward API, whose file names no credential setting uses.
  const opaque = sources.length === 0 && spec.projected === undefined;
  return { name: asText(spec.name) ?? '', field, sources, opaque };
}

/** Volumes name a Secret by `secretName`, projections by `name`; ConfigMaps always by `name`. */
function sourcesOf(spec: JsonObject, field: Field, secretNameKey: 'secretName' | 'name'): VolumeSource[] {
  const sources: VolumeSource[] = [];
  const add = (kind: VolumeSource['kind'], key: 'secret' | 'configMap', nameKey: 'secretName' | 'name') => {
    const source = asObject(spec[key]);
    const name = asText(source[nameKey]);
    if (name !== undefined) {
      sources.push({ kind, name, field: field.child(key), optional: source.optional === true, items: itemsOf(source.items) });
    }
  };
  add('Secret', 'secret', secretNameKey);
  add('ConfigMap', 'configMap', 'name');
  return sources;
}

function itemsOf(items: unknown): VolumeSource['items'] {
  return items === undefined ? undefined : asList(items).map((item) => {
    const { key, path } = asObject(item);
    return { key: asText(key) ?? '', path: segmentsOf(asText(path) ?? '').join('/') };
  });
}
