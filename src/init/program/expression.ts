import { below } from '../questions/check';

/**
 * A program as data. What `init` writes as `main.ts` and what `synth` does at once is the same program: the
 * one is printed, the other is run, so that nothing is emitted in two ways.
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
   * @param answer where in the answers its props are, for what is wrong with them
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
    /** Where in the answers its arguments are, for what is wrong with them. */
    public readonly answer?: PlaceOf,
  ) {}
}

/** The place in the answers of a prop of a call; the empty text for what no answer says. */
export type PlaceOf = (prop: string) => string;

export type Statement =
  | { readonly kind: 'const'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'do'; readonly value: Expression }
  /** Manifests of the app are written here. */
  | { readonly kind: 'synth'; readonly app: string }
  /** A text file, or a folder of them, below the output folder. */
  | { readonly kind: 'write'; readonly file: Expression; readonly path: string; readonly mayBeNone?: boolean }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank' };

export interface Program {
  /** What it is, for the comment at its top. */
  readonly heading: readonly string[];
  readonly statements: readonly Statement[];
}

/** The props of an object, without those that no one gave. */
export function given(
  props: { readonly [prop: string]: Expression | undefined },
): { [prop: string]: Expression } {
  return Object.fromEntries(
    Object.entries(props).filter((entry): entry is [string, Expression] => entry[1] !== undefined),
  );
}

/**
 * The places in the answers of the props of a construct, by the first part of the prop; what is not named
 * is below `rest`. Under the empty text is what the answers have without a name around it.
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
