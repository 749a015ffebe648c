import { KubeObject } from '../../../src/verify/kube/kube-object';
import { NetworkPolicy, selects } from '../../../src/verify/kube/network-policy';
import { workload } from './_views';

const NAME = 'kubernetes.io/metadata.name';
const expression = (key: string, operator: string, ...values: string[]) => ({ matchExpressions: [{ key, operator, values }] });

/** Source: Kubernetes, "Labels and Selectors". */
test.each<[string, unknown, Readonly<Record<string, string>> | undefined, boolean | undefined]>([
  ['an empty one takes whatever is not shown', {}, undefined, true],
  ['a label decides that is not shown', { matchLabels: { app: 'a' } }, undefined, undefined],
  ['an expression decides about what is not shown', expression('app', 'DoesNotExist'), undefined, undefined],
  ['a label is another', { matchLabels: { app: 'a' } }, { app: 'b' }, false],
  ['a label is missing that may not be another', expression('app', 'NotIn', 'a'), { other: 'x' }, true],
  ['of a namespace the name is the one', { matchLabels: { [NAME]: 'union' } }, { [NAME]: 'union' }, true],
  ['of a namespace the name is among several', expression(NAME, 'In', 'union', 'other'), { [NAME]: 'union' }, true],
  ['of a namespace the name is not among several', expression(NAME, 'NotIn', 'union'), { [NAME]: 'union' }, false],
  ['of a namespace no other label is known', { matchLabels: { team: 'a' } }, { [NAME]: 'union' }, undefined],
  ['of a namespace no expression about another label is known', expression('team', 'Exists'), { [NAME]: 'union' }, undefined],
  ['of a namespace the name is another, whatever its labels', { matchLabels: { team: 'a', [NAME]: 'x' } }, { [NAME]: 'union' }, false],
  ['the operator is unknown', expression('app', 'Like', 'a'), { app: 'a' }, undefined],
])('a selector, where %s', (_, selector, labels, selected) => expect(selects(selector, labels)).toBe(selected));

const policy = (spec: Record<string, unknown>) => new NetworkPolicy(new KubeObject({
  apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'union-cp' }, spec: { podSelector: {}, ...spec },
}, { file: 'p.yaml', document: 0 } as never));

test.each<[ports: readonly Record<string, unknown>[], port: string, admits: boolean]>([
  [[], '80', true],
  [[{}], '80', true],
  [[{ port: 80 }], '80', true],
  [[{ port: '80' }], '80', true],
  [[{ port: 80 }], '79', false],
  [[{ port: 80 }], '81', false],
  [[{ port: 80, protocol: 'UDP' }], '80', false],
  [[{ port: 'http' }], '80', true],
  [[{ port: 80, endPort: 82 }], '79', false],
  [[{ port: 80, endPort: 82 }], '80', true],
  [[{ port: 80, endPort: 82 }], '82', true],
  [[{ port: 80, endPort: 82 }], '83', false],
  [[{ port: 79 }, { port: 81 }], '81', true],
])('a policy with the ports %j, of a request to %s', (ports, port, admits) => {
  expect(policy({ ingress: [{ ports }] }).admitsTo(port)).toBe(admits);
});

type Entries = readonly Record<string, unknown>[];
type Egress = [to: Entries, ports: Entries, names: boolean, tls: boolean];

/** What pods that it selects may ask: names, and TLS outside of the cluster. */
test.each<Egress>([
  [[], [], true, true],
  ...[53, 5353, 8053].map((port): Egress => [[], [{ port, protocol: 'UDP' }], true, false]),
  [[], [{ port: 52, endPort: 54, protocol: 'UDP' }], true, false],
  [[], [{ port: 54, protocol: 'UDP' }], false, false],
  [[], [{ port: 53 }], false, false],
  ...[443, 8443, 3128, 8080, 8888].map((port): Egress => [[], [{ port }], false, true]),
  [[], [{ port: 80 }], false, false],
  [[{ namespaceSelector: {} }], [], true, false],
  [[{ podSelector: {} }], [], false, false],
  [[{ namespaceSelector: {}, podSelector: {} }], [], true, false],
  [[{ ipBlock: { cidr: '0.0.0.0/0' } }], [], true, true],
  [[{ ipBlock: { cidr: '169.254.169.254/32' } }], [], true, false],
  [[{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }], [], true, true],
])('a policy with egress to %j at %j lets ask names: %s, and TLS: %s', (to, ports, names, tls) => {
  const made = policy({ egress: [{ to, ports }] });
  expect([made.letsAskNames, made.letsOut()]).toEqual([names, tls]);
});

