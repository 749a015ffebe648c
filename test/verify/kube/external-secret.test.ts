import { ExternalSecret } from '../../../src/verify/kube/external-secret';
import { Json, object } from '../_manifests';
import { read } from './_views';

const GROUP = 'external-secrets.io/v1';
const own = (spec: Json, namespace: string | null = 'union-cp') => ExternalSecret.of(read(object(GROUP, 'ExternalSecret', 'auth', { spec }, namespace))[0])!;
const clusterWide = (spec: Json) => ExternalSecret.of(read(object(GROUP, 'ClusterExternalSecret', 'auth', { spec }, null))[0])!;

test('other kinds are ignored, in this group and in others', () => {
  expect(read(
    object(GROUP, 'SecretStore', 'auth'), object('external-secrets.io.example.com/v1', 'ExternalSecret', 'auth'), object('v1', 'ClusterExternalSecret', 'auth'),
    object('external-secrets.io/v1beta1', 'ExternalSecret', 'auth'),
  ).map((each) => ExternalSecret.of(each)?.target)).toEqual([undefined, undefined, undefined, 'auth']);
});

test.each<[string, Json, Json]>([
  ['the operator\'s default where it says nothing', {}, {
    target: 'auth', creationPolicy: 'Owner', deletionPolicy: 'Retain', refreshInterval: undefined, store: { name: undefined, kind: 'SecretStore' }, keys: [], openEnded: false, data: [],
  }],
  ['what it says', {
    target: { name: 'other', creationPolicy: 'Merge', deletionPolicy: 'Delete' }, refreshInterval: '1h', secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
  }, {
    target: 'other', creationPolicy: 'Merge', deletionPolicy: 'Delete', refreshInterval: '1h', store: { kind: 'ClusterSecretStore', name: 'vault' }, keys: [], openEnded: false, data: [],
  }],
])('it has %s', (_, spec, expected) => {
  const { target, creationPolicy, deletionPolicy, refreshInterval, store, keys, openEnded, data } = own(spec);
  expect({ target, creationPolicy, deletionPolicy, refreshInterval, store, keys, openEnded, data }).toEqual(expected);
});

test('of a ClusterExternalSecret, the spec inside counts, and the name that it gives', () => {
  const all = [clusterWide({ externalSecretSpec: { target: { name: 'inner' } }, externalSecretName: 'given' }), clusterWide({ externalSecretName: 'given' }), clusterWide({}), own({ externalSecretName: 'given' })];
  expect(all.map(({ target }) => target)).toEqual(['inner', 'given', 'auth', 'auth']);
  expect(`${clusterWide({}).field('target', 'name')}`).toBe('spec.externalSecretSpec.target.name');
});

test.each<[string, ExternalSecret, object, [here: boolean, there: boolean, anywhere: boolean]]>([
  ['its own namespace', own({ namespaces: ['a'] }), { kind: 'own' }, [true, false, true]],
  ['any, without one', own({}, null), { kind: 'own' }, [true, true, true]],
  ['the namespaces that it names', clusterWide({ namespaces: ['a', null, 'other'] }), { kind: 'named', namespaces: ['a', 'other'] }, [false, true, true]],
  ['those that it selects, too', clusterWide({ namespaces: ['a'], namespaceSelector: {} }), { kind: 'selected' }, [true, true, true]],
  ['those that one of several selects', clusterWide({ namespaces: ['a'], namespaceSelectors: [{}] }), { kind: 'selected' }, [true, true, true]],
  ['any, if it names none', clusterWide({ namespaces: [] }), { kind: 'selected' }, [true, true, true]],
  ['any, if it says nothing', clusterWide({}), { kind: 'selected' }, [true, true, true]],
])('it writes into %s', (_, secret, scope, into) => {
  expect(secret.scope).toEqual(scope);
  expect(['union-cp', 'other', undefined].map((namespace) => secret.writesInto({ cluster: undefined, namespace }))).toEqual(into);
});

test('it writes into namespaces of its cluster alone', () => {
  const secrets = [{}, { namespaces: ['a'] }].map((spec) => ExternalSecret.of(read(object(GROUP, 'ClusterExternalSecret', 'auth', { spec }, null))[0].settledIn({ cluster: 'east' }))!);
  expect(secrets.map((secret) => ['east', 'west'].map((cluster) => secret.writesInto({ cluster, namespace: 'a' })))).toEqual([[true, false], [true, false]]);
});

describe('its keys', () => {
  const data = [{ secretKey: 'a', remoteRef: { key: 'store/a' } }, { secretKey: 'b' }, {}];
  const template = { data: { b: '{{ .b }}', c: 'c' } };
  const withTemplate = (of: Json) => ({ data: data.slice(0, 2), target: { template: of } });

  test('of data lie in the store', () => {
    expect(own({ data }).data.map(({ field, property: _, decoding: __, ...rest }) => ({ ...rest, at: `${field}` }))).toEqual([
      { secretKey: 'a', remoteKey: 'store/a', at: 'spec.data[0]' }, { secretKey: 'b', remoteKey: undefined, at: 'spec.data[1]' }, { secretKey: '', remoteKey: undefined, at: 'spec.data[2]' },
    ]);
  });

  test.each<[string, Json, string[], boolean]>([
    ['those of data', { data }, ['a', 'b', ''], false],
    ['those of a template instead', withTemplate(template), ['b', 'c'], false],
    ['those of a template that replaces them', withTemplate({ ...template, mergePolicy: 'Replace' }), ['b', 'c'], false],
    ['both where it is laid over them', withTemplate({ ...template, mergePolicy: 'Merge' }), ['a', 'b', 'c'], false],
    ['those of data beside metadata alone', withTemplate({ metadata: {} }), ['a', 'b'], false],
    ['unknown where a template comes from elsewhere', withTemplate({ templateFrom: [{ configMap: { name: 'x' } }] }), [], true],
    ['those of data beside no template from elsewhere', withTemplate({ templateFrom: [] }), ['a', 'b'], false],
    ['more than those of data where the store has them', { data: data.slice(0, 1), dataFrom: [{ extract: { key: 'x' } }] }, ['a'], true],
  ])('are %s', (_, spec, keys, openEnded) => expect([own(spec).keys, own(spec).openEnded]).toEqual([keys, openEnded]));
});

test('the entries of data have defaults of the operator', () => {
  const { data } = own({ data: [{ secretKey: 'k', remoteRef: { key: 'a', property: 'b', decodingStrategy: 'Base64' } }, {}] });
  expect(data.map(({ field, ...rest }) => [rest, `${field}`])).toEqual([
    [{ secretKey: 'k', remoteKey: 'a', property: 'b', decoding: 'Base64' }, 'spec.data[0]'], [{ secretKey: '', remoteKey: undefined, property: undefined, decoding: 'None' }, 'spec.data[1]'],
  ]);
});
