import { Home, homeKey, sameCluster, sameHome } from './home';
import type { KubeObject } from './kube-object';

/** Where a reference is resolved, and whether a cluster showed the object that makes it. */
export interface Resolving extends Home {
  readonly live?: boolean;
}

/** What the input does not hold as a kind is unknown, not missing. Ask before calling it a fault. */
export class HeldKinds {
  /** Of each kind the homes of its objects. */
  private readonly written = new Map<string, Map<string, Home>>();
  /** The same of those that a cluster showed. */
  private readonly shown = new Map<string, Map<string, Home>>();

  public constructor(objects: readonly KubeObject[]) {
    for (const object of objects) {
      const { cluster, namespace, live } = object;
      const kinds = live ? this.shown : this.written;
      const key = keyOf(object.group, object.kind);
      const homes = kinds.get(key) ?? new Map<string, Home>();
      kinds.set(key, homes.set(homeKey(object), { cluster, namespace }));
    }
  }

  /** In a cluster's dump, others of the kind are in its namespace; in files, in any. */
  public holds(group: string, kind: string, near: Resolving): boolean {
    const key = keyOf(group, kind);
    const shown = this.shown.get(key) ?? NOWHERE;
    const written = this.written.get(key) ?? NOWHERE;
    // Nearly always one of the very same home is there.
    return shown.has(homeKey(near)) || (near.live === true
      ? [...shown.values()].some((home) => sameHome(home, near))
      : [...shown.values(), ...written.values()].some((home) => sameCluster(home, near)));
  }
}

const NOWHERE: ReadonlyMap<string, Home> = new Map();

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}

/** Kinds that clusters are full of and no rule reads: only their metadata is kept. */
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
