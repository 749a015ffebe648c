import type { JsonObject } from '../../../src/common/data/json';
import type { Fault } from '../../../src/doctor/cluster/faults';

export const NAMESPACE = 'union-cp';

/** What a controller says of its object. */
export const condition = (type: string, status: string, reason = '', message = '') => ({ conditions: [{ type: 'Other', status: 'True' }, { type, status, reason, message }] });

export const object = (apiVersion: string, kind: string, name: string, rest: JsonObject, metadata: JsonObject = {}): JsonObject =>
  ({ apiVersion, kind, metadata: { name, namespace: NAMESPACE, ...metadata }, ...rest });

/** Where, and why. */
export const told = (faults: readonly Fault[] = []) => faults.map(({ object: { kind, namespace, name }, field, reason }) => `${kind} ${namespace}/${name} ${field}: ${reason}`);
