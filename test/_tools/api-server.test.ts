import { refusals } from './api-server';
import { Manifest } from './schemas';

const manifest = (kind: string, metadata: object, rest: object = {}): Manifest => ({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata }, ...rest } as Manifest);
const pod = (spec: object) => manifest('Deployment', {}, { spec: { template: { spec } } });

test.each<[string, Manifest, string[]]>([
  ['good names', manifest('ConfigMap', { name: 'a.b-1', namespace: 'a', labels: { 'example.com/a': '', 'b': 'C_1' }, annotations: { 'a/B': ' ' } }, { data: { 'a.b': 'x' } }), []],
  ['a name', manifest('ConfigMap', { name: 'A' }), ['metadata.name: A']],
  ['the name of a Service', manifest('Service', { name: '1a' }), ['metadata.name: 1a']],
  ['the name of a role, which may be almost anything', manifest('ClusterRole', { name: 'A:b' }), []],
  ['a namespace', manifest('ConfigMap', { namespace: 'a.b' }), ['metadata.namespace: a.b']],
  ['labels', manifest('ConfigMap', { labels: { 'a/b/c': 'x', 'a': 'x y', 'b': 'x'.repeat(64) } }), [
    'metadata.labels[a/b/c]: x', 'metadata.labels[a]: x y', `metadata.labels[b]: ${'x'.repeat(64)}`,
  ]],
  ['annotations', manifest('ConfigMap', { annotations: { 'a b': 'x', 'c': 'x'.repeat(262_144) } }), ['metadata.annotations[a b]', 'metadata.annotations: 262149 bytes']],
  ['keys', manifest('Secret', {}, { data: { 'a b': '' } }), ['data: a b']],
  ['selectors', manifest('NetworkPolicy', {}, { spec: { podSelector: { matchLabels: { a: '-' } } } }), ['spec.podSelector.matchLabels[a]: -']],
  ['a pod', pod({ containers: [{ name: 'A', env: [{ name: '1' }], ports: [{ name: 'a--b' }], volumeMounts: [{ mountPath: '/a:b' }] }], tolerations: [{ key: 'a b' }] }), [
    'spec.template.spec.containers: {"name":"A","env":[{"name":"1"}],"ports":[{"name":"a--b"}],"volumeMounts":[{"mountPath":"/a:b"}]}',
    'spec.template.spec.containers[0].env: {"name":"1"}',
    'spec.template.spec.containers[0].ports: {"name":"a--b"}',
    'spec.template.spec.containers[0].volumeMounts: {"mountPath":"/a:b"}',
    'spec.template.spec.tolerations: {"key":"a b"}',
  ]],
  ['what a chart takes is its own', manifest('HelmRelease', {}, { spec: { values: { labels: { 'a b': 'x' } } } }), []],
])('%s', (_, given, expected) => expect(refusals(given)).toEqual(expected));
