import { MergedValues, ValuesFile } from '../../../src/common/values/values-file';

const AROUND = `controlplane:
  global:
    own: 1
  x: 1
global:
  list:
    - a
    - b
  a.b: 1
`;

test.each([
  ['of its own', ['x'], 4],
  ['a global of its own', ['global', 'own'], 3],
  ['an item of a list of the chart around it', ['global', 'list', 1], 8],
  ['a key with a dot of the chart around it', ['global', 'a.b'], 9],
])('the line of a value of a chart below another: %s', (_, path, line) => {
  const below = ValuesFile.read({ name: 'values.yaml', text: AROUND }).below('controlplane');
  expect(below.lineOf(path)).toBe(line);
});

test.each([
  ['that sets it last', 'a.b', 'second'],
  ['that alone sets it', 'a.c', 'first'],
  ['that sets a false value', 'd', 'third'],
  ['with its nearest ancestor last', 'a.x.y', 'second'],
  ['that is first, for what none has', 'x', 'first'],
])('of merged files, the one %s', (_, path, name) => {
  const merged = new MergedValues([
    ValuesFile.of('first', { a: { b: 1, c: 1 }, d: 1 }), ValuesFile.of('second', { a: { b: 2 } }), ValuesFile.of('third', { d: false, e: {} }),
  ]);
  expect(merged.fileOf(path.split('.')).name).toBe(name);
});
