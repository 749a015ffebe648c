import { ClusterSecretStore, SecretStore } from '../../../src';
import { externalSecrets } from '../../_tools/fixtures';

test.each([
  ['SecretStore', SecretStore.fromName],
  ['ClusterSecretStore', ClusterSecretStore.fromName],
])('%s', (kind, of) => {
  expect(of('acme.default')).toMatchObject({ kind, name: 'acme.default' });
  const refused = (name: string, remedy: string) =>
    expect(() => of(name)).toThrow(new Error(`${kind}.fromName has a problem:\n  - name: ${JSON.stringify(name)} ${remedy}`));
  refused('', 'is blank; give a value');
  refused('<store>', 'is a placeholder; put your own value in its place');
  refused('Default', 'is no object name; use lower-case letters, digits, "-" and "."');
});

test.each([
  ['"aws"', 'aws', 'SecretStore.fromName("aws")'],
  ['without name', { kind: 'SecretStore' }, 'SecretStore.fromName("default")'],
  ['without kind', { name: 'aws' }, 'SecretStore.fromName("default")'],
  ['null', null, 'SecretStore.fromName("default")'],
])('what is no store is refused, once: %s', (_, store, remedy) => {
  expect(() => externalSecrets({ store: store as never })).toThrow(new Error(
    `SecretDelivery.externalSecrets has a problem:\n  - store: ${JSON.stringify(store)} is no secret store; write ${remedy}, or pass a SecretStore`,
  ));
});

test.each([
  [{ kind: 'Secret', name: 'aws' }, 'store.kind: "Secret" is no kind of store; write SecretStore or ClusterSecretStore'],
  [{ kind: 'SecretStore', name: 'AWS store' }, 'store.name: "AWS store" contains white space; remove it'],
  [{ kind: 'SecretStore', name: '' }, 'store.name: "" is blank; give a value'],
  [{ kind: 'SecretStore', name: 'Aws' }, 'store.name: "Aws" is no object name; use lower-case letters, digits, "-" and "."'],
])('a store that External Secrets would not find is refused: %j', (store, problem) => {
  expect(() => externalSecrets({ store })).toThrow(new Error(`SecretDelivery.externalSecrets has a problem:\n  - ${problem}`));
});

test('whatever has kind and name is a store', () => {
  expect(() => externalSecrets({ store: { kind: 'ClusterSecretStore', name: 'aws' } })).not.toThrow();
});
