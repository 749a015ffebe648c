import type { JsonObject } from '../../common/data/json';
import { asObject, asText } from '../../verify/kube/json-access';
import { KubeObject } from '../../verify/kube/kube-object';
import type { ObjectIdentity } from '../../verify/read/object-source';
import { quoted } from '../ask/remote-text';

/** An object that says of itself that something has not come about. */
export interface Fault {
  readonly object: ObjectIdentity;
  /** Where it says so. */
  readonly field: string;
  /** Why, in the words of its controller. */
  readonly reason: string;
}

export type Told = Omit<Fault, 'object'>;

export function conditionOf(object: KubeObject, type: string): JsonObject | undefined {
  return object.listAt('status', 'conditions').map(asObject).find((each) => each.type === type);
}

/** What a condition says, where it does not say yes. */
export function conditionFault(object: KubeObject, type: string): Told | undefined {
  const condition = conditionOf(object, type);
  if (condition?.status === 'True') {
    return undefined;
  }
  const reason = condition === undefined
    ? `no condition ${type}: no controller has processed it`
    : words(`${type} ${asText(condition.status) ?? ''}`, condition.reason, condition.message);
  return { field: 'status.conditions', reason };
}

/** Texts of the cluster as they may be in a finding. */
export function words(...parts: readonly unknown[]): string {
  return quoted(parts.map(asText).filter(Boolean).join(', '));
}

export function asKube(raw: JsonObject): KubeObject {
  return new KubeObject(raw, { file: '', document: 0, path: [] });
}

export function identityOf({ apiVersion, kind, namespace, name }: KubeObject): ObjectIdentity {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
