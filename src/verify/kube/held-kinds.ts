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
    const key = keyOf(group, kind);
    const shown = this.shown.get(key) ?? NOWHERE;
    const written = this.written.get(key) ?? NOWHERE;
    // Fast path: nearly always one in the same home exists.
    return shown.has(homeKey(near)) || (near.live === true
      ? [...shown.values()].some((home) => sameHome(home, near))
      : [...shown.values(), ...written.values()].some((home) => sameCluster(home, near)));
  }

  /** Whether the input has the kind in this very namespace, or in any if the namespace is not known. */
  public shows(group: string, kind: string, home: Home): boolean {
    const near = isMadeUp(home.namespace) ? beside(home, undefined) : home;
    return [this.shown, this.written].some((kinds) =>
      [...kinds.get(keyOf(group, kind))?.values() ?? []].some((each) => sameHome(each, near)));
  }
}

const NOWHERE: ReadonlyMap<string, Home> = new Map();

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
