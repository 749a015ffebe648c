import type { ManifestText } from '../../common/yaml/input';
import { Field, placeOf } from '../../verify/read/field';
import { lineFinder } from '../../verify/read/line-finder';

/** Where something stands in the input, in words that people find it by. */
export class Places {
  private readonly lineOf: (field: Field) => number;

  public constructor(texts: readonly ManifestText[]) {
    this.lineOf = lineFinder(texts);
  }

  /** `values.yaml:12, global.AUTH_TOKEN_URL`. */
  public textOf(field: Field): string {
    const at = placeOf(field);
    const { object } = at;
    const line = object.lineOf?.(at) ?? this.lineOf(at);
    const whose = object.kind === 'Values' ? '' : `${object.kind} ${object.name}, `;
    return `${object.source.file}:${line}, ${whose}${at.toString()}`.replace(/, $/, '');
  }
}
