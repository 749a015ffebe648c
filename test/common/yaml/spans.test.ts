import { readDocuments } from '../../../src/common/yaml/yaml-reader';

const pieces = (text: string) => readDocuments(text).map(({ span, items }) => [span!, ...items].map(({ start, end }) => text.slice(start, end)));

test.each<[string, string, string[][]]>([
  ['the whole of one document', 'a: 1\nb: 2\n', [['a: 1\nb: 2\n']]],
  ['without what stands before it', '# a\n---\n# b\na: 1\n', [['a: 1\n']]],
  ['up to the next document', 'a: 1\n---\n- b\n---\nc\n', [['a: 1\n---\n'], ['- b\n---\n'], ['c\n']].map(([piece]) => [piece])],
  ['a text alone', 'a\n', [['a\n']]],
  ['a document without content begins where the next one does', '---\n---\na: 1\n', [[''], ['a: 1\n']]],
  ['no entries of a merged list', 'x: &x {items: [1]}\n<<: *x\n', [['x: &x {items: [1]}\n<<: *x\n']]],
  ['no entries of a list that stands elsewhere', 'x: &x\n- 1\nitems: *x\n', [['x: &x\n- 1\nitems: *x\n']]],
  ['with quotes', '"a"\n', [['a"\n']]],
  ['the entries of a list', 'items:\n- a: 1\n- - b\n- c\n', [['items:\n- a: 1\n- - b\n- c\n', 'a: 1\n- ', '- b\n- ', 'c\n']]],
  ['the entries up to the next key', 'kind: List\nother: {items: [1], x: [2]}\nitems:\n- a: {b: c}\n- {d: [e]}\nmore: [1]\n', [[
    'kind: List\nother: {items: [1], x: [2]}\nitems:\n- a: {b: c}\n- {d: [e]}\nmore: [1]\n', 'a: {b: c}\n- ', '{d: [e]}\nmore: [1]\n'.slice(0, 9),
  ]]],
  ['an entry without content begins where the next one does', 'items:\n-\n- a\n', [['items:\n-\n- a\n', '', 'a\n']]],
  ['an entry that is an alias', 'x: &x 1\nitems:\n- *x\n- a\n', [['x: &x 1\nitems:\n- *x\n- a\n', 'x\n- ', 'a\n']]],
  ['no entries of a list in brackets', 'items: [a, b]\n', [['items: [a, b]\n']]],
  ['no entries of another list', 'a:\n- items:\n  - b\nitem:\n- c\n', [['a:\n- items:\n  - b\nitem:\n- c\n']]],
  ['no entries of what is no list', 'items:\n  a: 1\n', [['items:\n  a: 1\n']]],
  ['the entries in their own document', 'a: 1\n---\nitems:\n- b\n---\nc: 1\n', [['a: 1\n---\n'], ['items:\n- b\n---\n', 'b\n---\n'], ['c: 1\n']]],
  ['the entries behind a key that is an alias', 'a: &x b\n*x : c\nitems:\n- d\n', [['a: &x b\n*x : c\nitems:\n- d\n', 'd\n']]],
])('%s', (_, text, expected) => {
  expect(pieces(text)).toEqual(expected);
});
