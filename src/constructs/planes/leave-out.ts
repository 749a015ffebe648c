import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { put, take } from '../objects/patches';

/**
 * Leaves fields out that cdk8s-plus always writes and the API server never stores: their zero value. A
 * repeated `kubectl apply` would report a change each time, and `apply --server-side` after it a conflict.
 */
export function leaveOut(resource: IConstruct, ...pointers: string[]): void {
  // Added first, so that a cdk8s-plus that has stopped to write the field does no harm.
  ApiObject.of(resource).addJsonPatch(...pointers.flatMap((pointer) => [put(pointer, null), take(pointer)]));
}
