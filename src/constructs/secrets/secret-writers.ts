// Tests: test/constructs/secrets/external-secret.test.ts, test/constructs/secrets/secret-delivery.test.ts
import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { chartOf, Records } from '../../common/props/construct-props';
import { MANAGED_LABEL } from '../../contract/upstream/external-secrets';
import { ARGO_CD, FLUX } from '../../contract/upstream/gitops';
import { HELM_KEEP } from '../../contract/upstream/helm';

/** An object that writes keys of a Secret. */
export interface SecretWriter {
  /** `namespace/name` of the Secret. */
  readonly secret: string;
  /** Whether it replaces the keys of other writers. */
  readonly replaces: boolean;
  readonly keys: readonly string[];
}

const WRITERS = new Records<SecretWriter>();

/** How two writers overwrite each other's keys; undefined if they do not. */
export function clashOf(scope: IConstruct, writer: SecretWriter): string | undefined {
  for (const { scope: other, value } of WRITERS.about(chartOf(scope), writer.secret)) {
    const twice = writer.keys.filter((key) => value.keys.includes(key));
    if (writer.keys.length > 0 && value.keys.length > 0
      && (writer.replaces || value.replaces || twice.length > 0)) {
      const what = twice.length > 0
        ? `, the key ${twice.join(' and ')} too`
        : ', and one of the two replaces all of its content';
      return `is also written by ${other.node.path}${what}; let only one of them write it`;
    }
  }
  return undefined;
}

export function recordWriter(scope: IConstruct, writer: SecretWriter): void {
  WRITERS.add(chartOf(scope), writer.secret, scope, writer);
}

export interface DeliveredPlane {
  /** The plane and its deployment; two charts can have the same namespace in different clusters. */
  readonly plane: string;
  readonly namespace: string;
  readonly secretNames: readonly string[];
}

/** Planes of one chart, and planes of the same identity, are in one cluster. */
const PLANES = new Records<DeliveredPlane>();

export interface Collision {
  readonly path: string;
  readonly secretNames: readonly string[];
}

/** The Secrets of a plane that another plane delivers into the same namespace. */
export function collisionsOf(scope: IConstruct, own: DeliveredPlane): Collision[] {
  const others = new Map(
    clustersOf(scope, own).flatMap(([room, subject]) => PLANES.about(room, subject))
      .map((entry) => [entry.scope, entry.value]),
  );
  return [...others].flatMap(([other, { secretNames }]) => {
    const shared = own.secretNames.filter((name) => secretNames.includes(name));
    return shared.length > 0 ? [{ path: other.node.path, secretNames: shared }] : [];
  });
}

export function recordPlane(scope: IConstruct, own: DeliveredPlane): void {
  clustersOf(scope, own).forEach(([room, subject]) => PLANES.add(room, subject, scope, own));
}

/** The scopes in which to look for other planes, with their keys. */
function clustersOf(
  scope: IConstruct, { plane, namespace }: DeliveredPlane,
): [room: IConstruct, subject: string][] {
  return [[chartOf(scope), namespace], [scope.node.root, `${namespace} of ${plane}`]];
}

/**
 * Annotations of a Secret in which other tools own keys: a tool that no longer renders it, or is removed,
 * keeps it in the cluster.
 */
export const KEPT: Readonly<Record<string, string>> = {
  ...ARGO_CD.keep,
  ...FLUX.keep,
  [HELM_KEEP.annotation]: HELM_KEEP.value,
};

/** Emits a Secret into which others write. Without a `data` field, applying it again keeps the data. */
export function emptySecret(
  scope: Construct,
  id: string,
  { labels, annotations, ...named }: ApiObjectMetadata & { readonly name: string },
): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      ...named,
      labels: { ...MANAGED_LABEL, ...labels },
      annotations: { ...KEPT, ...FLUX.merge, ...annotations },
    },
  });
}
