import { expressionsIn, valuesPathOf } from '../../../src/verify/values/expression';

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
])('%s looks up %p', (expression, expected) => {
  expect(valuesPathOf(expression)).toEqual(expected);
});

test.each([
  '{{ .Values.x | upper }}', '{{ .Values.x.. }}', '{{ .Values. }}', '{{ .Release.Name }}', '{{ include "a" . }}', '{{ default .Values.y .Values.x }}', '{{ default "y" .Values.x | upper }}',
  'a {{ .Values.x }}', '{{ .Values.x }} b', 'a {{ default "y" .Values.x }}', '{{ default "y" .Values.x }} b', '{{ .Values.x | default 5 }}',
])('what %s looks up is not known', (expression) => {
  expect(valuesPathOf(expression)).toBeUndefined();
});
