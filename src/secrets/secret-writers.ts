import { IConstruct } from 'constructs';
import { chartOf, Records } from '../_internal/records';

/** Somebody who writes keys of a Secret. */
export interface SecretWriter {
  /** `namespace/name` of the Secret. */
  readonly secret: string;
  /** Whether it replaces what others wrote. */
  readonly replaces: boolean;
  readonly keys: readonly string[];
}

const WRITERS = new Records<SecretWriter>();

/** Says why two writers lose each other's keys; nothing where they do not. */
export function clashOf(scope: IConstruct, writer: SecretWriter): string | undefined {
  for (const { scope: other, value } of WRITERS.in(chartOf(scope))) {
    if (value.secret !== writer.secret) {
      continue;
    }
    const twice = writer.keys.filter((key) => value.keys.includes(key));
    if (writer.keys.length > 0 && value.keys.length > 0 && (writer.replaces || value.replaces || twice.length > 0)) {
      const what = twice.length > 0 ? `, the key ${twice.join(' and ')} too` : ', and one of the two replaces everything in it';
      return `is written by ${other.node.path} as well${what}; let one of them write it`;
    }
  }
  return undefined;
}

export function recordWriter(scope: IConstruct, writer: SecretWriter): void {
  WRITERS.add(chartOf(scope), scope, writer);
}

/** A plane, and the Secrets that are delivered to it. */
export interface DeliveredPlane {
  /** Which plane of which deployment it is; two charts may hold the same namespace of different clusters. */
  readonly plane: string;
  readonly namespace: string;
  readonly secretNames: readonly string[];
}

const PLANES = new Records<DeliveredPlane>();

/** Another plane, by its path, and the Secrets that it shares. */
export interface Collision {
  readonly path: string;
  readonly secretNames: readonly string[];
}

/** The Secrets of a plane that another plane delivers into the same namespace. */
export function collisionsOf(scope: IConstruct, { plane, namespace, secretNames }: DeliveredPlane): Collision[] {
  return PLANES.in(scope.node.root).flatMap(({ scope: other, value }) => {
    const sameCluster = value.plane === plane || chartOf(other) === chartOf(scope);
    const shared = secretNames.filter((name) => value.secretNames.includes(name));
    return sameCluster && value.namespace === namespace && shared.length > 0 ? [{ path: other.node.path, secretNames: shared }] : [];
  });
}

export function recordPlane(scope: IConstruct, plane: DeliveredPlane): void {
  PLANES.add(scope.node.root, scope, plane);
}
