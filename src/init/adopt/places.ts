import type { ManifestText } from '../../common/yaml/input';
import { Field, placeOf } from '../../verify/read/field';
import { lineFinder } from '../../verify/read/line-finder';
import { EffectiveValues } from '../../verify/values/effective-values';
import type { ValueSet } from '../../verify/values/value-set';

/** Where something stands in the input, in words that people find it by. */
export class Places {
  private readonly lineOf: (field: Field) => number;
  private readonly sets: ReadonlyMap<unknown, ValueSet>;

  public constructor(texts: readonly ManifestText[], valueSets: readonly ValueSet[]) {
    this.lineOf = lineFinder(texts);
    this.sets = new Map(valueSets.flatMap((set) => set.documents.map((document) => [document, set])));
  }

  /** `values.yaml:12, global.AUTH_TOKEN_URL`. */
  public textOf(field: Field): string {
    const at = this.deciding(placeOf(field));
    const { object } = at;
    const line = object.lineOf?.(at) ?? this.lineOf(at);
    const whose = object.kind === 'Values' ? '' : `${object.kind} ${object.name}, `;
    return `${object.source.file}:${line}, ${whose}${at.toString()}`.replace(/, $/, '');
  }

  /** Of values that refer to others, those that decide, in the file that has the last word. */
  private deciding(field: Field): Field {
    const set = this.sets.get(field.object);
    return set === undefined || field.inner !== undefined
      ? field
      : set.field(new EffectiveValues(set).decidingPath(field.path));
  }
}
