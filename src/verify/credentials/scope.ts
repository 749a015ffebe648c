// Tests: test/verify/credentials/plane.test.ts, test/verify/credentials/secret-uses.test.ts
import { MANAGED_BY } from '../../contract/own-annotations';
import { UNION_SECRETS } from '../../contract/union/secrets';
import { CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE } from '../../contract/union/workloads';
import { LABELS } from '../../contract/upstream/kubernetes';
import { Home, homeKey, sameHome } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Container, Workload } from '../kube/workload';
import { isUnions, runsUnion } from './plane';

/** The namespaces of Union's guide and charts: an input may have the secrets of a plane without its pods. */
const NAMESPACES: readonly (string | undefined)[] = [CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE];

/** Decides what belongs to Union. If the input does not show Union's namespaces, everything may. */
export class Scope {
  private readonly homes = new Map<string, Home>();
  /** Workloads with services and components of Union or Flyte. */
  public readonly workloads: readonly Workload[];
  /** Their containers, without injected sidecars. */
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
    return UNION_SECRETS.has(secret);
  }

  public has(workload: Workload): boolean {
    return isUnions(workload);
  }

  /** Whether something of Union may be in a namespace, as far as the input shows. */
  public concerns(object: KubeObject): boolean {
    return object.namespace === undefined || this.homes.size === 0 || this.includes(object);
  }

  /** Whether something of Union is in the namespace of an object. */
  public includes(object: KubeObject): boolean {
    const isOurs = object.labels[LABELS.managedBy] === MANAGED_BY;
    return isOurs
      || NAMESPACES.includes(object.namespace)
      || this.homes.has(homeKey(object))
      || [...this.homes.values()].some((home) => sameHome(home, object));
  }
}
