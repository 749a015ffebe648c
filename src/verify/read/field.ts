import { isObject, PathStep, pathText } from '../../common/data/json';
import type { ObjectIdentity, ObjectSource } from './object-source';

/** The object of a field, from the input. */
export interface FieldOwner extends ObjectIdentity {
  readonly cluster: string | undefined;
  readonly namespace: string | undefined;
  readonly source: ObjectSource;
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether the input has only a part of it. */
  readonly partial?: boolean;
  at(...path: PathStep[]): unknown;
  textAt(...path: PathStep[]): string | undefined;
  field(...path: PathStep[]): Field;
  /** For an object that `verify` rendered: the place in the input that determines a place of it. */
  origin?(field: Field): Field;
  /** The line of a place, if the text alone does not show it. */
  lineOf?(field: Field): number;
}

/** A key of a place in the input. */
export function placeKey(field: Field): string {
  const { object: { source }, path, inner } = placeOf(field);
  return JSON.stringify([source.file, source.document, source.path, path, inner]);
}

/** The number of different places of fields. */
export function placesIn(fields: readonly Field[]): number {
  return new Set(fields.map(placeKey)).size;
}

export function placeOf(field: Field): Field {
  return field.object.origin?.(field) ?? field;
}

/** A place in an object; `inner`: in the YAML of the string at `path`. */
export class Field {
  private known?: Pick<Field, 'path' | 'inner'>;
  private missing?: readonly string[];
  private content?: unknown;

  /** @param steps the path from the parent, or from the root of the object */
  public constructor(
    public readonly object: FieldOwner,
    private readonly steps: readonly PathStep[],
    private readonly parent?: Field,
    private readonly embedded = false,
  ) {}

  public get path(): readonly PathStep[] {
    return this.places().path;
  }

  public get inner(): readonly PathStep[] | undefined {
    return this.places().inner;
  }

  public child(...steps: readonly PathStep[]): Field {
    return new Field(this.object, steps, this);
  }

  /** The same place, for keys that are missing there. */
  public lacking(keys: readonly string[]): Field {
    if (keys.length === 0) {
      return this;
    }
    const field = new Field(this.object, [], this);
    field.missing = keys;
    return field;
  }

  /** Keys that are missing there, if the place is for missing keys. */
  public get lacks(): readonly string[] {
    return this.missing ?? [];
  }

  /** The root of the YAML in the string at this place, with the parsed `content`. */
  public inside(content: unknown): Field {
    const root = new Field(this.object, [], this, true);
    root.content = content;
    return root;
  }

  public get value(): unknown {
    return this.inner === undefined ? this.object.at(...this.path) : valueIn(this.root(), this.inner);
  }

  private root(): unknown {
    return this.embedded ? this.content : this.parent?.root();
  }

  /** Computed on demand: most fields are never reported. */
  private places(): Pick<Field, 'path' | 'inner'> {
    if (this.known === undefined) {
      const above = this.parent?.places();
      const { path, inner } = above ?? { path: [], inner: undefined };
      this.known = inner === undefined && !this.embedded
        ? { path: [...path, ...this.steps], inner: undefined }
        : { path, inner: [...inner ?? [], ...this.steps] };
    }
    return this.known;
  }

  /** Such as `spec.rules[0].host`, or `data["server.yaml"]: auth.userAuth.openId.clientId`. */
  public toString(): string {
    return this.inner?.length ? `${pathText(this.path)}: ${pathText(this.inner)}` : pathText(this.path);
  }
}

function valueIn(root: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((value, step) => {
    const below = Array.isArray(value) || isObject(value) ? value as Record<PathStep, unknown> : {};
    return Object.hasOwn(below, step) ? below[step] : undefined;
  }, root);
}
