// Tests: test/verify/kube/workload.test.ts
import { Home, homeKey } from './home';
import { asText } from './json-access';
import type { KubeObject } from './kube-object';

/** The owner of an object, by its `ownerReferences`. */
interface Owner {
  readonly kind: string;
  readonly name: string;
}

/**
 * Removes objects that a controller created from another one; for owners that are not in the input, one
 * object represents all.
 */
export function withoutOwned<T extends { readonly object: KubeObject }>(
  workloads: readonly T[],
): readonly T[] {
  if (workloads.every(({ object }) => ownersOf(object).length === 0)) {
    return workloads;
  }
  const shown = new Set(workloads.map(({ object }) => idOf(object, object)));
  const made = new Set<string>();
  return workloads.filter(({ object }) => {
    const owners = ownersOf(object).map((each) => idOf(each, object));
    const root = owners.at(-1);
    if (root === undefined) {
      return true;
    }
    const isFirst = !made.has(root) && object.at('spec', 'replicas') !== 0
      && !owners.some((id) => shown.has(id));
    if (isFirst) {
      made.add(root);
    }
    return isFirst;
  });
}

/** The name of the object that people created: for a Pod, its Deployment. */
export function nameOfRoot(object: KubeObject): string {
  return (ownersOf(object).at(-1) ?? object).name;
}

/** The owner of an object, and that of its owner. */
function ownersOf(object: KubeObject): Owner[] {
  const owner = object.objectsAt('metadata', 'ownerReferences').find(({ controller }) => controller === true);
  const known = owner && { kind: asText(owner.kind) ?? '', name: asText(owner.name) ?? '' };
  return known === undefined ? [] : [known, ...aboveOf(known)];
}

/** The owner of the owner, by the names of Kubernetes' controllers. */
function aboveOf({ kind, name }: Owner): Owner[] {
  const above = new Map([['ReplicaSet', 'Deployment'], ['Job', 'CronJob']]).get(kind);
  const base = name.replace(/-[a-z0-9]+$/, '');
  return above === undefined || base === name ? [] : [{ kind: above, name: base }];
}

function idOf({ kind, name }: Owner, home: Home): string {
  return JSON.stringify([homeKey(home), kind, name]);
}
