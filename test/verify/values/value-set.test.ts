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
  expect(`${setOf(CONTROL_PLANE_VALUES)}`).toBe('controlplane 2026.8');
  expect(`${setOf(DATA_PLANE_VALUES.replace('2026.8', '2026.6'))}`).toBe('dataplane 2026.6');
  expect(setOf(DATA_PLANE_VALUES).contract.chart).toBe('dataplane');
});

describe('a place', () => {
  const set = setOf({ 'a.yaml': 'clusterName: east\nconfig:\n  operator: {}\nsecrets:\n  admin:\n    enable: true\n', 'b.yaml': '# later\nconfig:\n  operator:\n    x: 1\n' });
  const place = (path: string | readonly string[]) => {
    const field = set.field(path);
    return `${field.object.source.file}:${field.object.lineOf!(field)} ${field}`;
  };

  test('is in the last file that speaks of it, and of an absent one where its ancestor stands', () => {
    expect(place('config.operator')).toBe('b.yaml:3 config.operator');
    expect(place('config.operator.x')).toBe('b.yaml:4 config.operator.x');
    expect(place(['secrets', 'admin', 'create'])).toBe('a.yaml:5 secrets.admin.create');
    expect(place('absent')).toBe('a.yaml:1 absent');
  });

  test('is named by file and line, for messages about another', () => {
    expect(set.placeText('config.operator.x')).toBe('b.yaml:4');
    expect(set.placeText('clusterName')).toBe('a.yaml:1');
  });

  test('of one of the files is in that file', () => {
    const field = set.fieldIn(set.files[0], ['config', 'operator']);
    expect([field.object.source.file, field.object.lineOf!(field)]).toEqual(['a.yaml', 3]);
  });
});

describe('the files, as findings name them,', () => {
  test('are Values of a chart, in the namespace of the release', () => {
    const set = setOf({ 'a.yaml': DATA_PLANE_VALUES, 'b.yaml': 'clusterName: east\n' }, { namespace: 'union' });
    expect(set.documents.map(({ apiVersion, kind, name, namespace, annotations, source }) => ({ apiVersion, kind, name, namespace, annotations, source }))).toEqual(['a.yaml', 'b.yaml'].map((file) => (
      { apiVersion: 'v2', kind: 'Values', name: 'dataplane', namespace: 'union', annotations: {}, source: { file, document: 0, path: [] } }
    )));
  });

  test('tell what stands in them', () => {
    const [document] = setOf('clusterName: east\nconfig: { replicas: 2 }\n').documents;
    expect([document.at('config'), document.textAt('config', 'replicas'), document.textAt('config'), document.textAt('absent')]).toEqual([{ replicas: 2 }, '2', undefined, undefined]);
  });

  test('know which keys stand twice', () => {
    expect(setOf('clusterName: east\nclusterName: west\n').documents[0].source.duplicates).toEqual([['clusterName']]);
  });

  test('follow anchors and merge keys to a line', () => {
    const [document] = setOf('base: &base\n  enable: true\nconfig:\n  operator:\n    <<: *base\n').documents;
    expect(document.lineOf(document.field('config', 'operator', 'enable'))).toBe(2);
    const [listed] = setOf('one: &one\n  enable: true\nother: &other\n  enable: false\n  create: true\nconfig:\n  operator:\n    <<: [*one, *other]\n').documents;
    expect(['enable', 'create', 'absent'].map((key) => listed.lineOf(listed.field('config', 'operator', key)))).toEqual([2, 5, 7]);
  });
});
