import { SecretStoreRef } from '../../src';
import { externalSecrets } from '../_tools/fixtures';

test.each([
  ['SecretStore', SecretStoreRef.secretStore],
  ['ClusterSecretStore', SecretStoreRef.clusterSecretStore],
])('%s', (kind, of) => {
  expect(of('acme.default')).toMatchObject({ kind, name: 'acme.default' });
  const refused = (name: string, remedy: string) =>
    expect(() => of(name)).toThrow(new Error(`SecretStoreRef (${kind}) has a problem:\n  - name: ${JSON.stringify(name)} ${remedy}`));
  refused('', 'is blank; give a value');
  refused('<store>', 'is a placeholder; put your own value in its place');
  refused('Default', 'is no object name; use lower-case letters, digits, "-" and "."');
});

test.each([
  ['"aws"', 'aws', 'SecretStoreRef.secretStore("aws")'],
  ['without name', { kind: 'SecretStore' }, 'SecretStoreRef.secretStore("default")'],
  ['without kind', { name: 'aws' }, 'SecretStoreRef.secretStore("default")'],
  ['null', null, 'SecretStoreRef.secretStore("default")'],
])('what is no store is refused, once: %s', (_, store, remedy) => {
  expect(() => externalSecrets({ store: store as never })).toThrow(new Error(
    `SecretDelivery.externalSecrets has a problem:\n  - store: ${JSON.stringify(store)} is no secret store; write ${remedy}, or pass a SecretStore`,
  ));
});

test('whatever has kind and name is a store', () => {
  expect(() => externalSecrets({ store: { kind: 'ClusterSecretStore', name: 'aws' } })).not.toThrow();
});
