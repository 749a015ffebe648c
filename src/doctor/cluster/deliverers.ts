import type { JsonObject } from '../../common/data/json';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { argoDestination } from '../../verify/values/installs/argo';
import { asKube, conditionFault, conditionOf, Fault, identityOf, Told, words } from './fault';

/**
 * Those of Argo CD and Flux that were to bring something into one of the namespaces of this cluster, and
 * failed.
 */
export function failedDeliveries(objects: readonly JsonObject[], namespaces: readonly string[]): Fault[] {
  return objects.map(asKube).flatMap((object) => {
    const isArgoCd = object.apiVersion === ARGO_CD.apiVersion;
    const isOurs = isArgoCd ? isAppliedTo(object, namespaces) : isReconciledInto(object, namespaces);
    const faultOf = isArgoCd ? argoFault : fluxFault;
    const fault = isOurs ? faultOf(object) : undefined;
    return fault === undefined ? [] : [{ object: identityOf(object), ...fault }];
  });
}

/** Source: Argo CD, `ApplicationDestination`. What goes into other clusters is asked for there. */
function isAppliedTo(object: KubeObject, namespaces: readonly string[]): boolean {
  const destination = object.objectAt('spec', 'destination');
  return argoDestination(destination) === ARGO_CD.inCluster
    && namespaces.includes(asText(destination.namespace) ?? '');
}

/**
 * By its target, else by what it has brought so far.
 *
 * Source: Flux, `HelmRelease` and `Kustomization`; an entry of the inventory is `namespace_name_group_kind`.
 */
function isReconciledInto(object: KubeObject, namespaces: readonly string[]): boolean {
  const target = object.textAt('spec', 'targetNamespace') ?? object.namespace ?? '';
  const entries = object
    .listAt('status', 'inventory', 'entries')
    .map((entry) => asText(asObject(entry).id) ?? '');
  const isHere = object.at('spec', 'kubeConfig') === undefined;
  return (
    isHere && (namespaces.includes(target) || entries.some((id) => namespaces.includes(id.split('_')[0])))
  );
}

/**
 * Source: Argo CD, `OperationPhase` and `ApplicationConditionType`, of which those of errors end in `Error`.
 */
function argoFault(object: KubeObject): Told | undefined {
  const { phase, message } = object.objectAt('status', 'operationState');
  if (phase === 'Failed' || phase === 'Error') {
    return { field: 'status.operationState', reason: words(phase, message) };
  }
  const condition = object.listAt('status', 'conditions').map(asObject)
    .find(({ type }) => /Error$/.test(asText(type) ?? ''));
  return condition && { field: 'status.conditions', reason: words(condition.type, condition.message) };
}

/** While it is at work, or before it has begun, nothing has failed. */
function fluxFault(object: KubeObject): Told | undefined {
  return conditionOf(object, 'Ready')?.status === 'False' ? conditionFault(object, 'Ready') : undefined;
}
