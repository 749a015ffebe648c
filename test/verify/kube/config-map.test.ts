import { ConfigMap, ConfigTexts } from '../../../src/verify/kube/config-map';
import { configMap } from '../_manifests';
import { read } from './_views';

const view = (data: Record<string, string>, texts?: ConfigTexts) => new ConfigMap(read(configMap('config', data))[0], texts);

test('a file of settings is a map, with its place', () => {
  const config = view({ 'a.yaml': 'auth: { on: true }\n', 'b.yaml': 'x: y\n' });
  expect(config.keys).toEqual(['a.yaml', 'b.yaml']);
  expect(config.document('a.yaml')?.content).toEqual({ auth: { on: true } });
  expect(`${config.document('a.yaml')?.field.child('auth')}`).toContain('a.yaml');
  expect(config.document('a.yaml')).toBe(config.document('a.yaml'));
  expect(view({ several: '---\n- a\n---\na: 1\n---\na: 2\n' }).document('several')?.content).toEqual({ a: 1 });
});

test('of what is no map of settings, it is said why', () => {
  const config = view({ map: 'a: b\n', text: 'just a text', list: '- a\n', empty: '', comment: '# nothing\n', nothing: '---\n---\nnull\n', broken: 'a: [\n', mixed: '---\n---\na text\n' });
  const asked = ['map', 'text', 'list', 'empty', 'comment', 'nothing', 'mixed', 'absent'];
  expect(asked.map((key) => [key, config.document(key) !== undefined, config.fault(key), config.isEmpty(key)])).toEqual([
    ['map', true, undefined, false],
    ['text', false, 'no map of settings', false],
    ['list', false, 'no map of settings', false],
    ['empty', false, undefined, true],
    ['comment', false, undefined, true],
    ['nothing', false, undefined, true],
    ['mixed', false, 'no map of settings', false],
    ['absent', false, 'no map of settings', false],
  ]);
  expect(config.problems).toEqual([]);
  expect([config.document('broken'), config.isEmpty('broken')]).toEqual([undefined, false]);
  expect(config.problems).toEqual([{ key: 'broken', problem: expect.objectContaining({ message: config.fault('broken') }) }]);
});

test('a text that ConfigMaps share is read once', () => {
  const texts: ConfigTexts = new Map();
  const [one, other] = [view({ a: 'x: y\n' }, texts), view({ b: 'x: y\n' }, texts)];
  expect(one.document('a')?.content).toBe(other.document('b')?.content);
  expect([...texts.keys()]).toEqual(['x: y\n']);
});
