// Tests: test/verify/kube/workload.test.ts
import { Home, homeKey } from './home';
import { asObject, asText } from './json-access';
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
  if (workloads.every(({ object }) => ownerOf(object) === undefined)) {
    return workloads;
  }
  const shown = new Set(workloads.map(({ object }) => idOf(object, object)));
  const made = new Set<string>();
  return workloads.filter(({ object }) => {
    const owner = ownerOf(object);
    if (owner === undefined) {
      return true;
    }
    const candidates = [owner, ...aboveOf(owner)];
    const root = idOf(candidates.at(-1)!, object);
    if (candidates.some((each) => shown.has(idOf(each, object)))
      || object.at('spec', 'replicas') === 0
      || made.has(root)) {
      return false;
    }
    made.add(root);
    return true;
  });
}

/** The name of the object that people created: for a Pod, its Deployment. */
export function nameOfRoot(object: KubeObject): string {
  const owner = ownerOf(object);
  return owner === undefined ? object.name : [owner, ...aboveOf(owner)].at(-1)!.name;
}

function ownerOf(object: KubeObject): Owner | undefined {
  const owner = object
    .listAt('metadata', 'ownerReferences')
    .map(asObject)
    .find(({ controller }) => controller === true);
  return owner === undefined ? undefined : { kind: asText(owner.kind) ?? '', name: asText(owner.name) ?? '' };
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
