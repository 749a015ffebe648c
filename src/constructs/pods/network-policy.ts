import { ApiObject, ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { isIP, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { optional, struct, text } from '../../common/props/prop-types';
import { DNS_PORTS, NAMESPACE_NAME_LABEL } from '../../contract/upstream/kubernetes';
import { labels as labelsKind } from '../objects/api-objects';

/**
 * Pods or addresses in a NetworkPolicy. Namespace and labels together select pods with these labels in that
 * namespace.
 */
export interface NetworkPeer {
  /**
   * Name of the namespace of the pods: `monitoring`.
   *
   * @default - the namespace of the plane; with `namespaceLabels` the namespaces with these labels
   */
  readonly namespace?: string;

  /**
   * Labels of the pods' namespaces, instead of a name.
   *
   * @default - none
   */
  readonly namespaceLabels?: { [label: string]: string };

  /**
   * Labels of the pods.
   *
   * @default - all pods of the namespace
   */
  readonly podLabels?: { [label: string]: string };

  /**
   * Addresses outside the cluster, or of its nodes, such as `10.0.0.0/8`. For pods in the host network and
   * for peers that are not pods. Excludes the other props.
   *
   * @default - none
   */
  readonly cidr?: string;
}

const PROPS = struct<NetworkPeer>({
  namespace: optional(text(namespaceName)),
  namespaceLabels: optional(labelsKind()),
  podLabels: optional(labelsKind()),
  cidr: optional(
    text((value) => (isCidr(value) ? undefined : 'is not an address range; write one such as 10.0.0.0/8')),
  ),
});

/** The type of a peer. An empty one would mean everyone. */
export function networkPeer(problems: Problems, prop: string, value: unknown): boolean {
  if (!PROPS(problems, prop, value)) {
    return false;
  }
  const { namespace, namespaceLabels, podLabels, cidr } = value as NetworkPeer;
  const inside = [namespace, namespaceLabels, podLabels].filter((entry) => entry !== undefined);
  if (Object.values(value as NetworkPeer).every((entry) => entry === undefined)) {
    problems.add(prop, value, 'selects no pods; give namespace, namespaceLabels, podLabels or cidr');
  }
  if (inside.length > 0 && cidr !== undefined) {
    problems.add(
      `${prop}.cidr`, cidr, 'conflicts with pods, as addresses have no labels; write two '
        + 'entries',
    );
  }
  if (namespace !== undefined && namespaceLabels !== undefined) {
    problems.add(
      `${prop}.namespaceLabels`, namespaceLabels, `conflicts with namespace ${namespace}; give `
        + 'one of the two',
    );
  }
  return true;
}

/** In the format of a NetworkPolicy. */
export function peerOf({ namespace, namespaceLabels, podLabels, cidr }: NetworkPeer): JsonObject {
  if (cidr !== undefined) {
    return { ipBlock: { cidr } };
  }
  const namespaces = namespace === undefined ? namespaceLabels : { [NAMESPACE_NAME_LABEL]: namespace };
  return withoutUndefined({
    namespaceSelector: selector(namespaces),
    podSelector: selector(podLabels),
  });
}

/** An empty selector selects everything, as in Kubernetes. */
function selector(labels: Readonly<Record<string, string>> | undefined): JsonObject | undefined {
  return labels && (Object.keys(labels).length > 0 ? { matchLabels: labels } : {});
}

function isCidr(value: string): boolean {
  const [address, length, ...more] = value.split('/');
  const version = isIP(address);
  return version !== 0 && more.length === 0 && /^\d{1,3}$/.test(length ?? '')
    && Number(length) <= (version === 4 ? 32 : 128);
}

export interface IngressRule {
  readonly from: readonly NetworkPeer[];
  /** TCP ports of the container; all by default. */
  readonly ports?: readonly number[];
}

export interface EgressRule {
  /** By default everyone: a policy selects by address and label, not by host name. */
  readonly to?: readonly NetworkPeer[];
  /** All by default. */
  readonly ports?: readonly number[];
  /** @default ["TCP"] */
  readonly protocols?: readonly ('TCP' | 'UDP')[];
}

export interface NetworkPolicyRules {
  readonly ingress: readonly IngressRule[];
  readonly egress: readonly EgressRule[];
}

/** By default any DNS server, in kube-system or on the node. */
export function dns(servers?: readonly NetworkPeer[]): EgressRule {
  return { to: servers, ports: DNS_PORTS, protocols: ['UDP', 'TCP'] };
}

/** Everything that no rule allows is closed, in both directions. */
export function addNetworkPolicy(
  scope: Construct,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  podLabels: Readonly<Record<string, string>>,
  rules: () => NetworkPolicyRules,
): ApiObject {
  return new NetworkPolicy(scope, `NetworkPolicy-${name}`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, labels: { ...podLabels } },
    spec: { podSelector: { matchLabels: podLabels }, policyTypes: ['Ingress', 'Egress'] },
  } as ApiObjectProps, rules);
}

/** Evaluates its rules when it is written: the edges of a plane are known only once the whole app exists. */
class NetworkPolicy extends ApiObject {
  public constructor(
    scope: Construct, id: string, props: ApiObjectProps, private readonly rules: () => NetworkPolicyRules,
  ) {
    super(scope, id, props);
  }

  public override toJson(): JsonObject {
    const { ingress, egress } = this.rules();
    const manifest = super.toJson() as JsonObject & { spec: JsonObject };
    const asked = ingress.filter(({ from }) => from.length > 0);
    return {
      ...manifest,
      spec: {
        ...manifest.spec,
        // The API server does not store empty lists, and they mean the same as absent ones.
        ...(asked.length > 0 ? { ingress: asked.map(ingressRule) } : {}),
        ...(egress.length > 0 ? { egress: egress.map(egressRule) } : {}),
      },
    };
  }
}

function ingressRule({ from, ports }: IngressRule): JsonObject {
  return { from: peers(from), ...portsOf(ports) };
}

function egressRule({ to, ports, protocols }: EgressRule): JsonObject {
  return { ...(to ? { to: peers(to) } : {}), ...portsOf(ports, protocols) };
}

/** In the format of a NetworkPolicy, without duplicates. */
export function peers(all: readonly NetworkPeer[]): JsonObject[] {
  const texts = new Set(all.map((peer) => JSON.stringify(peerOf(peer))));
  // Parsed separately: a shared object would be written as an alias.
  return [...texts].map((each) => JSON.parse(each) as JsonObject);
}

function portsOf(ports?: readonly number[], protocols: readonly string[] = ['TCP']): JsonObject {
  return ports
    ? { ports: [...new Set(ports)].flatMap((port) => protocols.map((protocol) => ({ port, protocol }))) }
    : {};
}
