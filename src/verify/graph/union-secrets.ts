import { planeOf } from './plane';
import type { SecretUse } from './secret-uses';
import { SecretContract, SECRETS } from '../../contract/secrets';
import { sameNamespace } from '../model/kube-object';
import type { Model } from '../model/model';
import type { Secret } from '../model/secret';

const BY_NAME = new Map<string, SecretContract>(Object.values(SECRETS).map((contract) => [contract.name, contract]));

/** What upstream dictates about a Secret of that name. */
export function secretContract(name: string): SecretContract | undefined {
  return BY_NAME.get(name);
}

/** The keys of a Secret that carry credentials of Union: every key where upstream names the Secret, else those that a service reads. */
export function credentialKeys(model: Model, secret: Secret): readonly string[] {
  if (secretContract(secret.name) !== undefined) {
    return secret.keys;
  }
  const read = model.credentials.filter(({ key, container }) => key?.secret === secret.name && sameNamespace(container.workload, secret));
  return secret.keys.filter((name) => read.some(({ key }) => key?.key === name));
}

/** The workloads of the two planes that use a Secret. */
export function unionUses(model: Model, name: string, near: { readonly namespace?: string }): readonly SecretUse[] {
  return model.secretUses.of(name, near).filter(({ workload }) => planeOf(workload) !== undefined);
}

/** Whether the input shows workloads of the planes near an object, and none of them uses the Secret. */
export function isUnused(model: Model, name: string, near: { readonly namespace?: string }): boolean {
  return model.secretUses.of(name, near).length === 0
    && model.workloads.some((workload) => sameNamespace(workload, near) && planeOf(workload) !== undefined);
}
