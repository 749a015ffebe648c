import { ClusterSecretStore, SecretStore } from '../../../src';
import { externalSecrets } from '../../_tools/fixtures';

test.each([['SecretStore', SecretStore.fromName], ['ClusterSecretStore', ClusterSecretStore.fromName]])('%s', (kind, of) => {
  expect(of('acme.default')).toMatchObject({ kind, name: 'acme.default' });
  const refused = (name: string, remedy: string) =>
    expect(() => of(name)).toThrow(new Error(`${kind}.fromName has a problem:\n  - name: ${name === '' ? '' : `${JSON.stringify(name)} `}${remedy}`));
  refused('', 'must not be empty');
  refused('<store>', 'is a placeholder; replace it with your own value');
  refused('Default', 'is not an object name; use lower-case letters, digits, "-" and "."');
});

test.each([
  ['"aws"', 'aws', 'SecretStore.fromName("aws")'],
  ['without name', { kind: 'SecretStore' }, 'SecretStore.fromName("default")'],
  ['without kind', { name: 'aws' }, 'SecretStore.fromName("default")'],
  ['null', null, 'SecretStore.fromName("default")'],
])('what is not a store is refused, once: %s', (_, store, remedy) => expect(() => externalSecrets({ store: store as never })).toThrow(new Error(
  `SecretDelivery.externalSecrets has a problem:\n  - store: ${JSON.stringify(store)} is not a secret store; write ${remedy}, or pass a SecretStore`,
)));

test.each([
  [{ kind: 'Secret', name: 'aws' }, 'store.kind: "Secret" is not a kind of store; write SecretStore or ClusterSecretStore'],
  [{ kind: 'SecretStore', name: 'AWS store' }, 'store.name: "AWS store" contains white space; remove it'],
  [{ kind: 'SecretStore', name: '' }, 'store.name: must not be empty'],
  [{ kind: 'SecretStore', name: 'Aws' }, 'store.name: "Aws" is not an object name; use lower-case letters, digits, "-" and "."'],
])('a store that External Secrets would not find is refused: %j', (store, problem) => {
  expect(() => externalSecrets({ store })).toThrow(new Error(`SecretDelivery.externalSecrets has a problem:\n  - ${problem}`));
});

test('whatever has kind and name is a store', () => {
  expect(() => externalSecrets({ store: { kind: 'ClusterSecretStore', name: 'aws' } })).not.toThrow();
});
