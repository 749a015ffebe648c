import type { ObjectIdentity, ObjectSource } from './model/object-source';
import { pathText, PathStep } from './path';

/** The object that a field is a place in: one of the input. */
export interface FieldOwner extends ObjectIdentity {
  readonly source: ObjectSource;
  readonly annotations: Readonly<Record<string, string>>;
  at(...path: PathStep[]): unknown;
  textAt(...path: PathStep[]): string | undefined;
  field(...path: PathStep[]): Field;
}

/**
 * A place in an object; with `inner`, a place in the YAML that the string at `path` holds
 * (a setting in a config file of a ConfigMap).
 */
export class Field {
  public constructor(
    public readonly object: FieldOwner,
    public readonly path: readonly PathStep[],
    public readonly inner?: readonly PathStep[],
  ) {}

  /** A place below this one. */
  public child(...steps: readonly PathStep[]): Field {
    return this.inner === undefined
      ? new Field(this.object, [...this.path, ...steps])
      : new Field(this.object, this.path, [...this.inner, ...steps]);
  }

  /** The root of the YAML that the string at this place holds. */
  public inside(): Field {
    return new Field(this.object, this.path, []);
  }

  /** Such as `spec.rules[0].host`, or `data["server.yaml"]: auth.userAuth.openId.clientId`. */
  public toString(): string {
    return this.inner?.length ? `${pathText(this.path)}: ${pathText(this.inner)}` : pathText(this.path);
  }
}
