import { Problems } from '../../../src/common/props/problems';
import { addNetworkPolicy, dns, networkPeer, NetworkPeer, NetworkPolicyRules, peerOf } from '../../../src/constructs/pods/network-policy';
import { inChart } from '../../_tools/made';

function problemsOf(peer: unknown): readonly string[] {
  const problems = new Problems('It');
  networkPeer(problems, 'peer', peer);
  return problems.all.map(({ prop, text }) => `${prop}: ${text}`);
}

test.each<[string, NetworkPeer, unknown]>([
  ['pods of a namespace', { namespace: 'monitoring', podLabels: { app: 'prometheus' } }, {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } }, podSelector: { matchLabels: { app: 'prometheus' } },
  }],
  ['every namespace', { namespaceLabels: {} }, { namespaceSelector: {} }],
  ['addresses', { cidr: '10.0.0.0/8' }, { ipBlock: { cidr: '10.0.0.0/8' } }],
  ['one address', { cidr: '10.0.0.1/32' }, { ipBlock: { cidr: '10.0.0.1/32' } }],
  ['one address of IPv6', { cidr: '2001:db8::1/128' }, { ipBlock: { cidr: '2001:db8::1/128' } }],
  ['all of IPv6', { cidr: '::/0' }, { ipBlock: { cidr: '::/0' } }],
])('%s', (_, peer, expected) => expect([problemsOf(peer), peerOf(peer)]).toEqual([[], expected]));

test.each<[string, unknown, string]>([
  ['an empty peer', {}, 'peer: {} selects no pods; give namespace, namespaceLabels, podLabels or cidr'],
  ['a field of Kubernetes, once', { podSelector: { app: 'x' } }, 'peer.podSelector: unknown prop. Known: namespace, namespaceLabels, podLabels, cidr.'],
  ['a namespace by name and by labels', { namespace: 'a', namespaceLabels: { b: 'c' } }, 'peer.namespaceLabels: {"b":"c"} conflicts with namespace a; give one of the two'],
  ['pods and addresses', { podLabels: { a: 'b' }, cidr: '10.0.0.0/8' }, 'peer.cidr: "10.0.0.0/8" conflicts with pods, as addresses have no labels; write two entries'],
  ['more bits than an address has', { cidr: '10.0.0.1/33' }, 'peer.cidr: "10.0.0.1/33" is not an address range; write one such as 10.0.0.0/8'],
  ['more bits than one of IPv6 has', { cidr: '2001:db8::1/129' }, 'peer.cidr: "2001:db8::1/129" is not an address range; write one such as 10.0.0.0/8'],
  ['bits with a sign', { cidr: '10.0.0.0/+8' }, 'peer.cidr: "10.0.0.0/+8" is not an address range; write one such as 10.0.0.0/8'],
  ['an address', { cidr: '10.0.0.1' }, 'peer.cidr: "10.0.0.1" is not an address range; write one such as 10.0.0.0/8'],
])('rejects %s', (_, peer, problem) => expect(problemsOf(peer)).toEqual([problem]));

describe('a policy', () => {
  const spec = (rules: NetworkPolicyRules) =>
    inChart((chart) => addNetworkPolicy(chart, { name: 'p', namespace: 'union-cp' }, { app: 'a' }, () => rules)).manifests[0].spec;
  const common = { podSelector: { matchLabels: { app: 'a' } }, policyTypes: ['Ingress', 'Egress'] };

  test.each<[string, NetworkPolicyRules, object]>([
    ['nothing is let in or out', { ingress: [], egress: [] }, {}],
    ['names are asked over UDP and TCP', { ingress: [], egress: [dns()] },
      { egress: [{ ports: [53, 5353].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol }))) }] }],
    ['a rule without peers is left out', { ingress: [{ from: [] }, { from: [{ namespace: 'b' }], ports: [80, 81, 80] }], egress: [] },
      { ingress: [{ from: [peerOf({ namespace: 'b' })], ports: [{ port: 80, protocol: 'TCP' }, { port: 81, protocol: 'TCP' }] }] }],
    ['a peer is named once', { ingress: [{ from: [{ namespace: 'b' }, { namespace: 'b' }] }], egress: [] }, { ingress: [{ from: [peerOf({ namespace: 'b' })] }] }],
  ])('%s', (_, rules, expected) => expect(spec(rules)).toEqual({ ...common, ...expected }));
});
