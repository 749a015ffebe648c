import { SecretStoreRef } from '../../src';

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
