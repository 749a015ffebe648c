import { grouped } from '../../common/data/grouped';
import type { SecretWriter } from '../credentials/secret-writers';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { sameCluster } from '../kube/home';
import { identityText, KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { placeKey } from '../read/field';

interface Pair {
  readonly externalSecret: ExternalSecret;
  readonly other: SecretWriter;
}

/** An ExternalSecret and another writer of the same Secret, where both surely lie in one namespace. */
function subjectsOf(model: Model): Pair[] {
  const order = new Map(model.externalSecrets.map(({ object }, index) => [object, index]));
  const isLater = (a: KubeObject, b: KubeObject) => (order.get(a) ?? 0) > (order.get(b) ?? 0);
  const namespaces = new Map<string, number>();
  return model.externalSecrets.filter(writes).flatMap((externalSecret) => {
    const { object, target } = externalSecret;
    const named = namespaces.get(target) ?? namespacesNamed(model.writers.named(target));
    namespaces.set(target, named);
    return model.secretUses.isUnused(target, object)
      ? []
      : model.writers
        .of(target, object)
        .filter(
          (other) =>
            shareNamespace(object, other.object, named) && isWriter(other) && !isSame(object, other.object),
        )
      // Of two ExternalSecrets, the later one reports.
        .filter((other) => other.kind !== 'external-secret' || isLater(object, other.object))
        .map((other) => ({ externalSecret, other }));
  });
}

export const secretWritersCollide = defineRule('secret-writers-collide', {
  subjects: subjectsOf,
  notApplicable: 'No Secret in the input that is used has an ExternalSecret and another writer.',
  *check(subjects) {
    for (const pair of subjects) {
      yield* between(pair);
    }
  },
});

function between({ externalSecret, other }: Pair): Violation[] {
  switch (other.kind) {
    case 'external-secret': return betweenExternalSecrets(externalSecret, other.externalSecret);
    case 'manifest': return withManifest(externalSecret, other);
    default: return withOperator(externalSecret, other);
  }
}

function betweenExternalSecrets(later: ExternalSecret, earlier: ExternalSecret): Violation[] {
  const owner = [earlier, later].find(({ creationPolicy }) => creationPolicy === 'Owner');
  if (owner !== undefined) {
    const guest = owner === earlier ? later : earlier;
    return [{
      at: guest.field('target', 'name'),
      expected: 'a Secret that no other ExternalSecret owns',
      values: { secret: `Secret ${later.target}` },
      found: `${later.target}, which ${owner.object} owns`,
    }];
  }
  return later.keys.filter((key) => earlier.keys.includes(key)).map((key) => ({
    at:
      later.data.find(({ secretKey }) => secretKey === key)?.field
      ?? later.templateField(key),
    expected: `one writer of ${key} in Secret ${later.target}`,
    values: { secret: `${key} of Secret ${later.target}` },
    found: `${earlier.object}, which writes it too`,
  }));
}

const KINDS: Readonly<Record<string, string>> = { placeholder: 'a placeholder', empty: 'an empty value' };

function withManifest(
  { object, keys }: ExternalSecret, { secret }: SecretWriter & { kind: 'manifest' },
): Violation[] {
  const shared = secret.keys.filter((key) => keys.includes(key));
  // One value of a chart is written under several keys.
  const byValue = grouped(shared, (key) => `${secret.valueKind(key)} ${placeKey(secret.keyField(key))}`);
  return byValue.map((alike) => ({
    at: secret.keyField(alike[0]),
    expected: `${alike.join(', ')} left to ${object}`,
    values: { secret: alike.join(', ') },
    found: `${KINDS[secret.valueKind(alike[0])] ?? 'a value'} that each apply puts back`,
  }));
}

function withOperator(externalSecret: ExternalSecret, { object, keys }: SecretWriter): Violation[] {
  const shared = externalSecret.keys.filter((key) => keys.includes(key));
  return externalSecret.creationPolicy === 'Owner' || shared.length > 0 ? [{
    at: externalSecret.field('target', 'name'),
    expected: 'a Secret that no other controller writes',
    values: { secret: `Secret ${externalSecret.target}` },
    found: `${externalSecret.target}, which ${object} writes too`,
  }] : [];
}

function writes({ creationPolicy, scope }: ExternalSecret): boolean {
  return creationPolicy !== 'None' && scope.kind !== 'selected';
}

/** What a cluster holds is no writer, and generate-secrets never overwrites a key. */
function isWriter(writer: SecretWriter): boolean {
  switch (writer.kind) {
    case 'manifest': return !writer.secret.observed;
    case 'external-secret': return writes(writer.externalSecret);
    default: return writer.kind === 'operator';
  }
}

/** The same object given twice, say in a folder and in a render of it. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  return a === b || identityText(a) === identityText(b);
}

function namespacesNamed(writers: readonly SecretWriter[]): number {
  return new Set(writers.map(({ object }) => object.namespace).filter((namespace) => namespace !== undefined))
    .size;
}

/**
 * Whether two objects surely lie in one namespace. Objects without one may belong to different releases,
 * unless all writers together name one namespace or stand in one file.
 */
function shareNamespace(a: KubeObject, b: KubeObject, namespacesOfAll: number): boolean {
  if (!sameCluster(a, b)) {
    return false;
  }
  if (a.kind === 'ClusterExternalSecret' || b.kind === 'ClusterExternalSecret') {
    return true;
  }
  if (a.namespace !== undefined && b.namespace !== undefined) {
    return a.namespace === b.namespace;
  }
  return namespacesOfAll === 1 || (namespacesOfAll === 0 && a.source.file === b.source.file);
}
