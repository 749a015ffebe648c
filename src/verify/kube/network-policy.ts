import { isObject, JsonObject } from '../../common/data/json';
import { Home, sameHome } from './home';
import { asList, asObject, asObjects, asText } from './json-access';
import type { KubeObject } from './kube-object';
import type { Workload } from './workload';

/** Ports of TLS, and usual ports of egress proxies. */
const TLS_PORTS = ['443', '8443', '3128', '8080', '8888'];
/** In the cluster, and the ports of DNS servers' pods (OpenShift: 5353; node-local caches: 8053). */
const DNS_PORTS = [53, 5353, 8053];

/** The label with the namespace's name, which the API server sets. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Writes labels in one order: the same selector can list them in another. */
function inOrder(_: string, value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}

/** A rule: its peers, empty for anyone; and its ports, empty for any. */
interface PolicyRule {
  readonly peers: readonly JsonObject[];
  readonly ports: readonly JsonObject[];
}

/** The pods that a policy isolates, and the peers that it admits. */
export class NetworkPolicy {
  private ingressRules?: readonly PolicyRule[];
  private egressRules?: readonly PolicyRule[];

  public constructor(public readonly object: KubeObject) {}

  public isolates(workload: Workload, direction: 'Ingress' | 'Egress'): boolean {
    const types = this.object.listAt('spec', 'policyTypes');
    const isMeant =
      types.length > 0 ? types.includes(direction) : direction === 'Ingress' || this.egress.length > 0;
    return isMeant && sameHome(this.object, workload.object)
      && selects(this.object.at('spec', 'podSelector'), workload.podLabels) !== false;
  }

  /** Whether it may admit pods of a workload, at one of some ports; without ports, at any. */
  public admits(caller: Workload, ports: readonly string[]): boolean {
    return allows(this.ingress, ports, (peer) => this.isPeer(peer, caller));
  }

  /** Whether it may admit an edge that is not in the input. */
  public mayAdmitOthers(ports: readonly string[], known: readonly Workload[]): boolean {
    return allows(this.ingress, ports, (peer) => this.isOther(peer, known));
  }

  /** Whether it may let pods connect to those of a workload, at one of some ports; without ports, at any. */
  public reaches(called: Workload, ports: readonly string[]): boolean {
    return allows(this.egress, ports, (peer) => this.isPeer(peer, called));
  }

  /** Whether it isolates pods, and admits anyone. */
  public get admitsAnybody(): boolean {
    return this.ingress.some(({ peers, ports }) => peers.length === 0 && ports.length === 0);
  }

  /** Peers that it may admit besides some workloads, as texts to compare. */
  public others(known: readonly Workload[]): string[] {
    return this.ingress.flatMap(({ peers }) =>
      peers.filter((peer) => this.isOther(peer, known)).map((peer) => JSON.stringify(peer, inOrder)));
  }

  public admitsTo(port: string): boolean {
    return this.ingress.some((rule) => mayUse(rule, [port]));
  }

  /**
   * Whether it may let pods connect to addresses outside of the cluster at some ports, by default that of TLS
   * or of a proxy.
   */
  public letsOut(ports: readonly string[] = TLS_PORTS): boolean {
    return allows(this.egress, ports, (peer) => !isLinkLocal(peer) && !isOfPods(peer));
  }

  /** Whether it may let pods connect to a DNS server, over UDP first. */
  public get letsAskNames(): boolean {
    return this.egress.some(({ peers, ports }) =>
      (peers.length === 0 || peers.some((peer) => Object.keys(peer).some((key) => key !== 'podSelector')))
      && (ports.length === 0 || ports.some((port) =>
        port.protocol === 'UDP' && DNS_PORTS.some((wanted) => covers(port, wanted)))));
  }

  public get isWithoutEgress(): boolean {
    return this.egress.length === 0;
  }

  private get ingress(): readonly PolicyRule[] {
    return this.ingressRules ??= this.rules('ingress', 'from');
  }

  private get egress(): readonly PolicyRule[] {
    return this.egressRules ??= this.rules('egress', 'to');
  }

  private rules(direction: string, peers: string): readonly PolicyRule[] {
    return this.object.objectsAt('spec', direction).map((rule) => ({
      peers: asList(rule[peers]).map(withoutNulls),
      ports: asList(rule.ports).map(withoutNulls),
    }));
  }

