import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Problems } from '../../../src/common/props/problems';
import { ANNOTATIONS, emit, emitAgain, inNoNamespace, labels, OBJECT_METADATA, pointerStep, put, take } from '../../../src/constructs/objects/api-objects';
import { NETWORK_POLICIES } from '../../../src/constructs/planes/network-policies';
import { SCHEDULING } from '../../../src/constructs/pods/scheduling';

function problemsOf(kind: typeof ANNOTATIONS, value: unknown): string[] {
  const problems = new Problems('It');
  kind(problems, 'p', value);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace('  - ', ''));
  }
}

const REFUSED = 'has a name that Kubernetes refuses; write one such as example.com/team';
const NO_VALUE = 'is not a label value; use at most 63 letters, digits, "-", "_" and "."';
const LONG = 'x'.repeat(64);

test('a second emission replaces the first, and patches of it remain', () => {
  const chart = new Chart(new App(), 'c');
  const policy = (a: number) => emit(chart, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'n' }, spec: { a } });
  const object = policy(1);
  object.addJsonPatch(JsonPatch.add('/spec/b', 2));
  emitAgain(chart, () => expect(policy(3)).toBe(object));
  expect(chart.toJson()).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: expect.objectContaining({ name: 'x' }) as object, spec: { a: 3, b: 2 } }]);
  expect(() => policy(4)).toThrow(/already/);
});

test('labels', () => {
  expect(problemsOf(labels(), { 'example.com/team': 'a', 'a_B.c': '', [`${LONG}.example/a`]: 'x'.repeat(63) })).toEqual([]);
  expect(problemsOf(labels(), { 'a b': 'x', 'a/b/c': 'x', 'A.example/x': 'x', 'a..b/x': 'x', [LONG]: 'x', 'a': 'a b', 'b': '-', 'c': LONG, 'd': 'ä' })).toEqual([
    `p[a b]: "x" ${REFUSED}`, `p[a/b/c]: "x" ${REFUSED}`, `p[A.example/x]: "x" ${REFUSED}`, `p[a..b/x]: "x" ${REFUSED}`, `p[${LONG}]: "x" ${REFUSED}`,
    `p[a]: "a b" ${NO_VALUE}`, `p[b]: "-" ${NO_VALUE}`, `p[c]: "${LONG}" ${NO_VALUE}`, `p[d]: "ä" ${NO_VALUE}`,
  ]);
});

test('annotations', () => {
  expect(problemsOf(ANNOTATIONS, { 'A.example/x': 'any text\n' })).toEqual([]);
  expect(problemsOf(ANNOTATIONS, { '-a': '' })).toEqual([`p[-a]: "" ${REFUSED}`]);
});

describe('labels at any place', () => {
  test('metadata', () => {
    expect(problemsOf(OBJECT_METADATA, { labels: { a: ' ' }, annotations: { '': 'x' } })).toEqual([`p.labels[a]: " " ${NO_VALUE}`, `p.annotations[]: "x" ${REFUSED}`]);
  });

  test('nodes', () => {
    const scheduling = { nodeSelector: { [LONG]: 'y' }, tolerations: [{ key: '-a', value: 'b c' }], topologyKeys: ['a/b/c'] };
    expect(problemsOf(SCHEDULING, scheduling)).toEqual([
      `p.nodeSelector[${LONG}]: "y" ${REFUSED}`, `p.tolerations[0].key: "-a" ${REFUSED}`, `p.tolerations[0].value: "b c" ${NO_VALUE}`, `p.topologyKeys[0]: "a/b/c" ${REFUSED}`,
    ]);
  });

  test('peers', () => expect(problemsOf(NETWORK_POLICIES, { allowFrom: [{ namespaceLabels: { a: '-' }, podLabels: { 'a b': 'x' } }] })).toEqual([
    `p.allowFrom[0].namespaceLabels[a]: "-" ${NO_VALUE}`, `p.allowFrom[0].podLabels[a b]: "x" ${REFUSED}`,
  ]));
});

test('a name in a JSON Pointer', () => expect(pointerStep('a~/b~1/c')).toBe('a~0~1b~01~1c'));

const applied = (patch: JsonPatch, document: object = { spec: { old: 1 } }): unknown => JsonPatch.apply(document, patch);

test('the same value in the same place is the same patch, and no other is', () => {
  expect(put('/spec/a', { b: [1] })).toBe(put('/spec/a', { b: [1] }));
  expect(take('/spec/a')).toBe(take('/spec/a'));
  expect(applied(put('/spec/a', { b: [1] }))).toEqual({ spec: { old: 1, a: { b: [1] } } });
  expect(applied(put('/spec/a', { b: ['1'] }))).toEqual({ spec: { old: 1, a: { b: ['1'] } } });
  expect(applied(put('/spec/c', { b: [1] }))).toEqual({ spec: { old: 1, c: { b: [1] } } });
  expect(applied(put('/spec/old', null))).toEqual({ spec: { old: null } });
  expect(applied(take('/spec/old'))).toEqual({ spec: {} });
});

test('later changes to a given value, or to the result, change nothing else', () => {
  const mine = [{ key: 'a' }];
  const patch = put('/spec/tolerations', mine);
  mine.push({ key: 'b' });
  const { spec } = applied(patch) as { spec: { tolerations: object[] } };
  spec.tolerations.push({ key: 'c' });
  expect(applied(put('/spec/tolerations', [{ key: 'a' }]))).toEqual({ spec: { old: 1, tolerations: [{ key: 'a' }] } });
});

test.each([undefined, 'union'])('an object of the cluster lies in no namespace, where its chart has the namespace %s', (namespace) => {
  const role = new ApiObject(new Chart(new App(), 'chart', { namespace }), 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' } });
  inNoNamespace(role);
  expect(role.toJson()).toEqual({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' } });
});
