import { PathTree } from '../../../src/verify/model/path-tree';

function tree(names: Readonly<Record<string, string>>, ...separate: [one: string, other: string][]): PathTree {
  const made = new PathTree();
  Object.entries(names).forEach(([path, name]) => made.name(path, name));
  separate.forEach(([one, other]) => made.separate(one, other));
  return made;
}

test.each([
  ['its own', { 'dist/east.yaml': 'east', 'dist/west.yaml': 'west' }, 'dist/east.yaml', 'east'],
  ['that of its folder', { 'dist/east/a.yaml': 'east', 'dist/west/a.yaml': 'west' }, 'dist/east/b/c.yaml', 'east'],
  ['that of something below it', { 'east/plane': 'east', 'west/plane': 'west' }, 'east', 'east'],
  ['none where its folder has two', { 'dist/east.yaml': 'east', 'dist/west.yaml': 'west' }, 'dist/cp.yaml', undefined],
  ['none where only the root has one', { 'east.yaml': 'east' }, 'cp.yaml', undefined],
])('the name of a path is %s', (_, names, path, expected) => expect(tree(names as Record<string, string>).nameOf(path)).toBe(expected));

test('what has nothing in common is called after its own folder, or itself', () => {
  const folders = tree({}, ['dist/east/a.yaml', 'dist/west/a.yaml']);
  expect(['dist/east/a.yaml', 'dist/east/b.yaml', 'dist/west/a.yaml', 'dist/c.yaml'].map((path) => folders.nameOf(path)))
    .toEqual(['dist/east', 'dist/east', 'dist/west', undefined]);
  const files = tree({}, ['east.yaml', 'dist/west.yaml']);
  expect(['east.yaml', 'dist/west.yaml', 'dist/other.yaml', 'c.yaml'].map((path) => files.nameOf(path))).toEqual(['east.yaml', 'dist', 'dist', undefined]);
});

test('what has a name keeps it', () => {
  const named = tree({ 'dist/east.yaml': 'east' }, ['dist/east.yaml', 'dist/b.yaml']);
  expect(['dist/east.yaml', 'dist/b.yaml'].map((path) => named.nameOf(path))).toEqual(['east', 'dist/b.yaml']);
});
