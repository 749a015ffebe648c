import { JsonObject, valueAt } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { Field, FieldOwner } from '../read/field';
import type { ObjectIdentity, ObjectSource } from '../read/object-source';
import { Home, givenCluster } from './home';
import { asList, asObject, asObjects, asText, asTextMap } from './json-access';

/** One object of the input, read-only. */
export class KubeObject implements FieldOwner, Home {
  public readonly apiVersion: string;
  /** The API group; empty for the core group. */
  public readonly group: string;
  public readonly kind: string;
  public readonly cluster: string | undefined;
  public readonly namespace: string | undefined;
  public readonly name: string;
  /** Whether it comes from a cluster: only the API server sets these fields. */
  public readonly live: boolean;
  private annotationMap?: Readonly<Record<string, string>>;
  private labelMap?: Readonly<Record<string, string>>;

  public constructor(public readonly raw: JsonObject, public readonly source: ObjectSource) {
    const metadata = asObject(raw.metadata);
    this.apiVersion = asText(raw.apiVersion) ?? '';
    this.group = groupOf(this.apiVersion);
    this.kind = asText(raw.kind) ?? '';
    this.cluster = source.cluster;
    this.namespace = asText(metadata.namespace) || source.namespace;
    this.name = asText(metadata.name) ?? `${asText(metadata.generateName) ?? ''}*`;
    this.live = (asText(metadata.uid) ?? asText(metadata.resourceVersion)) !== undefined;
  }

  /** Cached, as rules need them for each route. */
  public get annotations(): Readonly<Record<string, string>> {
    return this.annotationMap ??= asTextMap(valueAt(this.raw, ['metadata', 'annotations']));
  }

  public get labels(): Readonly<Record<string, string>> {
    return this.labelMap ??= asTextMap(valueAt(this.raw, ['metadata', 'labels']));
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

  public objectsAt(...path: readonly PathStep[]): readonly JsonObject[] {
    return asObjects(this.at(...path));
  }

  /** The same object in a home that other objects determine. */
  public settledIn(home: Partial<Home>): KubeObject {
    return new KubeObject(this.raw, { ...this.source, ...home });
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

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The full identity as text, such as `apps/v1/Deployment union/union-operator in cluster east`. */
export function identityText(id: ObjectIdentity): string {
  return `${inClusterText(id)}${id.cluster === undefined ? '' : ` in cluster ${id.cluster}`}`;
}

/** The identity within a cluster as text. */
export function inClusterText(id: ObjectIdentity): string {
  return `${id.apiVersion}/${id.kind} ${id.namespace === undefined ? '' : `${id.namespace}/`}${id.name}`;
}

/** In short, such as `Ingress union-cp/api`, with the cluster if the input has several. */
export function objectText({ kind, namespace, name, cluster }: ObjectIdentity): string {
  const given = givenCluster(cluster);
  const home = given === undefined ? '' : ` in cluster ${given}`;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${home}`;
}

/** A typed view of a kind. It has the home of the object. */
export abstract class KubeView implements Home {
  public constructor(public readonly object: KubeObject) {}

  public get name(): string {
    return this.object.name;
  }

  public get cluster(): string | undefined {
    return this.object.cluster;
  }

  public get namespace(): string | undefined {
    return this.object.namespace;
  }
}
