import { chartIn, folderOf, inlineLayers, joined, lastOf, ownValues } from '../../../../src/verify/values/installs/install';
import { object } from '../../_manifests';
import { modelOf } from '../../_model';

const UNION = 'https://unionai.github.io/helm-charts';

test.each<[string | undefined, string | undefined, string | undefined]>([
  ['controlplane', UNION, 'controlplane'], ['unionai/dataplane', undefined, 'dataplane'], ['charts/union-controlplane/', undefined, 'controlplane'],
  ['oci://ghcr.io/unionai/controlplane:2026.8.3', undefined, 'controlplane'], ['https://example.com/union/controlplane-2026.8.3.tgz', undefined, 'controlplane'],
  ['controlplane.tgz', UNION, undefined], ['acmecontrolplane', UNION, undefined], ['controlplane', 'https://example.com', undefined], [undefined, UNION, undefined],
])('the chart %s of %s is %s of Union', (chart, repository, name) => expect(chartIn({ chart, repository })).toBe(name));

test.each<[string[], string]>([
  [['a', 'b/c'], 'a/b/c'], [['a/b', '../c'], 'a/c'], [['a', '../../../b'], 'b'], [['', './a/./b'], 'a/b'], [['/a', 'b'], '/a/b'], [['', '/a'], '/a'], [['a//b/'], 'a/b'],
])('the parts %j are the path %s', (parts, path) => expect(joined(...parts)).toBe(path));

test('a path has a folder and a last step', () => {
  expect(['a/b/c', 'a', '/a'].map(folderOf)).toEqual(['a/b', '', '']);
  expect(['a/b/c', 'a', 'a/b//'].map(lastOf)).toEqual(['c', 'a', 'b']);
});

test('a folder\'s own values come first, unless they are named', () => {
  const own = { kind: 'file', path: 'a/values.yaml', own: true };
  expect([ownValues('a', []), ownValues('a', [{ kind: 'file', path: 'b/values.yaml' }]), ownValues('a', [{ kind: 'file', path: 'a/values.yaml' }])]).toEqual([[own], [own], []]);
});

test('values are a map, a text, or none', () => {
  const at = modelOf(object('v1', 'ConfigMap', 'a')).objects[0].field();
  expect([{ a: 1 }, 'a: 1', ' \n', undefined, []].map((values) => inlineLayers(values, at))).toEqual([[{ kind: 'map', values: { a: 1 }, at }], [{ kind: 'text', text: 'a: 1', at }], [], [], []]);
});
