import { isUnread } from '../../../src/verify/kube/held-kinds';
import { groupOf, objectText } from '../../../src/verify/kube/kube-object';
import { object } from '../_manifests';
import { read } from './_views';

test('an object knows who it is', () => {
  const [named, generated, bare] = read(
    object('apps/v1', 'Deployment', 'a'), { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'job-' } }, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b', namespace: '' } },
  );
  expect([named, generated, bare].map(String)).toEqual(['apps/v1/Deployment union-cp/a', 'v1/Pod job-*', 'v1/Pod b']);
  expect([named.group, generated.group]).toEqual(['apps', '']);
  expect(bare.namespace).toBeUndefined();
});

test('only what the API server gives an object tells that it was read from a cluster', () => {
  const live = (metadata: object) => read(object('v1', 'ConfigMap', 'a', {}, 'union-cp', metadata as Record<string, unknown>))[0].live;
  expect([live({}), live({ uid: '1' }), live({ resourceVersion: '1' }), live({ generation: 1 })]).toEqual([false, true, true, false]);
});

test('an object is read by path', () => {
  const [one] = read(object('v1', 'ConfigMap', 'a', { data: { a: 1, b: ['c'] } }, 'union-cp', { labels: { l: 'm' }, annotations: { n: 1 } }));
  expect([one.textAt('data', 'a'), one.listAt('data', 'b'), one.objectAt('data', 'b'), one.labels, one.annotations]).toEqual(['1', ['c'], {}, { l: 'm' }, { n: '1' }]);
  expect(`${one.annotationField('n')}`).toBe('metadata.annotations.n');
});

test.each([['v1', ''], ['apps/v1', 'apps'], ['/v1', ''], ['', '']])('the group of %j is %j', (apiVersion, group) => {
  expect(groupOf(apiVersion)).toBe(group);
});

test('kinds that no rule looks into are known by group and kind', () => {
  expect([isUnread('', 'Event'), isUnread('policy', 'PodDisruptionBudget'), isUnread('apps', 'Event'), isUnread('', 'Secret')]).toEqual([true, true, false, false]);
});

test.each([
  ['east', 'Values union/dataplane in cluster east'],
  [undefined, 'Values union/dataplane'],
  // The verifier's name of an unnamed cluster: the place of the values.
  ['out/argocd.k8s.yaml 2.spec.sources.0.helm.valuesObject', 'Values union/dataplane'],
])('an object in cluster %s is called %s', (cluster, text) => {
  expect(objectText({ apiVersion: 'v2', kind: 'Values', namespace: 'union', name: 'dataplane', cluster })).toBe(text);
});
