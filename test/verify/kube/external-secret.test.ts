import { ExternalSecret } from '../../../src/verify/kube/external-secret';
import { Json, object } from '../_manifests';
import { read } from './_views';

const GROUP = 'external-secrets.io/v1';
const own = (spec: Json, namespace: string | null = 'union-cp') => ExternalSecret.of(read(object(GROUP, 'ExternalSecret', 'auth', { spec }, namespace))[0])!;
const clusterWide = (spec: Json) => ExternalSecret.of(read(object(GROUP, 'ClusterExternalSecret', 'auth', { spec }, null))[0])!;

test('other kinds are none, in this group and in others', () => {
  expect(read(
    object(GROUP, 'SecretStore', 'auth'),
    object('external-secrets.io.example.com/v1', 'ExternalSecret', 'auth'),
    object('v1', 'ClusterExternalSecret', 'auth'),
  ).map((each) => ExternalSecret.of(each))).toEqual([undefined, undefined, undefined]);
  expect(read(object('external-secrets.io/v1beta1', 'ExternalSecret', 'auth')).map((each) => ExternalSecret.of(each)?.target)).toEqual(['auth']);
});

test('what it does not say has the operator\'s default', () => {
  const { target, creationPolicy, deletionPolicy, refreshInterval, store, keys, openEnded, data } = own({});
  expect({ target, creationPolicy, deletionPolicy, refreshInterval, store, keys, openEnded, data }).toEqual({
    target: 'auth', creationPolicy: 'Owner', deletionPolicy: 'Retain', refreshInterval: undefined, store: { name: undefined, kind: 'SecretStore' }, keys: [], openEnded: false, data: [],
  });
});

test('what it says counts', () => {
  const { target, creationPolicy, deletionPolicy, refreshInterval, store } = own({
    target: { name: 'other', creationPolicy: 'Merge', deletionPolicy: 'Delete' }, refreshInterval: '1h', secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
  });
  expect({ target, creationPolicy, deletionPolicy, refreshInterval, store }).toEqual({
    target: 'other', creationPolicy: 'Merge', deletionPolicy: 'Delete', refreshInterval: '1h', store: { kind: 'ClusterSecretStore', name: 'vault' },
  });
});

test('of a ClusterExternalSecret, the spec inside counts, and the name that it gives', () => {
  expect(clusterWide({ externalSecretSpec: { target: { name: 'inner' } }, externalSecretName: 'given' }).target).toBe('inner');
  expect(clusterWide({ externalSecretName: 'given' }).target).toBe('given');
  expect(clusterWide({}).target).toBe('auth');
  expect(own({ externalSecretName: 'given' }).target).toBe('auth');
  expect(`${clusterWide({}).field('target', 'name')}`).toBe('spec.externalSecretSpec.target.name');
});

test('a ClusterExternalSecret works in the namespaces that it names, or in whichever it selects', () => {
  expect(own({ namespaces: ['a'] }).scope).toEqual({ kind: 'own' });
  expect(clusterWide({ namespaces: ['a', null, 'b'] }).scope).toEqual({ kind: 'named', namespaces: ['a', 'b'] });
  expect(clusterWide({ namespaces: ['a'], namespaceSelector: {} }).scope).toEqual({ kind: 'selected' });
  expect(clusterWide({ namespaces: ['a'], namespaceSelectors: [{}] }).scope).toEqual({ kind: 'selected' });
  expect(clusterWide({ namespaces: [] }).scope).toEqual({ kind: 'selected' });
  expect(clusterWide({}).scope).toEqual({ kind: 'selected' });
});

test('it writes into its own namespace, or those of its scope; one without a namespace may be any', () => {
  const into = (secret: ExternalSecret) => ['union-cp', 'other', undefined].map((namespace) => secret.writesInto({ cluster: undefined, namespace }));
  expect(into(own({}))).toEqual([true, false, true]);
  expect(into(own({}, null))).toEqual([true, true, true]);
  expect(into(clusterWide({ namespaces: ['other'] }))).toEqual([false, true, true]);
  expect(into(clusterWide({}))).toEqual([true, true, true]);
});

describe('its keys', () => {
  const data = [{ secretKey: 'a', remoteRef: { key: 'store/a' } }, { secretKey: 'b' }, {}];

  test('are those of data, with where each lies', () => {
    expect(own({ data }).data.map(({ field, property: _, decoding: __, ...rest }) => ({ ...rest, at: `${field}` }))).toEqual([
      { secretKey: 'a', remoteKey: 'store/a', at: 'spec.data[0]' }, { secretKey: 'b', remoteKey: undefined, at: 'spec.data[1]' }, { secretKey: '', remoteKey: undefined, at: 'spec.data[2]' },
    ]);
    expect(own({ data }).keys).toEqual(['a', 'b', '']);
  });

  const withTemplate = (template: Json) => own({ data: data.slice(0, 2), target: { template } });

  test('are those of a template instead, unless it is laid over them', () => {
    expect(withTemplate({ data: { b: '{{ .b }}', c: 'c' } }).keys).toEqual(['b', 'c']);
    expect(withTemplate({ data: { b: '{{ .b }}', c: 'c' }, mergePolicy: 'Replace' }).keys).toEqual(['b', 'c']);
    expect(withTemplate({ data: { b: '{{ .b }}', c: 'c' }, mergePolicy: 'Merge' }).keys).toEqual(['a', 'b', 'c']);
    expect(withTemplate({ metadata: {} }).keys).toEqual(['a', 'b']);
  });

  test('are nobody\'s to know where a template or the store has them', () => {
    const from = withTemplate({ templateFrom: [{ configMap: { name: 'x' } }] });
    expect([from.keys, from.openEnded]).toEqual([[], true]);
    const whole = own({ data: data.slice(0, 1), dataFrom: [{ extract: { key: 'x' } }] });
    expect([whole.keys, whole.openEnded]).toEqual([['a'], true]);
    expect(withTemplate({ templateFrom: [] }).openEnded).toBe(false);
  });
});
