import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';

/**
 * Leaves fields out that cdk8s-plus always writes and the API server never stores: their zero value. A repeated `kubectl apply` would
 * report a change each time, and `apply --server-side` after it a conflict.
 */
export function leaveOut(resource: IConstruct, ...pointers: string[]): void {
  ApiObject.of(resource).addJsonPatch(...pointers.flatMap(patches));
}

/** The same few for each workload of a fleet. */
const PATCHES = new Map<string, JsonPatch[]>();

function patches(pointer: string): JsonPatch[] {
  // Added first, so that a cdk8s-plus that has stopped to write the field does no harm.
  const known = PATCHES.get(pointer) ?? [JsonPatch.add(pointer, null), JsonPatch.remove(pointer)];
  PATCHES.set(pointer, known);
  return known;
}
