import { below } from '../questions/check';

/**
 * A program as data. `init` prints it as `main.ts`, and `synth` runs the same program, so that output is
 * generated in one way only.
 */
export type Expression =
  | string | number | boolean | null | Name | Call | Member | readonly Expression[]
  | { readonly [prop: string]: Expression | undefined };

/** A variable. */
export class Name {
  public constructor(public readonly name: string) {}
}

/** A constructor (`new UnionIdentity`) or factory (`IdentityProvider.okta`) of the library or of cdk8s. */
export class Call {
  public readonly isNew: boolean;
  public readonly callee: string;

  /**
   * @param callee such as `new UnionIdentity` or `Duration.minutes`
   * @param answer the place of its props in the answers, for problems
   */
  public constructor(
    callee: string, public readonly args: readonly Expression[] = [], public readonly answer?: PlaceOf,
  ) {
    this.isNew = callee.startsWith('new ');
    this.callee = callee.replace(/^new /, '');
  }

  /** The class. */
  public get type(): string {
    return this.callee.split('.')[0];
  }
}

/** A member of a variable: `plane.helmValues`; with arguments a method, `environment.toShell()`. */
export class Member {
  public constructor(
    public readonly of: Expression,
    public readonly name: string,
    public readonly args?: readonly Expression[],
    /** The place of its arguments in the answers, for problems. */
    public readonly answer?: PlaceOf,
  ) {}
}

/** The place of a call's prop in the answers; empty if it comes from no answer. */
export type PlaceOf = (prop: string) => string;

export type Statement =
  | { readonly kind: 'const'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'do'; readonly value: Expression }
  /** Manifests of the app are written to this folder. */
  | { readonly kind: 'synth'; readonly app: string }
  /** A text file, or a folder of them, below the output folder. */
  | { readonly kind: 'write'; readonly file: Expression; readonly path: string; readonly mayBeNone?: boolean }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank' };

export interface Program {
  /** The lines of the comment at its top. */
  readonly heading: readonly string[];
  readonly statements: readonly Statement[];
}

/** The props of an object, without undefined ones. */
export function given(
  props: { readonly [prop: string]: Expression | undefined },
): { [prop: string]: Expression } {
  return Object.fromEntries(
    Object.entries(props).filter((entry): entry is [string, Expression] => entry[1] !== undefined),
  );
}

/**
 * The places of a construct's props in the answers, by the first part of the prop; other props are below
 * `rest`. The empty name is for answers without a parent.
 */
export function placesOf(rest: string, named: Readonly<Record<string, string>> = {}): PlaceOf {
  return (prop) => {
    const [, first, further] = /^([^.[]*)(.*)$/.exec(prop)!;
    if (prop === '') {
      return rest;
    }
    if (!(first in named)) {
      return below(rest, prop);
    }
    return named[first] === '' ? further.replace(/^\./, '') : `${named[first]}${further}`;
  };
}
