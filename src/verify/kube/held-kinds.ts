import { Home, homeKey, sameCluster, sameHome } from './home';
import type { KubeObject } from './kube-object';

/** Where a reference is resolved, and whether a cluster showed the object that makes it. */
export interface Resolving extends Home {
  readonly live?: boolean;
}

/**
 * Which kinds the input holds. What it does not hold as a kind is unknown, not missing: a dump shows what
 * somebody asked for, and a file a part of a deployment. Ask here before calling a dangling name a fault.
 */
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

  /**
   * Whether an object of a kind would be in the input if it were there. Of what a cluster showed, others of
   * the kind are in its namespace; of what people write, in any, as they write down all that they need.
   *
   * @param group empty for the core group
   */
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

/**
 * Kinds, with their API group before them, whose content no rule looks into and that clusters are full of. Of
 * such an object only what identifies and annotates it is kept, so that the dump of a cluster takes little
 * memory.
 */
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
