// Tests: test/verify/kube/kube-object.test.ts
import { beside, Home, homeKey, isMadeUp, sameCluster, sameHome } from './home';
import type { KubeObject } from './kube-object';

/** The home of a reference, and whether its object comes from a cluster. */
export interface Resolving extends Home {
  readonly live?: boolean;
}

/** Kinds that the input does not have are unknown, not missing. Check it before you report a fault. */
export class HeldKinds {
  /** The homes of objects, by kind. */
  private readonly written = new Map<string, Map<string, Home>>();
  /** The same for objects from a cluster. */
  private readonly shown = new Map<string, Map<string, Home>>();

  /** @param objects of the input, without what charts make of values: these show no manifests of people */
  public constructor(objects: readonly KubeObject[]) {
    for (const object of objects) {
      const { cluster, namespace, live } = object;
      const kinds = live ? this.shown : this.written;
      const key = keyOf(object.group, object.kind);
      const homes = kinds.get(key) ?? new Map<string, Home>();
      kinds.set(key, homes.set(homeKey(object), { cluster, namespace }));
    }
  }

  /** In a dump of a cluster, others of the kind are in its namespace; in files, in any. */
  public holds(group: string, kind: string, near: Resolving): boolean {
    return near.live === true
      ? hasHome(this.shown, keyOf(group, kind), near, sameHome)
      : [this.shown, this.written].some((kinds) => hasHome(kinds, keyOf(group, kind), near, sameCluster));
  }

  /** Whether the input has the kind in this very namespace, or in any if the namespace is not known. */
  public shows(group: string, kind: string, home: Home): boolean {
    const near = isMadeUp(home.namespace) ? beside(home, undefined) : home;
    return [this.shown, this.written].some((kinds) => hasHome(kinds, keyOf(group, kind), near, sameHome));
  }
}

function hasHome(
  kinds: ReadonlyMap<string, ReadonlyMap<string, Home>>, kind: string, near: Home, isSame: typeof sameHome,
): boolean {
  const homes = kinds.get(kind);
  // Fast path: nearly always one in the same home exists.
  if (homes === undefined || homes.has(homeKey(near))) {
    return homes !== undefined;
  }
  for (const home of homes.values()) {
    if (isSame(home, near)) {
      return true;
    }
  }
  return false;
}

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}

/** Frequent kinds that no rule reads: only their metadata is kept. */
const UNREAD: ReadonlySet<string> = new Set([
  '/Endpoints',
  '/Event',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  'autoscaling/HorizontalPodAutoscaler',
  'coordination.k8s.io/Lease',
  'discovery.k8s.io/EndpointSlice',
  'events.k8s.io/Event',
  'monitoring.coreos.com/ServiceMonitor',
  'policy/PodDisruptionBudget',
]);

/** @param group empty for the core group */
export function isUnread(group: string, kind: string): boolean {
  return UNREAD.has(`${group}/${kind}`);
}
