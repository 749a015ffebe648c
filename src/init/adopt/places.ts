import type { ManifestText } from '../../common/yaml/input';
import { Field, placeOf } from '../../verify/read/field';
import { LineFinder } from '../../verify/read/line-finder';

/** Where something stands in the input, in words that people find it by. */
export class Places {
  private readonly finders = new Map<string, LineFinder>();

  public constructor(private readonly texts: readonly ManifestText[]) {}

  /** `values.yaml:12, global.AUTH_TOKEN_URL`. */
  public textOf(field: Field): string {
    const at = placeOf(field);
    const { object } = at;
    const { file } = object.source;
    const line = object.lineOf?.(at) ?? this.finderOf(file).lineOf(at);
    const whose = object.kind === 'Values' ? '' : `${object.kind} ${object.name}, `;
    return `${file}:${line}, ${whose}${at.toString()}`.replace(/, $/, '');
  }

  private finderOf(file: string): LineFinder {
    const finder =
      this.finders.get(file) ?? new LineFinder(this.texts.find(({ name }) => name === file)?.text ?? '');
    this.finders.set(file, finder);
    return finder;
  }
}
