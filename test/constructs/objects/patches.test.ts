import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { inNoNamespace, put, take } from '../../../src/constructs/objects/api-objects';

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

test('what somebody does to a value, or to what it became, stays with them', () => {
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
