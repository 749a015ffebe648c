import { parseManifests } from '../../../src/verify/parse';
import { EffectiveValues } from '../../../src/verify/values/effective-values';

function effective(text: string, namespace?: string): EffectiveValues {
  return new EffectiveValues(parseManifests([], [{ name: 'cp.yaml', text, chart: 'controlplane', namespace }]).valueSets[0]);
}

const CLIENT = 'configMap.union.auth.clientId';

test('the chart\'s own values stand where the user is silent, with the globals that they look up', () => {
  const values = effective('global: { INTERNAL_CLIENT_ID: service-id }\n');
  expect(values.at(CLIENT)).toBe('service-id');
  expect(values.at('configMap.union.auth.scopes')).toEqual(['all']);
  expect(values.sourceOf(CLIENT.split('.'))).toEqual(['global', 'INTERNAL_CLIENT_ID']);
});

test('the user\'s wins, and null takes the chart\'s away', () => {
  const values = effective('configMap: { union: { auth: { clientId: own-id, scopes: null } } }\n');
  expect([values.at(CLIENT), values.at('configMap.union.auth.scopes')]).toEqual(['own-id', undefined]);
  expect(values.sourceOf(CLIENT.split('.'))).toEqual(CLIENT.split('.'));
});

test('what comes out blank is absent', () => {
  const values = effective('global: {}\n');
  expect(values.at(CLIENT)).toBeUndefined();
  expect(values.at('flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience')).toEqual([]);
});

test.each([
  ['{{ .Values.global.X }}', 'x'],
  ['{{- .Values.global.X | quote -}}', 'x'],
  ['a-{{ .Values.global.X }}-{{.Values.global.X}}', 'a-x-x'],
  ['{{ .Values.global.NONE | default "other" }}', 'other'],
  ['{{ default "other" .Values.global.X }}', 'x'],
  ['{{ .Values.global.OTHER }}', 'x'],
  ['http://flyteadmin.{{ .Release.Namespace }}.svc', 'http://flyteadmin.union-cp.svc'],
  ['{{ .Values.global.FLAG }}', true],
  ['https://{{ .Values.global.MAP }}/', 'https://map[A:[1 2] B:map[]]/'],
  ['{{ include "x" . }}', '${include "x" .}'],
  ['{{ .Values.global.LOOP }}', expect.stringMatching(/^\$\{/)],
])('%s is %p', (text, expected) => {
  const globals = 'global: { X: x, OTHER: "{{ .Values.global.X }}", FLAG: true, MAP: { B: {}, A: [1, 2] }, LOOP: "{{ .Values.global.LOOP }}" }\n';
  expect(effective(`${globals}configMap: { union: { auth: { clientId: ${JSON.stringify(text)} } } }\n`, 'union-cp').at(CLIENT)).toEqual(expected);
});
