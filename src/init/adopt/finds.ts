import { answerAt, withAnswer } from '..';
import { JsonObject } from '../../common/data/json';
import { holdsReference, unreplacedIn } from '../../common/values/placeholder';
import type { ManifestText } from '../../common/yaml/input';
import type { Setting } from '../../verify/credentials/config-section';
import { Field, placeOf } from '../../verify/read/field';
import { lineFinder } from '../../verify/read/line-finder';
import type { ValueSet } from '../../verify/values/value-set';

/** Places in the input, for people. */
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
    const isOfValues = object.kind === 'Values';
    if (isOfValues && at.path.length > 0 && object.at(...at.path) === undefined) {
      return `the default of Union's chart (${at})`;
    }
    const line = object.lineOf?.(at) ?? this.lineOf(at);
    const whose = isOfValues || object.name === '*' ? '' : `${object.kind} ${object.name}, `;
    return `${object.source.file}:${line}, ${whose}${at.toString()}`.replace(/, $/, '');
  }

  /** For values that refer to others, the places that decide, in the last file. */
  private deciding(field: Field): Field {
    const set = this.sets.get(field.object);
    return set === undefined || field.inner !== undefined
      ? field
      : set.field(set.effective.decidingPath(field.path));
  }
}

/** An answer from the input, with its place. */
export interface Taken {
  /** As in `union-auth.yaml`. */
  readonly path: string;
  readonly value: unknown;
  /** File, line and path, or the basis of a conclusion. */
  readonly from: string;
}

/** A value in the input, with its place. */
export interface Sighting {
  readonly value: string;
  readonly field: Field;
}

/** The answers found so far, each with its place, and those that were not found. */
export class Finds {
  public answers: JsonObject = {};
  private readonly byPath = new Map<string, Taken>();
  public readonly unseen: string[] = [];

  public constructor(public readonly places: Places) {}

  /** Adds an answer; without a value nothing is added. */
  public take(path: string, value: unknown, from: Field | string): void {
    if (value === undefined) {
      return;
    }
    this.answers = withAnswer(this.answers, path, value);
    this.byPath.set(path, { path, value, from: typeof from === 'string' ? from : this.places.textOf(from) });
  }

  /** Removes an answer. */
  public drop(path: string): void {
    this.byPath.delete(path);
  }

  /** Each answer once, in the order of the search. */
  public get taken(): readonly Taken[] {
    return [...this.byPath.values()];
  }

  /** Adds the first of several values, and reports places with another one. */
  public takeFirst(path: string, sightings: readonly Sighting[]): string | undefined {
    const [first, ...rest] = sightings;
    if (first === undefined) {
      return undefined;
    }
    this.take(path, first.value, first.field);
    const other = rest.find(({ value }) => value !== first.value);
    if (other !== undefined) {
      this.miss(`${path}: ${this.places.textOf(other.field)} says ${JSON.stringify(other.value)}; the first `
        + 'is used, '
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

/** The text of a setting; undefined if it is empty, a placeholder or a reference. */
export function seen(setting: Setting | undefined): Sighting[] {
  return setting === undefined ? [] : sighted(setting.text, setting.field);
}

export function sighted(text: string | undefined, field: Field | undefined): Sighting[] {
  const value = text?.trim() ?? '';
  return field !== undefined && isSaid(value) ? [{ value, field }] : [];
}

/** Whether a text is literal, not a placeholder or encrypted. */
export function isSaid(text: string): boolean {
  return text.trim() !== '' && unreplacedIn(text) === undefined && !holdsReference(text)
    && !/\$[({]|\{\{|^\$[A-Z_][A-Z0-9_]*$/.test(text);
}
