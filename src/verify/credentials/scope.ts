import { MANAGED_BY } from '../../contract/own-annotations';
import { SECRETS } from '../../contract/union/secrets';
import { CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE } from '../../contract/union/workloads';
import { LABELS } from '../../contract/upstream/kubernetes';
import { Home, homeKey, sameHome } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Container, Workload } from '../kube/workload';
import { isUnions, runsUnion } from './plane';

/** Where Union's guide and charts install it: an input may show the secrets of a plane without its pods. */
const NAMESPACES: readonly (string | undefined)[] = [CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE];

const NAMED_UPSTREAM: ReadonlySet<string> = new Set(Object.values(SECRETS).map(({ name }) => name));

/** What concerns Union, decided once; where the input shows no place of Union's, everything may. */
export class Scope {
  private readonly homes = new Map<string, Home>();
  /** What runs services and components of Union or Flyte. */
  public readonly workloads: readonly Workload[];
  /** What runs them there, without what a mesh, a platform or a person put beside it. */
  public readonly containers: readonly Container[];

  public constructor(
    workloads: readonly Workload[], valueSets: readonly Home[], secrets: readonly KubeObject[],
  ) {
    this.workloads = workloads.filter(isUnions);
    this.containers = this.workloads.flatMap(({ containers }) => containers.filter(runsUnion));
    const places: readonly Home[] = [
      ...this.workloads, ...valueSets, ...secrets.filter(({ name }) => this.isNamed(name)),
    ];
    for (const { cluster, namespace } of places) {
      this.homes.set(homeKey({ cluster, namespace }), { cluster, namespace });
    }
  }

  public isNamed(secret: string): boolean {
    return NAMED_UPSTREAM.has(secret);
  }

  public has(workload: Workload): boolean {
    return isUnions(workload);
  }

  /** Whether something of Union may be there, as far as the input shows. */
  public concerns(object: KubeObject): boolean {
    return object.namespace === undefined || this.homes.size === 0 || this.includes(object);
  }

  /** Whether something of Union lies where an object does. */
  public includes(object: KubeObject): boolean {
    const isOurs = object.labels[LABELS.managedBy] === MANAGED_BY;
    return isOurs
      || NAMESPACES.includes(object.namespace)
      || this.homes.has(homeKey(object))
      || [...this.homes.values()].some((home) => sameHome(home, object));
  }
}
