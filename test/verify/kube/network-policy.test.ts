import { KubeObject } from '../../../src/verify/kube/kube-object';
import { NetworkPolicy, selects } from '../../../src/verify/kube/network-policy';

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
  ['nobody knows the operator', expression('app', 'Like', 'a'), { app: 'a' }, undefined],
])('a selector, where %s', (_, selector, labels, selected) => expect(selects(selector, labels)).toBe(selected));

test('who else is admitted is the same text in whatever order labels are', () => {
  const admitting = (matchLabels: Record<string, string>) => new NetworkPolicy(new KubeObject({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'union-cp' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels } }] }] },
  }, { file: 'p.yaml', document: 0 } as never)).others([]);
  expect(admitting({ app: 'a', part: 'b' })).toEqual(admitting({ part: 'b', app: 'a' }));
  expect(admitting({ app: 'a', part: 'b' })).not.toEqual(admitting({ part: 'b', app: 'c' }));
});
