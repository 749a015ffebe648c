import { HeldKinds } from '../../../src/verify/kube/held-kinds';
import { elsewhereText, homeKey, homeOfReference, homeText, isMadeUp, namespaceOfFile, sameHome } from '../../../src/verify/kube/home';
import { byCluster, HomeIndex } from '../../../src/verify/kube/home-index';
import { configMap } from '../_manifests';
import { read } from './_views';

const home = (cluster?: string, namespace?: string) => ({ cluster, namespace });

test.each([
  [home('east', 'union'), home('east', 'union'), true],
  [home('east', 'union'), home('west', 'union'), false],
  [home('east', 'union'), home('east', 'other'), false],
  [home(undefined, 'union'), home('west', 'union'), true],
  [home('east', 'union'), home('east'), true],
  [home('east'), home('west'), false],
  [home(), home('west', 'union'), true],
])('%j and %j may be one: %s', (a, b, same) => expect([sameHome(a, b), sameHome(b, a)]).toEqual([same, same]));

test.each([
  [home('east', 'union'), 'namespace union of cluster east'],
  [home(undefined, 'union'), 'namespace union'],
  [home('east'), 'cluster east'],
  [home(), ''],
])('%j reads %j', (a, text) => expect(homeText(a)).toBe(text));

test('a namespace differs from a cluster with its name', () => expect(homeKey(home('a'))).not.toBe(homeKey(home(undefined, 'a'))));

describe('things are found near an object', () => {
  const index = (...homes: [cluster: string | undefined, namespace: string | undefined, value: string][]) => {
    const all = new HomeIndex<string>();
    homes.forEach(([cluster, namespace, value]) => all.add('x', home(cluster, namespace), value));
    all.add('y', home(undefined, 'a'), 'y in a');
    return (namespace?: string, cluster?: string, name = 'x') => all.near(name, home(cluster, namespace));
  };

  test('without clusters, by namespace: certain matches first, then those of any namespace', () => {
    const near = index([undefined, undefined, 'anywhere'], [undefined, 'a', 'in a'], [undefined, 'a', 'in a, too'], [undefined, 'b', 'in b']);
    expect(near('a')).toEqual(['in a', 'in a, too', 'anywhere']);
    expect(near('c')).toEqual(['anywhere']);
    expect(near()).toEqual(['anywhere', 'in a', 'in a, too', 'in b']);
    expect(near('a', undefined, 'y')).toEqual(['y in a']);
    expect(near('b', undefined, 'y')).toEqual([]);
    expect(near(undefined, undefined, 'z')).toEqual([]);
  });

  test('by namespace alone, where only the object that looks for them has a cluster', () => {
    expect(index([undefined, 'a', 'any a'], [undefined, 'b', 'any b'])('a', 'east')).toEqual(['any a']);
  });

  test('by cluster, if any is named', () => {
    const near = index(['east', 'a', 'east a'], ['west', 'a', 'west a'], [undefined, 'a', 'any a'], ['west', undefined, 'west'], ['west', 'b', 'west b']);
    expect(near('a', 'east')).toEqual(['east a', 'any a']);
    expect(near('a', 'west')).toEqual(['west a', 'any a', 'west']);
    expect(near('a', 'north')).toEqual(['any a']);
    expect(near('a')).toEqual(['any a', 'east a', 'west a', 'west']);
    expect(near(undefined, 'west')).toEqual(['west', 'west a', 'any a', 'west b']);
  });
});

test('things are found by cluster alone, in their order: those of any cluster are in each', () => {
  const all = [home('east', 'a'), home(undefined, 'b'), home('west', 'a'), home('east')];
  const near = byCluster(all, (item) => item);
  expect([near('east'), near('west'), near('north'), near(undefined)])
    .toEqual([[all[0], all[1], all[3]], [all[1], all[2]], [all[1]], all]);
});

test('a namespace that is made up of a path is known as such, and not taken for one in a cluster', () => {
  expect([namespaceOfFile('a'), namespaceOfFile('a/b'), 'union-cp', undefined].map(isMadeUp)).toEqual([true, true, false, false]);
  const homes = [home(undefined, 'namespace of a/b'), home('b', 'namespace of a'), home('b'), home(undefined, 'b'), home()];
  expect(new Set(homes.map(homeKey)).size).toBe(homes.length);
});

test.each([
  [[home('east', 'a')], ''], [[home('east', 'b')], ', but in namespace b'], [[home('west', 'a')], ', but in namespace a of cluster west'], [[home('west')], ''], [[], ''],
  [[home('east', 'b'), home('east', 'c')], ', but in namespace b and namespace c'],
])('something of %j is not in namespace a of cluster east%s', (all, expected) => expect(elsewhereText(all, home('east', 'a'))).toBe(expected));

test('a reference leads to its namespace, otherwise to that of its object, in the same cluster', () => {
  expect([{ namespace: 'b' }, {}].map((reference) => homeOfReference(reference, home('east', 'a')))).toEqual([home('east', 'b'), home('east', 'a')]);
});

test.each([['a', true], ['b', false], [undefined, true], [namespaceOfFile('b'), true]])('in %s, an input of namespace a has ConfigMaps: %s', (namespace, expected) => {
  const held = new HeldKinds(read(configMap('c', {}, 'a')));
  expect([held.shows('', 'ConfigMap', home(undefined, namespace)), held.shows('', 'Secret', home(undefined, namespace))]).toEqual([expected, false]);
});
