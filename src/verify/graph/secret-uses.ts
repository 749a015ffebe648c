import { sameNamespace } from '../model/kube-object';
import type { Workload } from '../model/workload';

/** A workload that mounts a Secret or reads it into its environment. */
export interface SecretUse {
  readonly workload: Workload;
  /** Its pods do not start before the Secret exists. */
  readonly required: boolean;
}

/** Which workloads use which Secret. */
export class SecretUses {
  private readonly byName = new Map<string, SecretUse[]>();

  public constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) {
      for (const [name, required] of secretsOf(workload)) {
        const uses = this.byName.get(name) ?? [];
        uses.push({ workload, required });
        this.byName.set(name, uses);
      }
    }
  }

  /** The names of all Secrets that are used. */
  public get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** The workloads that use the Secret `name` in the namespace of `near`. */
  public of(name: string, near: { readonly namespace?: string }): readonly SecretUse[] {
    return this.named(name).filter(({ workload }) => sameNamespace(workload, near));
  }

  /** The workloads that use a Secret of that name, in any namespace. */
  public named(name: string): readonly SecretUse[] {
    return this.byName.get(name) ?? [];
  }
}

/** The Secrets of a workload, and whether its pods need them to start. A volume counts although no container mounts it. */
function secretsOf(workload: Workload): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const add = (name: string, optional: boolean) => found.set(name, found.get(name) === true || !optional);
  for (const { kind, name, optional } of workload.volumes.flatMap((volume) => volume.sources)) {
    if (kind === 'Secret') {
      add(name, optional);
    }
  }
  for (const container of workload.containers) {
    container.envFrom.filter(({ source }) => source === 'Secret').forEach(({ name, optional }) => add(name, optional));
    container.env.forEach(({ secretKey }) => secretKey && add(secretKey.name, secretKey.optional));
  }
  return found;
}