  private isOther(peer: JsonObject, known: readonly Workload[]): boolean {
    if (peer.namespaceSelector !== undefined) {
      const name = asText(asObject(asObject(peer.namespaceSelector).matchLabels)[NAMESPACE_NAME]);
      return name !== this.object.namespace && !/monitor|prometheus|observ|logging|grafana/i.test(name ?? '');
    }
    return peer.ipBlock !== undefined
      || (known.length > 0 && !known.some((workload) => this.isPeer(peer, workload)));
  }

  private isPeer(peer: JsonObject, other: Workload): boolean {
    if (peer.ipBlock !== undefined) {
      return true;
    }
    const inNamespace = peer.namespaceSelector === undefined
      ? sameHome(this.object, other.object)
      : selects(peer.namespaceSelector, labelsOfNamespace(other)) !== false;
    return inNamespace && selects(peer.podSelector, other.podLabels) !== false;
  }
}

/** A null field is an absent one. */
function withoutNulls(raw: unknown): JsonObject {
  return Object.fromEntries(Object.entries(asObject(raw)).filter(([, value]) => value !== null));
}

function isOfPods(peer: JsonObject): boolean {
  return Object.keys(peer).every((key) => key === 'podSelector' || key === 'namespaceSelector');
}

/** Addresses of the node itself: cloud metadata, a DNS cache. */
function isLinkLocal(peer: JsonObject): boolean {
  return (asText(asObject(peer.ipBlock).cidr) ?? '').startsWith('169.254.');
}

/** The known labels of a namespace. */
export function labelsOfNamespace({ namespace }: Home): Readonly<Record<string, string>> | undefined {
  return namespace === undefined ? undefined : { [NAMESPACE_NAME]: namespace };
}

/** Whether a selector matches labels; undefined if unknown labels decide. */
export function selects(
  selector: unknown, labels: Readonly<Record<string, unknown>> | undefined,
): boolean | undefined {
  const { matchLabels, matchExpressions } = asObject(selector);
  const wanted = Object.entries(asObject(matchLabels));
  if (labels === undefined) {
    return wanted.length === 0 && asList(matchExpressions).length === 0 ? true : undefined;
  }
  // Only the name of a namespace is known.
  const onlyName = NAMESPACE_NAME in labels && Object.keys(labels).length === 1;
  const isKnown = (name: string) => !onlyName || name === NAMESPACE_NAME;
  const results = [
    ...wanted.map(([name, value]) => (isKnown(name) ? asText(labels[name]) === asText(value) : undefined)),
    ...asObjects(matchExpressions).map((each) =>
      (isKnown(asText(each.key) ?? '') ? expressed(each, labels) : undefined)),
  ];
  if (results.includes(false)) {
    return false;
  }
  return results.includes(undefined) ? undefined : true;
}

/** Whether an expression of a selector holds; undefined for an unknown operator. */
function expressed(
  { key, values, operator }: JsonObject, labels: Readonly<Record<string, unknown>>,
): boolean | undefined {
  const value = asText(labels[asText(key) ?? '']);
  const among = asList(values).map(asText).includes(value);
  switch (operator) {
    case 'In': return value !== undefined && among;
    case 'NotIn': return value === undefined || !among;
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return undefined;
  }
}

/** Whether a rule allows a peer, or anyone, at one of some ports. */
function allows(
  rules: readonly PolicyRule[], ports: readonly string[], isMeant: (peer: JsonObject) => boolean,
): boolean {
  return rules.some((rule) => mayUse(rule, ports) && (rule.peers.length === 0 || rule.peers.some(isMeant)));
}

/** Whether a rule allows one of some TCP ports. */
function mayUse({ ports }: PolicyRule, wanted: readonly string[]): boolean {
  return ports.length === 0 || wanted.length === 0 || ports.some((port) =>
    (port.protocol ?? 'TCP') === 'TCP' && wanted.some((each) => covers(port, Number(each))));
}

/** Whether an entry of a rule's ports has one of them; a named one may be any. */
function covers({ port, endPort }: JsonObject, wanted: number): boolean {
  const first = Number(asText(port));
  return !Number.isInteger(first) || (wanted >= first && wanted <= Number(asText(endPort) ?? first));
}
