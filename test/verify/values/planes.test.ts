import { parseManifests } from '../../../src/verify/parse';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

/** The files of each plane, by their names. */
function planes(files: Readonly<Record<string, string>>, plane?: string): string[][] {
  const texts = Object.entries(files).map(([name, text]) => ({ name, text, plane }));
  return parseManifests([], texts).valueSets.map((set) => set.files.map(({ name }) => name));
}

const HEAD = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n';
const silent = 'replicas: 2\n';
const named = (cluster: string) => `clusterName: ${cluster}\noperator: {}\n`;
const WITHOUT_CLIENT = DATA_PLANE_VALUES.replace(/ *AUTH_CLIENT_ID.*\n/, '');
const OTHER = CONTROL_PLANE_VALUES.replace(/union\.example\.com/g, 'other.example.com');
const whole = (cluster: string) => `${DATA_PLANE_VALUES}clusterName: ${cluster}\n`;

test.each<[string, Record<string, string>, string[][]]>([
  ['a file and its override', { a: DATA_PLANE_VALUES, b: 'config: { operator: {} }\n' }, [['a', 'b']]],
  ['whole files that name two clusters', { a: whole('east'), b: whole('west') }, [['a'], ['b']]],
  ['whole files that name none', { a: DATA_PLANE_VALUES, b: DATA_PLANE_VALUES }, [['a'], ['b']]],
  ['whole files of one cluster', { a: whole('east'), b: whole('east') }, [['a', 'b']]],
  ['a base of both, and what names them', { base: 'config: { union: { auth: { enable: true } } }\n', a: named('east'), b: named('west') }, [['base', 'a'], ['base', 'b']]],
  ['a cluster of one\'s own before what is emitted', { own: named('east'), emitted: DATA_PLANE_VALUES }, [['own', 'emitted']]],
  ['an override of a plane by its name', { a: whole('east'), b: whole('west'), c: named('east') }, [['a', 'c'], ['b']]],
  ['a silent file behind both', { a: whole('east'), b: whole('west'), c: `${silent}operator: {}\n` }, [['a', 'c'], ['b', 'c']]],
  ['globals that name the clusters', { a: 'global: { CLUSTER_NAME: east }\noperator: {}\n', b: 'global: { CLUSTER_NAME: west }\noperator: {}\n' }, [['a'], ['b']]],
  ['another host over a control plane', { a: CONTROL_PLANE_VALUES, b: 'ingress: { host: other.example.com }\nflyte: {}\n' }, [['a', 'b']]],
  ['overrides of control planes by their hosts', {
    a: CONTROL_PLANE_VALUES, b: OTHER, c: 'global: { UNION_HOST: union.example.com }\nflyte: {}\n', d: 'ingress: { host: union.example.com }\nflyte: {}\n',
  }, [['a', 'c', 'd'], ['b']]],
  ['two control planes', { a: CONTROL_PLANE_VALUES, b: OTHER }, [['a'], ['b']]],
  ['both charts', { a: CONTROL_PLANE_VALUES, b: DATA_PLANE_VALUES, c: named('east') }, [['a'], ['b', 'c']]],
  ['a base without the host of what it is for', { base: 'flyte: {}\n', a: CONTROL_PLANE_VALUES }, [['base', 'a']]],
  ['a base that names a host, before the control plane', { base: 'ingress: { host: a.example.com }\nflyte: {}\n', a: CONTROL_PLANE_VALUES }, [['base', 'a']]],
  ['a base alone', { base: 'flyte: {}\n', more: 'services: {}\n' }, [['base', 'more']]],
  ['a plane that is named behind it, and another', { a: DATA_PLANE_VALUES, b: named('east'), c: named('west'), d: named('east') }, [['a', 'b', 'd'], ['c']]],
  ['a plane of two parts, and another', { a: named('east'), b: DATA_PLANE_VALUES, c: DATA_PLANE_VALUES }, [['a', 'b'], ['c']]],
  ['a plane that is whole by its name, and another', { a: named('east'), b: whole('east'), c: DATA_PLANE_VALUES }, [['a', 'b'], ['c']]],
  ['an override without a name behind two', { a: whole('east'), b: whole('west'), c: 'config: { union: { auth: { enable: true } } }\n' }, [['a'], ['b', 'c']]],
  ['a name that is blank or none', { a: whole('east'), b: 'clusterName: ""\noperator: {}\n', c: 'clusterName: 5\noperator: {}\n' }, [['a', 'b', 'c']]],
  ['a client that is named elsewhere', { a: DATA_PLANE_VALUES, b: changed(WITHOUT_CLIENT, '  admin:\n', '  admin:\n    clientId: other-id\n') }, [['a'], ['b']]],
  ['a file without a client, which is no plane of its own', { a: DATA_PLANE_VALUES, b: WITHOUT_CLIENT }, [['a', 'b']]],
  ['two releases, and a base of both', { base: 'config: {}\n', a: DATA_PLANE_VALUES, b: changed(DATA_PLANE_VALUES, '2026.8', '2026.6') }, [['base', 'a'], ['base', 'b']]],
  ['a file for another release, of the same cluster', { a: whole('east'), b: `${changed(HEAD, '2026.8', '2026.6')}${named('east')}` }, [['a'], ['b']]],
  ['a plane of two parts with a silent file between', { a: named('east'), b: silent, c: DATA_PLANE_VALUES }, [['a', 'b', 'c']]],
  ['two releases', { a: DATA_PLANE_VALUES, b: `${DATA_PLANE_VALUES.replace('2026.8', '2026.6')}` }, [['a'], ['b']]],
])('%s', (_, files, expected) => expect(planes(files)).toEqual(expected));

test('files that the caller says are one plane are one', () => {
  expect(planes({ a: whole('east'), b: whole('west'), c: silent }, 'one')).toEqual([['a', 'b', 'c']]);
});

test('a silent file beside both charts must be told', () => {
  expect(() => planes({ a: CONTROL_PLANE_VALUES, b: DATA_PLANE_VALUES, c: silent })).toThrow('c: has no authentication settings, so it can be for either chart; say which with --plane');
});

test('planes that do not say where they are are not taken for one', () => {
  const { valueSets } = parseManifests([], [{ name: 'a', text: whole('east') }, { name: 'b', text: whole('west') }]);
  expect(new Set(valueSets.map(({ namespace }) => namespace)).size).toBe(2);
});

test('without files there are no planes', () => expect(planes({})).toEqual([]));

test('files that the caller assigns to a plane are separate from the others', () => {
  const texts = [{ name: 'a', text: whole('east'), plane: 'one' }, { name: 'b', text: named('east') }, { name: 'c', text: named('west'), plane: 'one' }, { name: 'd', text: whole('north'), plane: 'two' }];
  expect(parseManifests([], texts).valueSets.map((set) => set.files.map(({ name }) => name))).toEqual([['a', 'c'], ['d'], ['b']]);
});
