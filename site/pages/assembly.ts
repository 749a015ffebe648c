/** The parts of jsii's assembly that are read. */
export interface JsiiDocs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
  readonly example?: string;
  readonly deprecated?: string;
  readonly custom?: { readonly throws?: string };
}

export interface JsiiTypeRef {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: JsiiTypeRef };
}

export interface JsiiParameter {
  readonly name: string;
  readonly type: JsiiTypeRef;
  readonly optional?: boolean;
  readonly docs?: JsiiDocs;
}

export interface JsiiMember {
  readonly name: string;
  readonly docs?: JsiiDocs;
  readonly type?: JsiiTypeRef;
  readonly returns?: { readonly type: JsiiTypeRef };
  readonly parameters?: readonly JsiiParameter[];
  readonly optional?: boolean;
  readonly static?: boolean;
  readonly protected?: boolean;
  /** The type that declares the member, if inherited from one of ours. */
  readonly inheritedFrom?: string;
}

export interface JsiiType {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly docs?: JsiiDocs;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly abstract?: boolean;
  readonly initializer?: Omit<JsiiMember, 'name'>;
  readonly methods?: readonly JsiiMember[];
  readonly properties?: readonly JsiiMember[];
  readonly members?: readonly JsiiMember[];
}

/** The package names in other languages. */
export interface JsiiTargets {
  readonly java: { readonly package: string };
  readonly go: { readonly moduleName: string };
  readonly python: { readonly module: string };
}

const OURS = 'cdk8s-union-auth.';

/** The public API in jsii's description. */
export class Assembly {
  public readonly types: readonly JsiiType[];
  public readonly targets: JsiiTargets;

  public constructor({ types, targets }: { readonly types: Readonly<Record<string, JsiiType>>; readonly targets: JsiiTargets }) {
    this.targets = targets;
    this.types = Object.values(types).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  public find(fqn: string | undefined): JsiiType | undefined {
    return this.types.find((type) => type.fqn === fqn);
  }

  /** Own properties, then inherited ones; required ones first. */
  public propertiesOf(type: JsiiType): readonly JsiiMember[] {
    const parents = [type.base, ...type.interfaces ?? []].map((fqn) => this.find(fqn)).filter((parent) => parent !== undefined);
    const inherited = parents.flatMap((parent) => this.propertiesOf(parent).map((member) => ({ inheritedFrom: parent.name, ...member })));
    const own = (type.properties ?? []).filter((property) => !property.protected);
    const all = [...own, ...inherited.filter(({ name }) => !own.some((property) => property.name === name))];
    return [...all.filter(({ optional }) => !optional), ...all.filter(({ optional }) => optional)];
  }

  /** A type as Markdown, with links to ours. */
  public linked({ primitive, fqn, collection }: JsiiTypeRef): string {
    if (collection !== undefined) {
      return collection.kind === 'array' ? `list of ${this.linked(collection.elementtype)}` : `map to ${this.linked(collection.elementtype)}`;
    }
    return fqn === undefined ? `\`${primitive}\`` : this.find(fqn) === undefined ? `\`${fqn}\`` : `[${fqn.slice(OURS.length)}](/api/${fqn.slice(OURS.length)})`;
  }

  /** Types that accept or return a type. */
  public usersOf(fqn: string): readonly string[] {
    const textOf = ({ base, interfaces, initializer, methods, properties }: JsiiType) =>
      JSON.stringify([base, interfaces, initializer, methods, properties]);
    return this.types.filter((type) => type.fqn !== fqn && textOf(type).includes(`"${fqn}"`)).map(({ name }) => name);
  }
}

/** The names of all properties that callers read, which some languages read by calls. */
export function objectProperties(assembly: Assembly): readonly string[] {
  return assembly.types.filter(({ kind }) => kind === 'class').flatMap((type) => assembly.propertiesOf(type).map(({ name }) => name));
}
