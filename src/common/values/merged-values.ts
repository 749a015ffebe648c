import { isBlank, JsonObject, mergeValues, valueAt } from '../data/json';
import type { PathStep } from '../yaml/path';
import { ValuesFile } from './values-file';

/** The files of one chart, merged as `helm upgrade --values a --values b` merges them. */
export class MergedValues {
  public readonly values: JsonObject;

  /** @param files one at least */
  public constructor(public readonly files: readonly ValuesFile[]) {
    this.values = files.map((file) => file.values).reduce(mergeValues, {});
  }

  public get(path: string): unknown {
    return valueAt(this.values, path);
  }

  /** Whether something stands at a path that the chart would use: blank values count as absent. */
  public isSet(path: string): boolean {
    return !isBlank(this.get(path));
  }

  /** The file that sets a path: the last that speaks of it; for an absent one, of its nearest ancestor. */
  public fileOf(steps: readonly PathStep[]): ValuesFile {
    const depths = this.files.map((file) => file.depthOf(steps));
    const deepest = Math.max(...depths);
    return deepest === 0 ? this.files[0] : this.files[depths.lastIndexOf(deepest)];
  }
}
