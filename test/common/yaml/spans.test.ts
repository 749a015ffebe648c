import { flowsIndented } from '../../../src/common/yaml/spans';
import { readDocuments, readYaml } from '../../../src/common/yaml/yaml-reader';

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
])('%s', (_, text, expected) => expect(pieces(text)).toEqual(expected));

/** Texts, and the same with the spaces that they lack marked as dots. */
test.each([
  ['brackets at the root', 'a: [\nb,\n]\n', 'a: [\n.b,\n.]\n'],
  ['brackets below a key', 'a:\n  b: {\n  c: 1\n }\n', 'a:\n  b: {\n.  c: 1\n.. }\n'],
  ['what stands far enough to the right', 'a: [\n  b\n ]\n', 'a: [\n  b\n ]\n'],
  ['brackets in a list', '- [\n1]\n- - {\n  x: 1}\n', '- [\n...1]\n- - {\n...  x: 1}\n'],
  ['brackets behind a key in a list', '- a: [\n1]\n  b: 2\n', '- a: [\n...1]\n  b: 2\n'],
  ['brackets behind an explicit key', '? a\n: [\n1]\n', '? a\n: [\n...1]\n'],
  ['brackets behind the start of a document', '--- [\n1\n]\n', '--- [\n.1\n.]\n'],
  ['an anchor and a tag before brackets', 'a: &x !t [\n1]\nb: *x\n', 'a: &x !t [\n.1]\nb: *x\n'],
  ['a bracket within brackets', 'a: [[1,\n2], {b: [\n3]}]\nc: 4\n', 'a: [[1,\n.2], {b: [\n.3]}]\nc: 4\n'],
  ['blank lines', 'a: [\n\n  \n1\n]\n', 'a: [\n\n  \n.1\n.]\n'],
  ['a double-quoted text', 'a: "b\nc"\nd: 1\n', 'a: "b\n.c"\nd: 1\n'],
  ['a single-quoted text', 'a: \'b\nc\'\nd: 1\n', 'a: \'b\n.c\'\nd: 1\n'],
  ['an escaped quote', 'a: "b\\"\nc"\nd: 1\n', 'a: "b\\"\n.c"\nd: 1\n'],
  ['an escaped backslash', 'a: "b\\\\"\nc: [\n1]\n', 'a: "b\\\\"\nc: [\n.1]\n'],
  ['a backslash in single quotes', 'a: \'b\\\'\nc: [\n1]\n', 'a: \'b\\\'\nc: [\n.1]\n'],
  ['a doubled single quote', 'a: \'b\'\'\nc\'\nd: 1\n', 'a: \'b\'\'\n.c\'\nd: 1\n'],
  ['doubled double quotes, which end a text', 'a: [""\n]\nb: 1\n', 'a: [""\n.]\nb: 1\n'],
  ['the other quote in a text', 'a: "it\'s"\nb: [\n1]\n', 'a: "it\'s"\nb: [\n.1]\n'],
  ['a bracket in quotes', 'a: "["\nb: [ "]",\n1]\nc: 2\n', 'a: "["\nb: [ "]",\n.1]\nc: 2\n'],
  ['a text in quotes within brackets', 'a: ["b\nc", d\n]\n', 'a: ["b\n.c", d\n.]\n'],
  ['a quote within a plain text in brackets', 'a: [it\'s,\nb]\nc: 1\n', 'a: [it\'s,\n.b]\nc: 1\n'],
  ['a quote behind a plain text with a space', 'a: [b "c,\nd]\ne: 1\n', 'a: [b "c,\n.d]\ne: 1\n'],
  ['a quote behind a comma, and one behind a colon', 'a: {b: "}", "c": "}",\nd: 1}\ne: 1\n', 'a: {b: "}", "c": "}",\n.d: 1}\ne: 1\n'],
  ['a colon within a plain text', 'a: [b:"c,\nd]\ne: 1\n', 'a: [b:"c,\n.d]\ne: 1\n'],
  ['a quote at the start of a line in brackets', 'a: [b,\n"]",\n1]\nc: 1\n', 'a: [b,\n."]",\n.1]\nc: 1\n'],
  ['a comment in brackets', 'a: [ # ]\n# ]\n1, b#c\n]\nd: 1\n', 'a: [ # ]\n.# ]\n.1, b#c\n.]\nd: 1\n'],
  ['a comment behind a tab', 'a: [\t# ]\n1]\nb: 1\n', 'a: [\t# ]\n.1]\nb: 1\n'],
  ['brackets in a comment', 'a: # [\nb: c # [\n# [\nd: 1\n', 'a: # [\nb: c # [\n# [\nd: 1\n'],
  ['a comment behind a key', 'a # b: [\nc: 1\n', 'a # b: [\nc: 1\n'],
  ['a hash within a key', 'a#b: [\n1]\n', 'a#b: [\n.1]\n'],
  ['brackets within a plain text', 'a: b [\nc: 1\n', 'a: b [\nc: 1\n'],
  ['a quote within a plain text', 'a: b "\nc: 1\n', 'a: b "\nc: 1\n'],
  ['a plain text with a colon', 'a:b [\nc: 1\n', 'a:b [\nc: 1\n'],
  ['keys in quotes', '"a": [\n1]\n\'b\': [\n2]\n', '"a": [\n.1]\n\'b\': [\n.2]\n'],
  ['a key in quotes with a space behind it', '"a" : [\n1]\nb: 1\n', '"a" : [\n.1]\nb: 1\n'],
  ['a colon that is no end of a key', '"a":[\n1\n', '"a":[\n1\n'],
  ['a key in brackets', '[a]: {\nb: 1}\nc: 1\n', '[a]: {\n.b: 1}\nc: 1\n'],
  ['a tab behind a key', 'a:\t[\n1]\n', 'a:\t[\n.1]\n'],
  ['Windows line ends', 'a: [\r\n\r\n1\r\n]\r\nb: "\r\nc"\r\n', 'a: [\r\n\r\n.1\r\n.]\r\nb: "\r\n.c"\r\n'],
  ['what a block text holds', 'a: |\n  [\n  "\nb: [\n1]\n', 'a: |\n  [\n  "\nb: [\n.1]\n'],
  ['what a folded text holds', 'a:\n  b: >-\n    [\n\n    "\n  c: [\n1]\n', 'a:\n  b: >-\n    [\n\n    "\n  c: [\n...1]\n'],
  ['what a block text in a list holds', '- |\n  [\n- [\n1]\n', '- |\n  [\n- [\n...1]\n'],
  ['what a block text in a list of lists holds', '- - |\n    [\n  - [\n1]\n', '- - |\n    [\n  - [\n.....1]\n'],
  ['what a block text in a list below a key holds', 'a:\n- >\n  [\nb: [\n1]\n', 'a:\n- >\n  [\nb: [\n.1]\n'],
  ['what a block text at the root holds', '--- |\n [\n---\na: [\n1]\n', '--- |\n [\n---\na: [\n.1]\n'],
  ['what a block text far behind its dash holds', '-   |\n  [\n- [\n1]\n', '-   |\n  [\n- [\n...1]\n'],
  ['dashes within a key', '  a --- b: [\n1]\n---[c: d\n  e: [\n1]\n', '  a --- b: [\n...1]\n---[c: d\n  e: [\n...1]\n'],
  ['spaces behind the start of a document', '---  [\n1]\n', '---  [\n.1]\n'],
  ['a key in a comment', '# a: [\n  b #: [\n  c #d: "\ne: [\n1]\n', '# a: [\n  b #: [\n  c #d: "\ne: [\n.1]\n'],
  ['a hash that begins no comment', 'a: [b#c]\nd: [e# f, g]\nh: [\n1]\n', 'a: [b#c]\nd: [e# f, g]\nh: [\n.1]\n'],
  ['a comment without a space behind its hash', 'a: [\n#]\n #]\n1]\nb: 1\n', 'a: [\n.#]\n #]\n.1]\nb: 1\n'],
  ['what a block text on a line of its own holds', 'a:\n  |\n  [\nb: [\n1]\n', 'a:\n  |\n  [\nb: [\n.1]\n'],
])('%s', (_, text, indented) => expect(flowsIndented(text)).toBe(indented.replace(/^\.+/gm, (dots) => ' '.repeat(dots.length))));

test.each(['---', '--- # next', '...', '---\r'])('%j ends a document within brackets, and stays where it is', (marker) => {
  expect(flowsIndented(`a: [\n${marker}\n1\n`)).toBe(`a: [\n${marker}\n 1\n`);
});

test.each(['----', '---a', '....'])('%j within brackets is a text', (text) => {
  expect(flowsIndented(`a: [\n${text}\n]\n`)).toBe(`a: [\n ${text}\n ]\n`);
});

test('a list of block texts beside brackets that stand too far left is read', () => {
  expect(readYaml('args:\n- |\n  [ -f a ]\nports: [\n1,\n]\n').documents.map(({ value }) => value)).toEqual([{ args: ['[ -f a ]\n'], ports: [1] }]);
});
