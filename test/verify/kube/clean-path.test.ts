import { cleanPath, joinPaths, pathBelow } from '../../../src/verify/kube/volume';

test.each([
  ['/etc/secrets/union', 'etc/secrets/union'],
  ['/etc/secrets/', 'etc/secrets'],
  ['/etc//secrets/./union', 'etc/secrets/union'],
  ['/etc/union.d/client_secret.txt', 'etc/union.d/client_secret.txt'],
  ['relative/path', 'relative/path'],
  ['/etc/..data/x', 'etc/..data/x'],
  ['/', ''],
  ['', ''],
  ['.', ''],
])('%s is read as %s', (path, expected) => expect(cleanPath(path)).toBe(expected));

test.each([
  ['etc/secrets/union/client_secret', 'etc/secrets/union', 'client_secret'],
  ['etc/secrets/union', 'etc/secrets/union', ''],
  ['etc/secrets', '', 'etc/secrets'],
  ['', '', ''],
  ['etc/secrets-of-others/x', 'etc/secrets', undefined],
  ['etc', 'etc/secrets', undefined],
])('%s below %s is %s', (path, directory, expected) => expect(pathBelow(path, directory)).toBe(expected));

test.each([['a', 'b/c', 'a/b/c'], ['', 'b', 'b'], ['a', '', 'a'], ['', '', '']])('%s and %s join to %s', (first, second, expected) => {
  expect(joinPaths(first, second)).toBe(expected);
});
