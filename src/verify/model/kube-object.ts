import type { JsonObject } from '../../_internal/json';
import { Field, PathStep } from '../field';
import type { Span } from '../spans';
import { asList, asObject, asText, asTextMap, valueAt } from './json-access';

/** Where an object stands in the input. */
export interface ObjectSource {
  /** Name of the text, such as a file's path. */
  readonly file: string;
  /** Index of the YAML document within the text. */
  readonly document: number;
  /** Path within the document; not empty for the items of a list. */
  readonly path: readonly PathStep[];
  /** The characters of the text that hold the object, where they can be read on their own. */
  readonly span?: Span;
}

/** What makes an object the one that it is. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent where the manifest leaves it to whoever applies it. */
  readonly namespace?: string;
  readonly name: string;
}

/** One object of the input, read-only. */
export class KubeObject implements ObjectIdentity {
  public readonly apiVersion: string;
  public readonly kind: string;
  public readonly namespace: string | undefined;
  public readonly name: string;

  public constructor(public readonly raw: JsonObject, public readonly source: ObjectSource) {
    const metadata = asObject(raw.metadata);
    this.apiVersion = asText(raw.apiVersion) ?? '';
    this.kind = asText(raw.kind) ?? '';
    this.namespace = asText(metadata.namespace) || undefined;
    this.name = asText(metadata.name) ?? `${asText(metadata.generateName) ?? ''}*`;
  }

  /** The API group; empty for the core group. */
  public get group(): string {
    const slash = this.apiVersion.indexOf('/');
    return slash < 0 ? '' : this.apiVersion.slice(0, slash);
  }

  public get annotations(): Readonly<Record<string, string>> {
    return asTextMap(valueAt(this.raw, ['metadata', 'annotations']));
  }

  public get labels(): Readonly<Record<string, string>> {
    return asTextMap(valueAt(this.raw, ['metadata', 'labels']));
  }

  public at(...path: readonly PathStep[]): unknown {
    return valueAt(this.raw, path);
  }

  public textAt(...path: readonly PathStep[]): string | undefined {
    return asText(this.at(...path));
  }

  public objectAt(...path: readonly PathStep[]): JsonObject {
    return asObject(this.at(...path));
  }

  public listAt(...path: readonly PathStep[]): readonly unknown[] {
    return asList(this.at(...path));
  }

  /** A place in this object, for findings. */
  public field(...path: readonly PathStep[]): Field {
    return new Field(this, path);
  }

  public annotationField(name: string): Field {
    return this.field('metadata', 'annotations', name);
  }

  /** Such as `apps/v1/Deployment union-cp/flyteadmin`. */
  public toString(): string {
    return identityText(this);
  }
}

/** The full identity as text; unique within a cluster. */
export function identityText(id: ObjectIdentity): string {
  return `${id.apiVersion}/${id.kind} ${id.namespace === undefined ? '' : `${id.namespace}/`}${id.name}`;
}

/**
 * Whether two objects may live in one namespace.
 *
 * `helm template` leaves `metadata.namespace` out, so an object without one may live anywhere: it matches every
 * namespace. The verifier then misses a mismatch rather than inventing one.
 */
export function sameNamespace(a: { readonly namespace?: string }, b: { readonly namespace?: string }): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace;
}
