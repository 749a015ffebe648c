import type { SecretName } from '../kube/environment';
import { Home, sameHome } from '../kube/home';
import { HomeIndex } from '../kube/home-index';
import type { Workload } from '../kube/workload';
import { Plane, planeOf } from './plane';

/** A workload that mounts a Secret or reads it into its environment. */
export interface SecretUse {
  readonly workload: Workload;
  /** Absent for workloads other than Union's. */
  readonly plane?: Plane;
  /** Whether its pods wait for the Secret. */
  readonly required: boolean;
}

export class SecretUses {
  private readonly index = new HomeIndex<SecretUse>();
  private readonly found = new Set<string>();
  private readonly planeHomes: Home[] = [];

  public constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) {
      const plane = planeOf(workload);
      if (plane !== undefined) {
        this.planeHomes.push(workload);
      }
      for (const { text: name, optional } of secretsOf(workload)) {
        this.found.add(name);
        this.index.add(name, workload, { workload, plane, required: !optional });
      }
    }
  }

  public get names(): readonly string[] {
    return [...this.found];
  }

  public of(name: string, near: Home): readonly SecretUse[] {
    return this.index.near(name, near);
  }

  public named(name: string): readonly SecretUse[] {
    return this.index.named(name);
  }

  /** The uses by workloads of the two planes. */
  public byPlanes(name: string, near: Home): readonly SecretUse[] {
    return this.of(name, near).filter(({ plane }) => plane !== undefined);
  }

  /** Whether the input has workloads of a plane near an object, but none uses the Secret. */
  public isUnused(name: string, near: Home): boolean {
    return this.of(name, near).length === 0 && this.planeHomes.some((home) => sameHome(home, near));
  }
}

/** The Secrets of a workload, each once; optional if its pods start without it. */
function secretsOf(workload: Workload): readonly SecretName[] {
  const found: SecretName[] = [];
  workload.secretNames.forEach((secret) => {
    const known = found.findIndex(({ text }) => text === secret.text);
    if (known < 0 && secret.text !== '') {
      found.push(secret);
    } else if (known >= 0 && !secret.optional) {
      found[known] = secret;
    }
  });
  return found;
}
