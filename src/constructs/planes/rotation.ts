import { entryOf, isObject, JsonObject, mergeValues, nestUnder, valueAt } from '../../common/data/json';
import { SecretReader } from '../../contract/union/secrets';
import { SecretDelivery } from '../secrets';
import { SecretPlan, referencesOf } from '../secrets/secret-target';

/** What decides about the rotation of one plane besides what its chart mounts. */
export interface RotationOptions {
  /** The user's own values, which may replace what the chart gives to all. */
  readonly extraValues?: JsonObject;
  /** The Secrets of the plane. */
  readonly secretPlan: SecretPlan;
  /** Delivered Secrets that a workload mounts besides those of the chart, by its name. */
  readonly further?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Annotations with which pods learn of a rotated secret, as values of a chart: on the pods of everything that
 * mounts a delivered Secret, wherever the chart takes annotations.
 */
export function rotationValues(
  readers: readonly SecretReader[], secrets: SecretDelivery, options: RotationOptions,
): JsonObject {
  const { extraValues = {}, secretPlan, further = {} } = options;
  const references = referencesOf(secretPlan);
  const shared = new Map<string, string[]>();
  let values: JsonObject = {};
  const place = (path: string, mounted: readonly string[], others: JsonObject = {}) => {
    // Departs from the guide: DEVIATIONS.rotation.
    const annotations = secrets._podAnnotations(mounted, references);
    values = Object.keys(annotations).length > 0
      ? mergeValues(values, nestUnder(path, { ...others, ...annotations }))
      : values;
  };
  for (const { workload, secrets: mounted, podAnnotations, ownPodAnnotations } of readers) {
    const more = entryOf(further, workload) ?? [];
    if (ownPodAnnotations && (more.length > 0 || isSet(extraValues, ownPodAnnotations))) {
      // These take the place of what all have, so what the user gave to all is repeated.
      const toAll = isSet(extraValues, ownPodAnnotations) || !podAnnotations
        ? undefined
        : valueAt(extraValues, podAnnotations);
      place(ownPodAnnotations, [...mounted, ...more], isObject(toAll) ? toAll : {});
    } else if (podAnnotations) {
      shared.set(podAnnotations, [...shared.get(podAnnotations) ?? [], ...mounted]);
    }
  }
  shared.forEach((mounted, path) => place(path, mounted));
  return values;
}

/**
 * For people: how to restart what no annotation reaches; nothing without a rotation, or where all are
 * reached.
 */
export function restartByHand(
  readers: readonly SecretReader[], secrets: SecretDelivery, namespace: string,
): string[] {
  const unreached = readers.filter(({ podAnnotations }) => podAnnotations === undefined);
  return secrets._rotates && unreached.length > 0
    ? [
      'The chart takes no annotations for these pods. After a rotation restart them by hand:',
      ...unreached.map(({ workload }) =>
        `  kubectl rollout restart deployment/${workload} --namespace ${namespace}`),
    ]
    : [];
}

function isSet(values: JsonObject, path: string): boolean {
  const value = valueAt(values, path);
  return isObject(value) && Object.keys(value).length > 0;
}
