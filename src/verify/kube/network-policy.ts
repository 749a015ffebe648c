import { sameHome } from './home';
import { asList, asObject, asText } from './json-access';
import type { KubeObject } from './kube-object';
import type { Workload } from './workload';

/** Of TLS, and those at which people run proxies on the way out. */
const TLS_PORTS = ['443', '8443', '3128', '8080', '8888'];
/** In the cluster, and as pods of DNS servers listen (OpenShift: 5353; node-local caches: 8053). */
const DNS_PORTS = [53, 5353, 8053];

/** Label that the API server puts on every namespace, with its name. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * A NetworkPolicy: which pods it isolates, and whom it admits to them. Source: Kubernetes, `networking/v1`
 * types.
 */
export class NetworkPolicy {
  public constructor(public readonly object: KubeObject) {}

  public isolates(workload: Workload, direction: 'Ingress' | 'Egress'): boolean {
    const types = this.object.listAt('spec', 'policyTypes');
    const isolates =
      types.length > 0
        ? types.includes(direction)
        : direction === 'Ingress' || this.object.at('spec', 'egress') !== undefined;
    return (
      isolates
      && sameHome(this.object, workload.object)
      && selects(this.object.at('spec', 'podSelector'), workload.podLabels) !== false
    );
  }

  /**
   * Whether it may let pods of one workload through to another, at one of some ports; `undefined` ports: at
   * any.
   */
  public admits(caller: Workload, ports: readonly string[] | undefined): boolean {
    return this.object
      .listAt('spec', 'ingress')
      .map(asObject)
      .some(
        (rule) =>
          (rule.from === undefined
            || asList(rule.from).length === 0
            || asList(rule.from).some((peer) => this.isPeer(peer, caller)))
          && mayUse(rule.ports, ports),
      );
  }

  /**
   * Whether it may admit somebody in another namespace that is not one of its own alone, such as an edge that
   * the input does not show.
   */
  public admitsOthers(ports: readonly string[] | undefined, own: string | undefined): boolean {
    return this.object
      .listAt('spec', 'ingress')
      .map(asObject)
      .some(
        (rule) =>
          mayUse(rule.ports, ports)
          && asList(rule.from)
            .map(asObject)
            .some((peer) => {
              const name = asText(asObject(asObject(peer.namespaceSelector).matchLabels)[NAMESPACE_NAME]);
              return (
                peer.namespaceSelector !== undefined
                && name !== own
                && !/monitor|prometheus|observ|logging|grafana/i.test(name ?? '')
              );
            }),
      );
  }

  /**
   * Whether it may let pods out to what lies outside the cluster, at the port of TLS. A proxy may stand in a
   * namespace, or listen anywhere.
   */
  public get letsOut(): boolean {
    return this.object.listAt('spec', 'egress').map(asObject).some(({ to, ports }) => {
      const peers = asList(to).map(asObject);
      const leadsOut = peers.length === 0 || peers.some((peer) => !isLinkLocal(peer) && !isOfPods(peer));
      return leadsOut && TLS_PORTS.some((port) => mayUse(ports, [port]));
    });
  }

  /** Whether it may let pods ask a DNS server. */
  public get letsAskNames(): boolean {
    const beyond = this.object
      .listAt('spec', 'egress')
      .map(asObject)
      .filter(
        ({ to }) =>
          asList(to).length === 0
          || asList(to)
            .map(asObject)
            .some((peer) => Object.keys(peer).some((key) => key !== 'podSelector')),
      );
    return beyond.some(
      ({ ports }) =>
        asList(ports).length === 0
        || asList(ports)
          .map(asObject)
          .some(({ port, endPort }) => {
            const number = Number(asText(port));
            return (
              port === undefined
              || !Number.isInteger(number)
              || DNS_PORTS.some((each) => each >= number && each <= Number(endPort ?? number))
            );
          }),
    );
  }

  /** Whether some rule admits somebody to a port. */
  public admitsTo(port: string): boolean {
    return this.object.listAt('spec', 'ingress').map(asObject).some((rule) => mayUse(rule.ports, [port]));
  }

