import { JsonPatch } from 'cdk8s';
import { oncePerName } from '../_internal/once-per';

/**
 * The patch that puts a value into its place. A fleet has the same few for each workload, and keeps them once: cdk8s applies a copy
 * of what is no more than JSON then.
 */
export function put(pointer: string, value: unknown): JsonPatch {
  const json = JSON.stringify(value);
  const known = PATCHES.get(pointer) ?? new Map<string, JsonPatch>();
  const patch = known.get(json) ?? JsonPatch.add(pointer, value);
  PATCHES.set(pointer, known.set(json, patch));
  return patch;
}

const PATCHES = new Map<string, Map<string, JsonPatch>>();

/** The patch that takes a field away. */
export const take = oncePerName((pointer) => JsonPatch.remove(pointer));
