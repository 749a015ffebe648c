import { isObject, JsonObject } from '../../common/data/json';
import type { SecretOutline } from './secrets';

/** A pod that started before a Secret that it mounts was last written. */
export interface StalePod {
  readonly namespace: string;
  readonly pod: string;
  readonly secret: string;
  readonly started: Date;
  readonly written: Date;
}

/** Services read their secrets once, when they start. */
export function stalePods(pods: readonly JsonObject[], secrets: readonly SecretOutline[]): StalePod[] {
  const written = new Map(secrets.map((secret) => [`${secret.namespace}/${secret.name}`, secret.written]));
  return pods.flatMap((pod) => {
    const { metadata, spec, status } = pod;
    const started = isObject(status) && status.phase === 'Running' && typeof status.startTime === 'string' ? new Date(status.startTime) : undefined;
    if (!isObject(metadata) || !isObject(spec) || started === undefined) {
      return [];
    }
    const namespace = String(metadata.namespace);
    return secretNames(spec).flatMap((secret): StalePod[] => {
      const time = written.get(`${namespace}/${secret}`);
      return time !== undefined && time > started ? [{ namespace, pod: String(metadata.name), secret, started, written: time }] : [];
    });
  });
}

/** Mounted, or read into variables. */
function secretNames(spec: JsonObject): string[] {
  const list = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
  const name = (value: unknown, key: string): string[] => (isObject(value) && typeof value[key] === 'string' ? [value[key]] : []);
  const volumes = list(spec.volumes).flatMap(({ secret, projected }) => [
    ...name(secret, 'secretName'),
    ...list(isObject(projected) ? projected.sources : undefined).flatMap((source) => name(source.secret, 'name')),
  ]);
  const variables = [...list(spec.containers), ...list(spec.initContainers)].flatMap(({ env, envFrom }) => [
    ...list(env).flatMap(({ valueFrom }) => name(isObject(valueFrom) ? valueFrom.secretKeyRef : undefined, 'name')),
    ...list(envFrom).flatMap(({ secretRef }) => name(secretRef, 'name')),
  ]);
  return [...new Set([...volumes, ...variables])];
}
