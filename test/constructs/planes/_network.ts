import { Manifest } from '../../examples/_dist';

/** A pod as a NetworkPolicy sees it. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly address?: string;
}

interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

interface Rule {
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

/**
 * Whether a connection comes about: both ends must allow it, and who is selected by no policy allows everything.
 *
 * Source: kubernetes.io, "Network Policies".
 */
export function connects(manifests: readonly Manifest[], from: Pod, to: Pod, port: number, protocol = 'TCP'): boolean {
  return allows(manifests, 'Egress', from, to, port, protocol) && allows(manifests, 'Ingress', to, from, port, protocol);
}

function allows(manifests: readonly Manifest[], direction: 'Ingress' | 'Egress', self: Pod, other: Pod, port: number, protocol: string): boolean {
  const policies = manifests.filter(({ kind, metadata, spec }) =>
    kind === 'NetworkPolicy' && metadata.namespace === self.namespace && spec.policyTypes.includes(direction) && matches(spec.podSelector, self.labels));
  const rules = policies.flatMap(({ spec }): Rule[] => spec[direction.toLowerCase()] ?? []);
  return policies.length === 0 || rules.some(({ ports, from, to }) => {
    const peers = direction === 'Ingress' ? from : to;
    return (ports === undefined || ports.some((allowed) => allowed.port === port && allowed.protocol === protocol))
      && (peers === undefined || peers.some((peer) => isPeer(peer, self.namespace, other)));
  });
}

function isPeer({ namespaceSelector, podSelector, ipBlock }: Peer, ownNamespace: string, pod: Pod): boolean {
  if (ipBlock) {
    return pod.address !== undefined && ipBlock.cidr.startsWith(pod.address.split('.').slice(0, 2).join('.'));
  }
  const namespaceLabels = { 'kubernetes.io/metadata.name': pod.namespace, ...pod.namespaceLabels };
  return (namespaceSelector ? matches(namespaceSelector, namespaceLabels) : pod.namespace === ownNamespace)
    && (podSelector === undefined || matches(podSelector, pod.labels));
}

function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matchLabels).every(([label, value]) => labels[label] === value)
    && matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]));
}

/** The pods of a Deployment. */
export function podOf({ metadata, spec }: Manifest): Pod {
  return { namespace: metadata.namespace!, labels: spec.template.metadata.labels };
}

const pod = (namespace: string, labels: Record<string, string>): Pod => ({ namespace, labels });
const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';

/** The controllers of edges, as their charts label them. */
export const NGINX = pod('ingress-nginx', { [NAME]: 'ingress-nginx', [COMPONENT]: 'controller' });
export const TRAEFIK = pod('traefik', { [NAME]: 'traefik' });
export const ENVOY = pod('envoy-gateway-system', {
  [NAME]: 'envoy', [COMPONENT]: 'proxy', 'gateway.envoyproxy.io/owning-gateway-name': 'controlplane', 'gateway.envoyproxy.io/owning-gateway-namespace': 'union-cp',
});
