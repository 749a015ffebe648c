import { JsonObject, mergeValues } from '../_internal/json';
import { ChartName } from '../contract/union/values-contract';
import { ValuesFile, valueAt } from './values-file';

/** Where a value stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** The files of one chart, merged as `helm upgrade --values a --values b` merges them. */
export class MergedValues {
  public readonly values: JsonObject;

  public constructor(public readonly chart: ChartName, public readonly files: readonly ValuesFile[]) {
    this.values = files.map((file) => file.values).reduce(mergeValues, {});
  }

  public get(path: string): unknown {
    return valueAt(this.values, path);
  }

  /** Whether something stands at a path that the chart would use: blank values count as absent. */
  public isSet(path: string): boolean {
    const value = this.get(path);
    return value !== undefined && value !== null && value !== '';
  }

  /** Where a path is set: in the last file that speaks of it; for an absent one its nearest ancestor. */
  public placeOf(path: string): Place {
    const keys = path.split('.');
    for (let length = keys.length; length > 0; length -= 1) {
      const ancestor = keys.slice(0, length).join('.');
      const file = [...this.files].reverse().find((candidate) => candidate.has(ancestor));
      if (file) {
        return { file: file.name, line: file.lineOf(path) };
      }
    }
    return { file: this.files[0].name, line: 1 };
  }
}
