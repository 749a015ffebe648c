import type { JsonObject } from '../../common/data/json';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { ADDRESS_WRITERS, DEFAULT_CLASS_ANNOTATION } from '../../contract/upstream/ingress-controllers';
import { asList, asText } from '../../verify/kube/json-access';
import { KubeObject } from '../../verify/kube/kube-object';
import type { ObjectIdentity } from '../../verify/read/object-source';
import { argoDestination } from '../../verify/values/installs/argo';
import { quoted } from '../ask/remote-text';

/** An object whose status reports a failure. */
export interface Fault {
  readonly object: ObjectIdentity;
  readonly field: string;
  /** The reason in its controller's words. */
  readonly reason: string;
}

type Told = Omit<Fault, 'object'>;

function conditionOf(object: KubeObject, type: string): JsonObject | undefined {
  return object.objectsAt('status', 'conditions').find((each) => each.type === type);
}

/** The message of a condition that is not true. */
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

/** Texts of the cluster that are safe in a finding. */
export function words(...parts: readonly unknown[]): string {
  return quoted(parts.map(asText).filter(Boolean).join(', '));
}

export function asKube(raw: JsonObject): KubeObject {
  return new KubeObject(raw, { file: '', document: 0, path: [] });
}

export function identityOf({ apiVersion, kind, namespace, name }: KubeObject): ObjectIdentity {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Failed Applications of Argo CD and releases of Flux for one of the namespaces. */
export function failedDeliveries(objects: readonly JsonObject[], namespaces: readonly string[]): Fault[] {
  return objects.map(asKube).flatMap((object) => {
    const isArgoCd = object.apiVersion === ARGO_CD.apiVersion;
    const isOurs = isArgoCd ? isAppliedTo(object, namespaces) : isReconciledInto(object, namespaces);
    const faultOf = isArgoCd ? argoFault : fluxFault;
    const fault = isOurs ? faultOf(object) : undefined;
    return fault === undefined ? [] : [{ object: identityOf(object), ...fault }];
  });
}

/** Source: Argo CD, `ApplicationDestination`. Other target clusters are not checked here. */
function isAppliedTo(object: KubeObject, namespaces: readonly string[]): boolean {
  const destination = object.objectAt('spec', 'destination');
  return argoDestination(destination) === ARGO_CD.inCluster
    && namespaces.includes(asText(destination.namespace) ?? '');
}

/** By its target, otherwise by its inventory, whose entries are `namespace_name_group_kind` (Flux). */
function isReconciledInto(object: KubeObject, namespaces: readonly string[]): boolean {
  const target = object.textAt('spec', 'targetNamespace') ?? object.namespace ?? '';
  const entries = object.objectsAt('status', 'inventory', 'entries').map(({ id }) => asText(id) ?? '');
  const there = [target, ...entries.map((id) => id.split('_')[0])];
  return object.at('spec', 'kubeConfig') === undefined
    && there.some((namespace) => namespaces.includes(namespace));
}

/** Source: Argo CD, `OperationPhase`; `ApplicationConditionType`, where errors end in `Error`. */
function argoFault(object: KubeObject): Told | undefined {
  const { phase, message } = object.objectAt('status', 'operationState');
  if (phase === 'Failed' || phase === 'Error') {
    return { field: 'status.operationState', reason: words(phase, message) };
  }
  const condition = object.objectsAt('status', 'conditions')
    .find(({ type }) => /Error$/.test(asText(type) ?? ''));
  return condition && { field: 'status.conditions', reason: words(condition.type, condition.message) };
}

/** In progress, or not started, is not a failure. */
function fluxFault(object: KubeObject): Told | undefined {
  return conditionOf(object, 'Ready')?.status === 'False' ? conditionFault(object, 'Ready') : undefined;
}

/** A failed object with hosts that it serves or should serve. */
export interface HostFault extends Fault {
  /** Empty for any host. */
  readonly hosts: readonly string[];
}

export interface ClusterEdge {
  /** Ingresses with an undefined class; absent if the classes could not be read. */
  readonly classless?: readonly HostFault[];
  /** Ingresses and Gateways without a controller. */
  readonly unclaimed: readonly HostFault[];
  /** Certificates that cert-manager has not issued. */
  readonly unissued: readonly HostFault[];
}

/** @param classes absent if they could not be read */
export function edgeOf(
  objects: readonly JsonObject[], classes: readonly JsonObject[] | undefined,
): ClusterEdge {
  const all = objects.map(asKube);
  const ofKind = (kind: string, group: string) =>
    all.filter((object) => object.kind === kind && object.group === group);
  // With an address it is served, whatever its class.
  const ingresses = ofKind('Ingress', 'networking.k8s.io').filter((ingress) => !hasAddress(ingress));
  const known = classes?.map(asKube);
  return {
    ...(known === undefined ? {} : { classless: ingresses.flatMap((ingress) => classFault(ingress, known)) }),
    unclaimed: [
      ...ingresses.flatMap((ingress) => claimFault(ingress, known ?? [])),
      ...ofKind('Gateway', GATEWAY_API_GROUP).flatMap(gatewayFault),
    ],
    unissued: ofKind('Certificate', 'cert-manager.io').flatMap(certificateFault),
  };
}

function hasAddress(ingress: KubeObject): boolean {
  return ingress.listAt('status', 'loadBalancer', 'ingress').length > 0;
}

function hostsOf(ingress: KubeObject): string[] {
  const rules = ingress.objectsAt('spec', 'rules').map(({ host }) => asText(host) ?? '');
  return rules.includes('') ? [] : [...new Set(rules)];
}

/** Only by its field: a controller may recognize a class in an annotation without an object. */
function classFault(ingress: KubeObject, classes: readonly KubeObject[]): HostFault[] {
  const name = ingress.textAt('spec', 'ingressClassName');
  const names = classes.map((each) => each.name);
  const hasDefault = classes.some(({ annotations }) => annotations[DEFAULT_CLASS_ANNOTATION] === 'true');
  const isServed = name === undefined
    ? 'kubernetes.io/ingress.class' in ingress.annotations || hasDefault
    : names.includes(name);
  const there = names.length === 0 ? 'the cluster has none' : `the cluster has ${names.join(', ')}`;
  return isServed ? [] : [{
    object: identityOf(ingress),
    field: 'spec.ingressClassName',
    reason: `${name === undefined ? 'no class, and none is the default' : `the class ${name}`}; ${there}`,
    hosts: hostsOf(ingress),
  }];
}

function claimFault(ingress: KubeObject, classes: readonly KubeObject[]): HostFault[] {
  const own = classes.find(({ name }) => name === ingress.textAt('spec', 'ingressClassName'));
  const controller = own?.textAt('spec', 'controller') ?? '';
  return !ADDRESS_WRITERS.includes(controller) ? [] : [{
    object: identityOf(ingress),
    field: 'status.loadBalancer',
    reason: `no address of ${controller}`,
    hosts: hostsOf(ingress),
  }];
}

function gatewayFault(gateway: KubeObject): HostFault[] {
  const fault = conditionFault(gateway, 'Programmed');
  const all = gateway.objectsAt('spec', 'listeners').map(({ hostname }) => asText(hostname) ?? '');
  const hosts = all.includes('') ? [] : all;
  return fault === undefined ? [] : [{ object: identityOf(gateway), ...fault, hosts }];
}

/** Source: cert-manager, `Certificate`. */
function certificateFault(certificate: KubeObject): HostFault[] {
  const fault = conditionFault(certificate, 'Ready');
  const { commonName, dnsNames, ipAddresses } = certificate.objectAt('spec');
  const hosts = [commonName, ...asList(dnsNames), ...asList(ipAddresses)]
    .flatMap((host) => asText(host) || []);
  // One without hosts, such as for a service mesh, concerns none.
  return fault === undefined || hosts.length === 0
    ? []
    : [{ object: identityOf(certificate), ...fault, hosts }];
}
