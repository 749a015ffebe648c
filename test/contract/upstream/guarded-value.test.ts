import { guardedValue, isGuarded, keyPassedOn, plainValue } from '../../../src/contract/upstream/guarded-value';

const ENTRY = { key: 'union/service', property: 'clientSecret' };

test('a guarded value loses its line ends, and an empty one fails with the name of its entry', () => {
  expect(guardedValue('client_secret', ENTRY)).toBe('{{- $value := regexReplaceAll "[\\r\\n]+$" .client_secret "" -}}'
    + '{{- if not (trim $value) }}{{ fail "the entry union/service (clientSecret) of the store is empty; client_secret keeps the value that it has" }}{{ end -}}'
    + '{{- $value -}}');
  expect(guardedValue('a', { key: 'whole' })).toContain('the entry whole of the store is empty');
});

test.each(['client_secret', 'pass.txt', 'a-b', '.dockerconfigjson', '0key'])('the key %s is known again, guarded and plain', (key) => {
  expect(keyPassedOn(guardedValue(key, ENTRY))).toBe(key);
  expect(keyPassedOn(plainValue(key))).toBe(key);
  expect([isGuarded(guardedValue(key, ENTRY)), isGuarded(plainValue(key))]).toEqual([true, false]);
});

test.each([
  ['{{ .a }}', 'a'], ['{{- .a -}}', 'a'], [' {{ index . "a.b" }} ', 'a.b'],
  ['{{ .a }}:{{ .b }}', undefined], ['{{ .a | b64enc }}', undefined], ['text', undefined], ['', undefined],
])('of %j the key is %j', (template, key) => {
  expect(keyPassedOn(template)).toBe(key);
});

test('quotes in the name of an entry stay in their text', () => {
  expect(guardedValue('a', { key: 'x" }}{{ .b' })).toContain('{{ fail "the entry x\\" }}{{ .b of the store');
});
