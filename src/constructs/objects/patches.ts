import { ApiObject, JsonPatch } from 'cdk8s';
import { oncePerName } from '../../common/data/once-per';

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

/** Of an object that lies in no namespace: cdk8s gives every one the namespace of its chart. */
export function inNoNamespace(object: ApiObject): void {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(take('/metadata/namespace'));
  }
}
