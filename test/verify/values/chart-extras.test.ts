import { stringify } from 'yaml';
import { extraObjects, unreadExtras } from '../../../src/verify/values/chart-extras';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { setOf, placeInValues } from './_sets';

const configMap = (name: string, metadata: Record<string, unknown> = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });

function of(entries: readonly unknown[], list = 'extraObjects', text = CONTROL_PLANE_VALUES) {
  const set = setOf(withValue(text, list, entries), { namespace: 'union-cp' });
  return { objects: extraObjects(set), unread: unreadExtras(set) };
}

test('maps are objects, in the namespace of the release unless they have one, each at its entry', () => {
  const { objects, unread } = of([configMap('own'), configMap('other', { namespace: 'acme' })]);
  expect(objects.map(({ name, namespace }) => [name, namespace])).toEqual([['own', 'union-cp'], ['other', 'acme']]);
  expect(placeInValues(objects[1], 'metadata', 'namespace')).toContain('extraObjects[1].metadata.namespace');
  expect(unread).toEqual([]);
});

test('texts are the objects that are written in them', () => {
  const { objects, unread } = of([`${stringify(configMap('{{ .Release.Namespace }}-a'))}---\n${stringify(configMap('b'))}`, 'no object']);
  expect(objects.map(({ name }) => name)).toEqual(['union-cp-a', 'b']);
  expect(placeInValues(objects[1], 'metadata', 'name')).toMatch(/extraObjects\[0\]$/);
  expect(unread).toEqual([]);
});

test.each([
  '{{- if .Values.x }}\nkind: ConfigMap\n{{- end }}\n',
  '{{ include "mine" . }}',
  'kind: {{ $kind }}',
  'kind: [',
])('%j is not read', (entry) => expect(of([configMap('own'), entry])).toMatchObject({ objects: [{ name: 'own' }], unread: ['extraObjects[1]'] }));

test('both lists of the control plane and the one of the data plane are read', () => {
  expect(of([configMap('a')], 'extraObjectsOverrides').objects).toHaveLength(1);
  expect(of([configMap('a')], 'extraObjects', DATA_PLANE_VALUES).objects).toHaveLength(1);
  expect(of([configMap('a')], 'extraObjectsOverrides', DATA_PLANE_VALUES).objects).toEqual([]);
});
