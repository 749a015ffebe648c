import { aboveOf, nameOf, parentOf } from '../../../src/common/data/dotted-path';

test.each([
  ['a.b.c', 'a.b', 'c', ['a', 'a.b']],
  ['a.b', 'a', 'b', ['a']],
  ['a', '', 'a', []],
  ['', '', '', []],
])('%j is in %j, by the name %j', (path, parent, name, above) => {
  expect([parentOf(path), nameOf(path), aboveOf(path)]).toEqual([parent, name, above]);
});
