import { cleanPath, joinPaths, pathBelow } from '../../../src/verify/kube/volume';
import { workload } from './_views';

const volume = (spec: object) => workload({ volumes: [spec] }).volumes[0];
const sources = (spec: object) => volume({ name: 'v', ...spec }).sources.map(({ kind, name, optional, items, field }) => ({ kind, name, optional, items, at: `${field}`.replace('spec.template.spec.volumes[0].', '') }));

test('a volume has the files of a Secret or a ConfigMap', () => {
  expect(sources({ secret: { secretName: 'a', optional: true } })).toEqual([{ kind: 'Secret', name: 'a', optional: true, items: undefined, at: 'secret' }]);
  expect(sources({ configMap: { name: 'b' } })).toEqual([{ kind: 'ConfigMap', name: 'b', optional: false, items: undefined, at: 'configMap' }]);
  expect(sources({ secret: { name: 'a' } })).toEqual([]);
  expect(sources({ configMap: { secretName: 'b', optional: 'true' } })).toEqual([]);
});

test.each([[true, true], [false, false], [null, false], [undefined, false], ['true', false]])('a source that says optional: %j is optional: %j', (optional, is) => {
  expect(sources({ secret: { secretName: 'a', optional } })[0].optional).toBe(is);
  expect(sources({ configMap: { name: 'a', optional } })[0].optional).toBe(is);
  expect(sources({ projected: { sources: [{ secret: { name: 'a', optional } }] } })[0].optional).toBe(is);
});

test('a projected volume has those of several, each by its name', () => {
  expect(sources({ projected: { sources: [{ secret: { name: 'a' } }, { configMap: { name: 'b' } }, { serviceAccountToken: {} }, { secret: { secretName: 'c' } }] } })).toEqual([
    { kind: 'Secret', name: 'a', optional: false, items: undefined, at: 'projected.sources[0].secret' },
    { kind: 'ConfigMap', name: 'b', optional: false, items: undefined, at: 'projected.sources[1].configMap' },
  ]);
});

test('items are keys under other names, and nothing besides', () => {
  expect(sources({ secret: { secretName: 'a', items: [{ key: 'k', path: './p//k' }, {}] } })[0].items).toEqual([{ key: 'k', path: 'p/k', mode: undefined }, { key: '', path: '', mode: undefined }]);
});

test('files have the mode of their item, of their volume, or the default', () => {
  const modes = (spec: object) => ['k', 'other'].map((key) => volume({ name: 'v', ...spec }).sources[0].modeOf(key));
  expect(modes({ secret: { secretName: 'a' } })).toEqual([0o644, 0o644]);
  expect(modes({ secret: { secretName: 'a', defaultMode: 0o400 } })).toEqual([0o400, 0o400]);
  expect(modes({ secret: { secretName: 'a', defaultMode: 0o400, items: [{ key: 'k', path: 'k', mode: 0o444 }] } })).toEqual([0o444, 0o400]);
  expect(modes({ secret: { secretName: 'a', defaultMode: '0400' } })).toEqual([0o644, 0o644]);
  expect(modes({ projected: { defaultMode: 0o440, sources: [{ secret: { name: 'a', defaultMode: 0o400 } }] } })).toEqual([0o440, 0o440]);
});

test.each([
  [{ secret: { secretName: 'a' } }, false, false], [{ secret: {} }, true, false], [{ configMap: {} }, false, false], [{ projected: {} }, false, false], [{ emptyDir: {} }, false, true],
  [{ csi: {} }, true, false], [{ persistentVolumeClaim: {} }, true, false], [{}, false, false],
])('of %j, files come from elsewhere: %j; it starts empty: %j', (spec, opaque, scratch) => {
  const { opaque: isOpaque, scratch: isScratch, field } = volume({ name: 'v', ...spec });
  expect([isOpaque, isScratch, `${field}`]).toEqual([opaque, scratch, 'spec.template.spec.volumes[0]']);
});

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
