import { EXTERNAL_SECRETS_GROUP, EXTERNAL_SECRETS_KINDS } from '../../contract/upstream/external-secrets';
import { rule } from '../engine/rule';
import type { SchemaFault } from '../kube/custom-resource';
import type { KubeObject } from '../kube/kube-object';
import { installersOf, keepsValues, unionCustomResources, violationOf } from '../model/custom-resources';
import type { Model } from '../model/model';

/** Custom resources that do not fit their own schema. */

export const manifestRefused = rule('manifest-refused', {
  of: unionCustomResources,
  each: (object, model) => model.schemaFaults(object)
    .filter((fault) => !isToldElsewhere(fault, object, model))
    .map((fault) => violationOf(fault, object, model)),
});

/** Whether another rule reports the consequence. */
function isToldElsewhere(fault: SchemaFault, object: KubeObject, model: Model): boolean {
  const { kind } = fault;
  const isOther = object.group !== EXTERNAL_SECRETS_GROUP;
  if (EXTERNAL_SECRETS_KINDS.includes(object.kind) && (kind === 'version' || isOther)) {
    return true;
  }
  return /ExternalSecret$/.test(object.kind)
    ? ['choice', 'type', 'missing'].includes(kind)
    : keepsValues(fault) && installersOf(model).includes(object);
}
