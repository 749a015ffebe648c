/** What a line may hold that means something. */
export const LINES = [
  '---', '--- # next', '...', '%YAML 1.2', '%TAG ! tag:example.com,2026:', '# note', '#', '', ' ', '\t', '- ', '-', '- - a', '? a', ': b', '? - a', 'a: b', 'a:', '"a": b', '\'a\': b', '<<: *a', '<<: [*a, *b]', '<<: { a: 1 }', '<<:',
  'a: &a b', 'a: *a', '&a a: b', '*a : b', 'a: !!binary aGk=', 'a: !!binary "~"', 'a: !t b', '!t a: b', '!!map', 'a: |', 'a: |-', 'a: |+', 'a: |2', 'a: >', 'a: >-\n  b\n\n  c', 'a: |\n  b', 'a: |9\n b', 'a: "b', 'a: \'b', 'a: [', 'a: {',
  ']', '}', 'a: [ b,', 'a: { b: c,', '{{- if .Values.a }}', '{{ include "a" . }}', 'a: {{ .Values.a }}', 'a: "{{ .Values.a }}"', 'items:', 'kind: List', 'apiVersion: v1', '__proto__:', '__proto__: { a: 1 }', 'constructor: a', 'toString: a',
  'hasOwnProperty: true', 'valueOf: []', 'null: a', '~: a', 'yes: a', '1: a', '? {a: b}\n: c', '? [a]\n: c', '=: a', 'a: \u2028', 'a: \u0085b', '# yaml-language-server: $schema=./union-controlplane-2026.3.schema.json',
];

/** What may stand behind a colon. */
export const VALUES = [
  '', '~', 'null', 'true', 'no', 'On', '0', '-1', '08', '0x1f', '1_000', '1e999', '.inf', '.nan', '1:30', '2026-11-25', '12345678901234567890', '""', '\'\'', '" "', '[]', '{}', '[a]', '{a: b}', '[[[]]]', '[null]', '[{}]', '- a', '- - a', '|', '>',
  '|\n', '"\\u0000"', '"\\u001b[31m"', '"\\r\\n"', '"\\ud800"', '"\\u202e"', '"\\x85"', '"\\L"', '"a\\\n  b"', '\'it\'\'s\'', '*a', '&a', '&a b', '!t', '!!str', '!!int a', '!!float 1', '!!bool maybe', '!!binary =', '!!set {a}', '!!omap [a: b]', '!!timestamp 2026-11-25',
  '__proto__', 'constructor', 'a: b', 'a #b', 'a # b', '@a', '`a`', '%a', '{{ .Values.a }}', '"{{ .Values.global.UNION_HOST }}"', '<host>', 'https://', 'https://[::1', 'http://a:b@c:99999/%zz', 'dns:///a', ':', '::', '*', '*.example.com', '/', '//', '/(', '/.*', '/[', '^/a(', '~ ^/',
  'ref+vault://a#b', '${A}', '${', 'a,b,,c', ',', ' , ', 'ENC[AES256_GCM,data:a]', 'auth_request off;', '"location / { auth_request off; }"', '"if ($a) {"', '"}"', 'Host(`a`) && PathPrefix(`/`)', '!Host(`a`)', '((((', 'Host(', '||', 'PT1S', '1h', '-1s', '99999999999h',
];

/** Pieces that are worth little once and may be worth much many times. */
export const GROWING = [
  '[', '{', '- ', '? ', '"', '\'', '{a: ', '[a, ', '&a ', '*a ', '!a ', '#', ' #', '%', '---\n', '...\n', '--- a\n', '\n', ' \n', '\r', '\r\n', 'a', 'a ', 'a:\n', 'a: ', '- a\n', 'a: b\n', '"\\', '\\', '\u2028', '{{ ', '{{', '}}', 'a: {{ .b }}\n', '{{ .Values.a }}', '(', '!', '!Host(`a`) && ', '&&', '|', ': ', '{ ', '} ', ';',
  '"a" ', '${', '$a', '/', '.', '..', 'a.', ',', '=', '0', '1_', '\ufeff', '\0', '<<: *a\n', '# a\n', ' # a', '  ', '\t', '> ', '|\n', ' a: |\n', '"a": ', '[]', '{},', 'é', '😀', '<', '%2e', '*', '**/', '$', 'ref+', 'https://',
];