type Peer = [peer: Record<string, unknown> | undefined, others: boolean];

/** Whether others than the known pods are admitted, of a policy in `union-cp`. */
test.each<Peer>([
  [undefined, true],
  [{ namespaceSelector: { matchLabels: { [NAME]: 'union-cp' } } }, false],
  [{ namespaceSelector: { matchLabels: { [NAME]: 'shop' } } }, true],
  [{ namespaceSelector: {} }, true],
  ...['monitoring', 'prometheus', 'observability', 'logging', 'grafana'].map((name): Peer => [{ namespaceSelector: { matchLabels: { [NAME]: name } } }, false]),
  [{ ipBlock: { cidr: '10.0.0.0/8' } }, true],
  [{ podSelector: { matchLabels: { app: 'a' } } }, false],
])('a policy that admits %j admits others: %s', (peer, others) => {
  expect(policy({ ingress: [{ from: peer === undefined ? [] : [peer] }] }).mayAdmitOthers(['80'], [])).toBe(others);
});

test('who else is admitted is the same text in whatever order labels are', () => {
  const admitting = (matchLabels: Record<string, string>) =>
    policy({ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels } }] }] }).others([]);
  expect(admitting({ app: 'a', part: 'b' })).toEqual(admitting({ part: 'b', app: 'a' }));
  expect(admitting({ app: 'a', part: 'b' })).not.toEqual(admitting({ part: 'b', app: 'c' }));
});

test('pods of its own namespace are isolated and admitted, others by their namespace', () => {
  const pods = (namespace: string) => workload({}, { namespace, podMetadata: { labels: { app: 'a' } } });
  const admitting = (peer: object) => policy({ ingress: [{ from: [peer] }], egress: [{ to: [peer] }] });
  const used = (made: NetworkPolicy) => ['union-cp', 'shop'].map((namespace) => [made.admits(pods(namespace), []), made.reaches(pods(namespace), [])]);
  expect(['union-cp', 'shop'].map((namespace) => policy({}).isolates(pods(namespace), 'Ingress'))).toEqual([true, false]);
  expect(used(admitting({ podSelector: {} }))).toEqual([[true, true], [false, false]]);
  expect(used(admitting({ namespaceSelector: { matchLabels: { [NAME]: 'shop' } } }))).toEqual([[false, false], [true, true]]);
  expect(used(admitting({ namespaceSelector: {}, podSelector: { matchLabels: { app: 'b' } } }))).toEqual([[false, false], [false, false]]);
  expect([['Ingress'], ['Egress'], undefined].map((policyTypes) => (['Ingress', 'Egress'] as const).map((direction) => policy({ policyTypes }).isolates(pods('union-cp'), direction))))
    .toEqual([[true, false], [false, true], [true, false]]);
  expect([policy({ egress: [{}] }).isolates(pods('union-cp'), 'Egress'), policy({ egress: [] }).isolates(pods('union-cp'), 'Egress')]).toEqual([true, false]);
});

test.each<[object[], boolean]>([
  [[], false], [[{}], true], [[{ from: [] }], true], [[{ ports: [{ port: 80 }] }], false],
  [[{ from: [{ podSelector: {} }] }], false], [[{ from: [{ podSelector: {} }] }, {}], true],
])('with ingress %j, a policy admits anybody: %s', (ingress, expected) => expect(policy({ ingress }).admitsAnybody).toBe(expected));
