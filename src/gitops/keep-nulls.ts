import { ApiObject, JsonPatch } from 'cdk8s';
import { HelmValues } from '../helm';

/**
 * Puts values into an object as they are. cdk8s drops null from what an object is made of, and with null Helm removes a
 * default of the chart: without it, the placeholder of a Secret would come back.
 *
 * @internal
 */
export function _keepNulls(object: ApiObject, pointer: string, values: HelmValues): void {
  object.addJsonPatch(JsonPatch.add(pointer, values.toObject()));
}
