import { Problems } from '../../../src/common/props/problems';
import { _entryOf, _isSameEntry, guardedValue, isGuarded, keyPassedOn, plainValue, REMOTE_REF, RemoteRef } from '../../../src/contract/upstream/remote-ref';

function messageOf(remote: RemoteRef): string {
  const problems = new Problems('It');
  REMOTE_REF(problems, 'remote', remote);
  try {
    problems.throwIfAny();
  } catch (error) {
    return (error as Error).message;
  }
  return 'sound';
}

test.each<RemoteRef>([{ key: 'union/web' }, { key: 'My Vault Entry' }, { key: 'a', property: 'b.c', version: '1' }])('%j is sound', (remote) => expect(messageOf(remote)).toBe('sound'));

test.each<[RemoteRef, string[]]>([
  [{ key: '' }, ['remote.key: "" must not be empty; give the entry in the secret store']],
  [{ key: 'union/a\nb', property: 'p\u0000' }, [
    'remote.key: "union/a\\nb" contains a control character; remove it',
    'remote.property: "p\\u0000" contains a control character; remove it',
  ]],
  [{ key: ' union/service ', property: 'secret\n' }, [
    'remote.key: " union/service " starts or ends with white space; remove it',
    'remote.property: "secret\\n" starts or ends with white space; remove it',
  ]],
  [{ key: '\t' }, ['remote.key: "\\t" must not be empty; give the entry in the secret store']],
  [{} as RemoteRef, ['remote.key: required; give the entry in the secret store']],
  [{ key: '<key>' }, ['remote.key: "<key>" is a placeholder; replace it with your own value']],
  [{ key: '', property: '', version: '<v>' }, [
    'remote.key: "" must not be empty; give the entry in the secret store',
    'remote.property: "" must not be empty; leave it out or give the field',
    'remote.version: "<v>" is a placeholder; replace it with your own value',
  ]],
])('%j is refused', (remote, problems) => expect(messageOf(remote).split('\n').slice(1)).toEqual(problems.map((problem) => `  - ${problem}`)));

test('a text in its place is not repeated, for it may be the secret itself', () => {
  expect(messageOf('hunter2' as unknown as RemoteRef)).toBe('It has a problem:\n  - remote: must be a reference (the given string is hidden, as it may be the secret itself); '
    + 'give the entry of the secret store that contains it, such as { key: "union/client-secret" }');
});

const ENTRY = { key: 'union/service', property: 'clientSecret' };

test('a guarded value loses its line ends, and an empty one fails with the name of its entry', () => {
  expect(guardedValue('client_secret', ENTRY)).toBe('{{- $value := regexReplaceAll "[\\r\\n]+$" .client_secret "" -}}'
    + '{{- if not (trim $value) }}{{ fail "the entry union/service (clientSecret) of the store is empty; client_secret keeps its value" }}{{ end -}}'
    + '{{- $value -}}');
  expect(guardedValue('a', { key: 'whole' })).toContain('the entry whole of the store is empty');
  expect(guardedValue('a', { key: 'x" }}{{ .b' })).toContain('{{ fail "the entry x\\" }}{{ .b of the store');
});

test.each(['client_secret', 'pass.txt', 'a-b', '.dockerconfigjson', '0key'])('the key %s is known again, guarded and plain', (key) => {
  const values = [guardedValue(key, ENTRY), plainValue(key)];
  expect([values.map(keyPassedOn), values.map(isGuarded)]).toEqual([[key, key], [true, false]]);
});

test.each([
  ['{{ .a }}', 'a'], ['{{- .a -}}', 'a'], [' {{ index . "a.b" }} ', 'a.b'],
  ['{{ .a }}:{{ .b }}', undefined], ['{{ .a | b64enc }}', undefined], ['text', undefined], ['', undefined],
])('of %j the key is %j', (template, key) => expect(keyPassedOn(template)).toBe(key));

test('two references are the same entry in any version, and another property is another entry', () => {
  expect([{ key: 'a' }, { key: 'a', version: '2' }, { key: 'a', property: 'b' }, { key: 'b' }].map((other) => _isSameEntry({ key: 'a', version: '1' }, other)))
    .toEqual([true, true, false, false]);
  expect(_entryOf({ key: 'a"', property: 'b' })).toBe('["a\\"","b"]');
});
