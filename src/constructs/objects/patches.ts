import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { oncePerName } from '../../common/data/collections';

/**
 * The patch that puts a value into its place. A fleet has the same few for each workload, and keeps them
 * once, with a copy: what a user changes afterwards is the user's.
 *
 * @param value what JSON can say; cdk8s applies no more of it
 */
export function put(pointer: string, value: unknown): JsonPatch {
  return addition(JSON.stringify([pointer, value]));
}

const addition = oncePerName((said) => {
  const [pointer, value] = JSON.parse(said) as [string, unknown];
  return JsonPatch.add(pointer, value);
});

/** The patch that takes a field away. */
export const take = oncePerName((pointer) => JsonPatch.remove(pointer));

/** A name as a step of the path of a JSON Patch. */
export function pointerStep(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}

/**
 * Leaves fields out that cdk8s-plus always writes and the API server never stores: their zero value. A
 * repeated `kubectl apply` would report a change each time, and `apply --server-side` after it a conflict.
 */
export function leaveOut(resource: IConstruct, ...pointers: string[]): void {
  // Added first, so that a cdk8s-plus that has stopped to write the field does no harm.
  ApiObject.of(resource).addJsonPatch(...pointers.flatMap((pointer) => [put(pointer, null), take(pointer)]));
}

/** Of an object that lies in no namespace: cdk8s gives every one the namespace of its chart. */
export function inNoNamespace(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(take('/metadata/namespace'));
  }
}
