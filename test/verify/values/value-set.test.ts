import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { setOf } from './_sets';

const USE_AUTH = 'flyte.configmap.adminServer.server.security.useAuth';
const off = (text: string, ...paths: string[]) => paths.reduce((before, path) => withValue(before, path, false), text);

test.each([
  ['a control plane that says nothing', CONTROL_PLANE_VALUES, false, false],
  ['its server off', off(CONTROL_PLANE_VALUES, USE_AUTH), true, false],
  ['its clients off', off(CONTROL_PLANE_VALUES, 'configMap.union.auth.enable'), false, false],
  ['both off', off(CONTROL_PLANE_VALUES, USE_AUTH, 'configMap.union.auth.enable'), true, true],
  ['a data plane that says nothing', DATA_PLANE_VALUES, false, false],
  ['the clients of a data plane off', off(DATA_PLANE_VALUES, 'config.union.auth.enable'), false, true],
])('%s: who goes without authentication', (_, text, isOpen, isAuthless) => expect(setOf(text)).toMatchObject({ isOpen, isAuthless }));

test('it goes by its chart and release', () => {
  expect([CONTROL_PLANE_VALUES, DATA_PLANE_VALUES.replace('2026.8', '2026.6')].map((text) => `${setOf(text)}`)).toEqual(['controlplane 2026.8', 'dataplane 2026.6']);
  expect(setOf(DATA_PLANE_VALUES).contract.chart).toBe('dataplane');
});

test('a place is in the last file that has it, and an absent one is at its nearest ancestor', () => {
  const set = setOf({ 'a.yaml': 'clusterName: east\nconfig:\n  operator: {}\nsecrets:\n  admin:\n    enable: true\n', 'b.yaml': '# later\nconfig:\n  operator:\n    x: 1\n' });
  const place = (field: ReturnType<typeof set.field>) => `${field.object.source.file}:${field.object.lineOf!(field)} ${field}`;
  expect(['config.operator', 'config.operator.x', ['secrets', 'admin', 'create'], 'absent'].map((path) => place(set.field(path))))
    .toEqual(['b.yaml:3 config.operator', 'b.yaml:4 config.operator.x', 'a.yaml:5 secrets.admin.create', 'a.yaml:1 absent']);
  expect(['config.operator.x', 'clusterName'].map((path) => set.placeText(path))).toEqual(['b.yaml:4', 'a.yaml:1']);
  expect(place(set.fieldIn(set.files[0], ['config', 'operator']))).toBe('a.yaml:3 config.operator');
});

describe('the files, as findings name them,', () => {
  test('are Values of a chart, in the namespace of the release', () => {
    const set = setOf({ 'a.yaml': DATA_PLANE_VALUES, 'b.yaml': 'clusterName: east\n' }, { namespace: 'union' });
    expect(set.documents.map(({ apiVersion, kind, name, namespace, annotations, source }) => ({ apiVersion, kind, name, namespace, annotations, source }))).toEqual(['a.yaml', 'b.yaml'].map((file) => (
      { apiVersion: 'v2', kind: 'Values', name: 'dataplane', namespace: 'union', annotations: {}, source: { file, document: 0, path: [] } }
    )));
  });

  test('have their values, and the keys that are repeated', () => {
    const [document] = setOf('clusterName: east\nconfig: { replicas: 2 }\n').documents;
    expect([document.at('config'), document.textAt('config', 'replicas'), document.textAt('config'), document.textAt('absent')]).toEqual([{ replicas: 2 }, '2', undefined, undefined]);
    expect(setOf('clusterName: east\nclusterName: west\n').documents[0].source.duplicates).toEqual([['clusterName']]);
  });

  test.each<[string, string[], number[]]>([
    ['base: &base\n  enable: true\nconfig:\n  operator:\n    <<: *base\n', ['enable'], [2]],
    ['one: &one\n  enable: true\nother: &other\n  enable: false\n  create: true\nconfig:\n  operator:\n    <<: [*one, *other]\n', ['enable', 'create', 'absent'], [2, 5, 7]],
  ])('follow anchors and merge keys to a line: %j', (text, keys, lines) => {
    const [document] = setOf(text).documents;
    expect(keys.map((key) => document.lineOf(document.field('config', 'operator', key)))).toEqual(lines);
  });
});
