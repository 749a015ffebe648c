import { JsonObject, mergeValues } from '../_internal/json';
import { YamlFile } from '../files';

/**
 * Override values for one of Union's Helm charts.
 *
 * `toObject()` is what cdk8s' `Helm` takes as `values`; `writeTo()` is what `helm upgrade --values` reads.
 */
export class HelmValues extends YamlFile {
  /** @internal */
  public static _forChart(heading: string[], values: JsonObject, extraValues: JsonObject = {}): HelmValues {
    return new HelmValues(mergeValues(values, extraValues), heading);
  }
}
