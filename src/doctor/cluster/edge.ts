import type { JsonObject } from '../../common/data/json';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { ADDRESS_WRITERS, DEFAULT_CLASS_ANNOTATION } from '../../contract/upstream/ingress-controllers';
import { asList, asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { asKube, conditionFault, Fault, identityOf } from './fault';

/** What someone serves, or ought to, at some hosts. */
export interface HostFault extends Fault {
  /** Empty for any host. */
  readonly hosts: readonly string[];
}

/** What the cluster says of its own edge. */
export interface ClusterEdge {
  /** Ingresses whose class no one has defined; absent where the classes could not be read. */
  readonly classless?: readonly HostFault[];
  /** Ingresses and Gateways that no controller has taken. */
  readonly unclaimed: readonly HostFault[];
  /** Certificates that cert-manager has not issued. */
  readonly unissued: readonly HostFault[];
}

/** @param classes absent where they could not be read */
export function edgeOf(
  objects: readonly JsonObject[], classes: readonly JsonObject[] | undefined,
): ClusterEdge {
  const all = objects.map(asKube);
  const ofKind = (kind: string, group: string) =>
    all.filter((object) => object.kind === kind && object.group === group);
  // With an address it is served, however its controller found it.
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
  const rules = ingress.listAt('spec', 'rules').map((rule) => asText(asObject(rule).host) ?? '');
  return rules.includes('') ? [] : [...new Set(rules)];
}

/** By its field alone: a class in an annotation may be known to a controller without an object. */
function classFault(ingress: KubeObject, classes: readonly KubeObject[]): HostFault[] {
  const name = ingress.textAt('spec', 'ingressClassName');
  const names = classes.map((each) => each.name);
  const isNamed =
    name === undefined ? 'kubernetes.io/ingress.class' in ingress.annotations : names.includes(name);
  if (isNamed
    || (name === undefined
      && classes.some(({ annotations }) => annotations[DEFAULT_CLASS_ANNOTATION] === 'true'))) {
    return [];
  }
  const there = names.length === 0 ? 'the cluster has none' : `the cluster has ${names.join(', ')}`;
  return [{
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
  const hosts = gateway
    .listAt('spec', 'listeners')
    .map((listener) => asText(asObject(listener).hostname) ?? '');
  return fault === undefined
    ? []
    : [{ object: identityOf(gateway), ...fault, hosts: hosts.includes('') ? [] : hosts }];
}

/** Source: cert-manager, `Certificate`. */
function certificateFault(certificate: KubeObject): HostFault[] {
  const fault = conditionFault(certificate, 'Ready');
  const { commonName, dnsNames, ipAddresses } = certificate.objectAt('spec');
  const hosts = [commonName, ...asList(dnsNames), ...asList(ipAddresses)]
    .flatMap((host) => asText(host) || []);
  // One for no host, such as for a service mesh, says nothing about any.
  return fault === undefined || hosts.length === 0
    ? []
    : [{ object: identityOf(certificate), ...fault, hosts }];
}
