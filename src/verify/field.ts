import type { KubeObject } from './model/kube-object';

export type PathStep = string | number;

/**
 * A place in an object; with `inner`, a place in the YAML that the string at `path` holds
 * (a setting in a config file of a ConfigMap).
 */
export class Field {
  public constructor(
    public readonly object: KubeObject,
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

/** Writes a path as one would in JavaScript. */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') {
        return `[${step}]`;
      }
      if (!/^[A-Za-z_][\w-]*$/.test(step)) {
        return `[${JSON.stringify(step)}]`;
      }
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