  /**
   * Whether all that it admits are pods of its namespace which the input shows: nobody from outside, and no
   * edge whose pods are not shown.
   */
  public admitsKnownAlone(known: readonly Workload[]): boolean {
    return this.object
      .listAt('spec', 'ingress')
      .map(asObject)
      .every(
        ({ from }) =>
          from !== undefined
          && asList(from).length > 0
          && asList(from)
            .map(asObject)
            .every(
              (peer) =>
                peer.ipBlock === undefined
                && peer.namespaceSelector === undefined
                && known.some((workload) => this.isPeer(peer, workload)),
            ),
      );
  }

  private isPeer(raw: unknown, caller: Workload): boolean {
    const peer = asObject(raw);
    if (peer.ipBlock !== undefined) {
      return true;
    }
    const inNamespace =
      peer.namespaceSelector === undefined
        ? sameHome(this.object, caller.object)
        : selects(
          peer.namespaceSelector,
          caller.namespace === undefined ? undefined : { [NAMESPACE_NAME]: caller.namespace },
        ) !== false;
    return (
      inNamespace && (peer.podSelector === undefined || selects(peer.podSelector, caller.podLabels) !== false)
    );
  }
}

/** Whether a peer says nothing but which pods it is. */
function isOfPods(peer: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(peer).every((key) => key === 'podSelector' || key === 'namespaceSelector');
}

/** Addresses of the node itself: metadata of the cloud, a DNS cache. */
function isLinkLocal(peer: Readonly<Record<string, unknown>>): boolean {
  return (asText(asObject(peer.ipBlock).cidr) ?? '').startsWith('169.254.');
}

/** Whether a selector matches labels; nothing where labels that are not shown decide. */
function selects(
  selector: unknown, labels: Readonly<Record<string, unknown>> | undefined,
): boolean | undefined {
  const { matchLabels, matchExpressions } = asObject(selector);
  const wanted = Object.entries(asObject(matchLabels));
  if (labels === undefined) {
    return wanted.length === 0 && asList(matchExpressions).length === 0 ? true : undefined;
  }
  // Of a namespace only its name is known.
  const onlyName = Object.keys(labels).join() === NAMESPACE_NAME;
  if (wanted.some(([name, value]) =>
    onlyName && name !== NAMESPACE_NAME ? false : asText(labels[name]) !== asText(value),
  )) {
    return false;
  }
  const expressions = asList(matchExpressions).map((raw) => expressed(asObject(raw), labels, onlyName));
  if (expressions.includes(false)) {
    return false;
  }
  return expressions.includes(undefined) || (onlyName && wanted.some(([name]) => name !== NAMESPACE_NAME))
    ? undefined
    : true;
}

/** Whether an expression of a selector holds; nothing where a label decides that is not shown. */
function expressed(
  expression: Readonly<Record<string, unknown>>, labels: Readonly<Record<string, unknown>>, onlyName: boolean,
): boolean | undefined {
  const key = asText(expression.key) ?? '';
  if (onlyName && key !== NAMESPACE_NAME) {
    return undefined;
  }
  const value = asText(labels[key]);
  const among = asList(expression.values).map(asText).includes(value);
  switch (expression.operator) {
    case 'In': return value !== undefined && among;
    case 'NotIn': return value === undefined || !among;
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return undefined;
  }
}

/** Whether a rule lets one of some ports through; a named one may be any. */
function mayUse(raw: unknown, ports: readonly string[] | undefined): boolean {
  const allowed = asList(raw).map(asObject);
  return (
    raw === undefined
    || allowed.length === 0
    || ports === undefined
    || allowed.some(({ port, endPort, protocol }) => {
      const number = Number(asText(port));
      return (
        (protocol === undefined || protocol === 'TCP')
        && (port === undefined
          || !Number.isInteger(number)
          || ports.some((each) =>
            endPort === undefined
              ? each === String(number)
              : Number(each) >= number && Number(each) <= Number(endPort),
          ))
      );
    })
  );
}
