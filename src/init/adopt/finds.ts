import { answerAt, withAnswer } from '..';
import { JsonObject } from '../../common/data/json';
import type { ManifestText } from '../../common/yaml/input';
import type { Setting } from '../../verify/credentials/config-section';
import { holdsReference, unreplacedIn } from '../../verify/kube/placeholder';
import { Field, placeOf } from '../../verify/read/field';
import { lineFinder } from '../../verify/read/line-finder';
import { EffectiveValues } from '../../verify/values/effective-values';
import type { ValueSet } from '../../verify/values/value-set';

/** Where something is in the input, in words that people find it by. */
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

/** An answer that the input gives, and where. */
export interface Taken {
  /** As in `union-auth.yaml`. */
  readonly path: string;
  readonly value: unknown;
  /** File, line and path, or what it was concluded from. */
  readonly from: string;
}

/** Something that the input says, and where. */
export interface Sighting {
  readonly value: string;
  readonly field: Field;
}

/** The answers as they are found, with the place of each and what was not to be seen. */
export class Finds {
  public answers: JsonObject = {};
  private readonly byPath = new Map<string, Taken>();
  public readonly unseen: string[] = [];

  public constructor(public readonly places: Places) {}

  /** Takes an answer. Without a value nothing is taken. */
  public take(path: string, value: unknown, from: Field | string): void {
    if (value === undefined) {
      return;
    }
    this.answers = withAnswer(this.answers, path, value);
    this.byPath.set(path, { path, value, from: typeof from === 'string' ? from : this.places.textOf(from) });
  }

  /** Takes nothing there after all. */
  public drop(path: string): void {
    this.byPath.delete(path);
  }

  /** Each answer once, in the order in which they were found. */
  public get taken(): readonly Taken[] {
    return [...this.byPath.values()];
  }

  /** Takes the first of what several places say, and names the others where they say something else. */
  public takeFirst(path: string, sightings: readonly Sighting[]): string | undefined {
    const [first, ...rest] = sightings;
    if (first === undefined) {
      return undefined;
    }
    this.take(path, first.value, first.field);
    const other = rest.find(({ value }) => value !== first.value);
    if (other !== undefined) {
      this.miss(`${path}: ${this.places.textOf(other.field)} says ${JSON.stringify(other.value)}; the first `
        + 'was taken, '
        + `${JSON.stringify(first.value)} of ${this.places.textOf(first.field)}`);
    }
    return first.value;
  }

  public miss(what: string): void {
    if (!this.unseen.includes(what)) {
      this.unseen.push(what);
    }
  }

  public at(path: string): unknown {
    return answerAt(this.answers, path);
  }
}

/** The text of a setting; nothing of one that is blank, a placeholder or a reference. */
export function seen(setting: Setting | undefined): Sighting[] {
  return setting === undefined ? [] : sighted(setting.text, setting.field);
}

export function sighted(text: string | undefined, field: Field): Sighting[] {
  const value = text?.trim() ?? '';
  return isSaid(value) ? [{ value, field }] : [];
}

/** Whether a text is meant as it is, and is nothing that someone else fills in or decrypts. */
export function isSaid(text: string): boolean {
  return text.trim() !== '' && unreplacedIn(text) === undefined && !holdsReference(text)
    && !/\$[({]|\{\{|^\$[A-Z_][A-Z0-9_]*$/.test(text);
}
