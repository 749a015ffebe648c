import { expressionsIn, valuesPathOf } from '../../../src/verify/values/effective-values';
import { setOf } from './_sets';

const effective = (text: string, namespace?: string) => setOf(text, { chart: 'controlplane', namespace }).effective;

const CLIENT = 'configMap.union.auth.clientId';

test('without values of the user, the chart\'s own apply, with the globals that they look up', () => {
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
  ['{{ .Values.global.DEEP }}', 'x'],
  ['  {{ .Values.global.FLAG }}\n', true],
  ['{{ .Values.global.MAP }}', { A: [1, 2], B: {} }],
  ['{{ .Values.global.NESTED }}', { list: ['x', { a: 'x' }] }],
  ['{{ .Values.global.LIST }}', ['x', 0]],
  ['a{{ .Values.global.NONE }}', undefined],
  ['a{{ .Values.global.BLANK }}', undefined],
  ['{{ .Values.global.X }}-{{ .Values.global.NONE }}', undefined],
  ['{{ .Values.global.BLANK | default "other" }}', 'other'],
  ['{{ .Values.global.ZERO }}', 0],
  ['{{ .Values.global.DOLLAR }}-{{ .Values.global.X }}', '$&-x'],
  ['{{- .Release.Namespace -}}', 'union-cp'],
  ['{{.Release.Namespace}}', 'union-cp'],
  ['{{ .Release.Namespaces }}', '${.Release.Namespaces}'],
  ['a{{- include "y" . -}}b', 'a${- include "y" . -}b'],
  ['{{ .Values.global.LOOP }}', expect.stringMatching(/^\$\{/)],
])('%s is %p', (text, expected) => {
  const globals = 'global: { X: x, OTHER: "{{ .Values.global.X }}", FLAG: true, MAP: { B: {}, A: [1, 2] }, LOOP: "{{ .Values.global.LOOP }}", '
    + 'DEEP: "{{ .Values.global.OTHER }}", NESTED: { list: ["{{ .Values.global.OTHER }}", { a: "{{ .Values.global.X }}", b: "{{ .Values.global.NONE }}" }] }, '
    + 'LIST: ["{{ .Values.global.X }}", null, "{{ .Values.global.NONE }}", 0], BLANK: "", ZERO: 0, DOLLAR: "$&" }\n';
  expect(effective(`${globals}configMap: { union: { auth: { clientId: ${JSON.stringify(text)} } } }\n`, 'union-cp').at(CLIENT)).toEqual(expected);
});

test('a text and a map are asked for as such', () => {
  const values = effective('global: { UNION_ORG: acme, BLANK: "", NUMBER: 5, MAP: { a: 1 } }\n');
  expect(['UNION_ORG', 'BLANK', 'NUMBER', 'MAP', 'NONE'].map((name) => values.textAt(`global.${name}`))).toEqual(['acme', undefined, undefined, undefined, undefined]);
  expect(['MAP', 'UNION_ORG', 'NONE'].map((name) => values.objectAt(`global.${name}`))).toEqual([{ a: 1 }, {}, {}]);
});

const URIS = 'flyte.configmap.adminServer.auth.authorizedUris';
const naming = (host: string) => `configMap: { admin: { endpoint: "${host}" } }\n`;
const OF_VALUES = 'dns:///flyteadmin.of-values.svc.cluster.local:81';

test.each<[string, string, string | undefined, string]>([
  ['of the release', naming(OF_VALUES), 'told', 'told'],
  ['in URLs of flyteadmin', naming(OF_VALUES), undefined, 'of-values'],
  ['of no release', 'global: { UNION_HOST: a.example.com }\n', undefined, 'release-namespace'],
  ...['myflyteadmin.other.svc', 'flyteadmin.other.svcs', 'flyteadmin.svc', 'flyteadmin.Other.svc'].map((host): [string, string, undefined, string] =>
    [`of no release where values have ${host}`, naming(host), undefined, 'release-namespace']),
])('the namespace is that %s', (_, text, told, namespace) => {
  expect((effective(text, told).at(URIS) as string[])[1]).toBe(`http://flyteadmin.${namespace}.svc.cluster.local:80`);
});

test.each([
  ['configMap.union.auth.tokenUrl', 'global.AUTH_TOKEN_URL'],
  ['configMap.union.auth.scopes.0', 'global.OIDC_S2S_SCOPE'],
  [`${URIS}.2`, 'global.UNION_HOST'],
  // Where the chart's own refers to none.
  ['configMap.union.auth.type', 'configMap.union.auth.type'],
  ['configMap.union.auth', 'configMap.union.auth'],
  [`${URIS}.1`, `${URIS}.1`],
  ['configMap.nothing', 'configMap.nothing'],
])('the value %s is changed at %s', (path, expected) => expect(effective('global: {}\n').sourceOf(path.split('.')).join('.')).toBe(expected));

test('expressions are found one by one, over lines, and nothing else is one', () => {
  expect(expressionsIn('a-{{ .Values.x }}-{{\n.Values.y\n}}')).toEqual(['{{ .Values.x }}', '{{\n.Values.y\n}}']);
  expect(expressionsIn('a { .Values.x }')).toEqual([]);
});

test.each([
  ['{{ .Values.x }}', { path: 'x' }],
  ['{{.Values.global.UNION_ORG}}', { path: 'global.UNION_ORG' }],
  ['{{- .Values.a.b-c -}}', { path: 'a.b-c' }],
  ['{{-.Values.x-}}', { path: 'x' }],
  ['{{ .Values.x | quote }}', { path: 'x' }],
  ['{{ .Values.x|trim|toString }}', { path: 'x' }],
  ['{{ .Values.x | default "y" }}', { path: 'x', otherwise: 'y' }],
  ['{{ .Values.x|default  "y z"  | quote }}', { path: 'x', otherwise: 'y z' }],
  ['{{ .Values.x | default "" }}', { path: 'x', otherwise: '' }],
  ['{{ default "y" .Values.x }}', { path: 'x', otherwise: 'y' }],
  ['{{-  default  "y z"  .Values.a.b  |  quote  -}}', { path: 'a.b', otherwise: 'y z' }],
  ['{{default "" .Values.x}}', { path: 'x', otherwise: '' }],
])('%s looks up %p', (expression, expected) => expect(valuesPathOf(expression)).toEqual(expected));

test.each([
  '{{ .Values.x | upper }}', '{{ .Values.x.. }}', '{{ .Values. }}', '{{ .Release.Name }}', '{{ include "a" . }}', '{{ default .Values.y .Values.x }}', '{{ default "y" .Values.x | upper }}',
  'a {{ .Values.x }}', '{{ .Values.x }} b', 'a {{ default "y" .Values.x }}', '{{ default "y" .Values.x }} b', '{{ .Values.x | default 5 }}',
])('what %s looks up is not known', (expression) => expect(valuesPathOf(expression)).toBeUndefined());
