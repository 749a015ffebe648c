import { ApiObject, ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { DNS_PORTS } from '../../contract/upstream/kubernetes';
import { NetworkPeer, peerOf } from './network-peer';

/** Who may talk to a port. */
export interface IngressRule {
  readonly from: readonly NetworkPeer[];
  /** TCP ports of the container; all where absent. */
  readonly ports?: readonly number[];
}

/** To whom a pod may talk. */
export interface EgressRule {
  /** Everyone where absent: a policy knows addresses and labels, and no host names. */
  readonly to?: readonly NetworkPeer[];
  /** All where absent. */
  readonly ports?: readonly number[];
  /** @default ["TCP"] */
  readonly protocols?: readonly ('TCP' | 'UDP')[];
}

export interface NetworkPolicyRules {
  readonly ingress: readonly IngressRule[];
  readonly egress: readonly EgressRule[];
}

/** Wherever the cluster resolves names, in kube-system or on the node, unless someone knows. */
export function dns(servers?: readonly NetworkPeer[]): EgressRule {
  return { to: servers, ports: DNS_PORTS, protocols: ['UDP', 'TCP'] };
}

/** Everything that no rule names is closed, in both directions. */
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

/** Asks for its rules when it is written: who stands before a plane is known once the whole app is there. */
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
        // Empty lists are not stored, and mean the same as none.
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

/** As a NetworkPolicy lists them, each once. */
export function peers(all: readonly NetworkPeer[]): JsonObject[] {
  const texts = new Set(all.map((peer) => JSON.stringify(peerOf(peer))));
  // Each from its text: what stands twice would be written as an alias.
  return [...texts].map((text) => JSON.parse(text) as JsonObject);
}

function portsOf(ports?: readonly number[], protocols: readonly string[] = ['TCP']): JsonObject {
  return ports
    ? { ports: [...new Set(ports)].flatMap((port) => protocols.map((protocol) => ({ port, protocol }))) }
    : {};
}
