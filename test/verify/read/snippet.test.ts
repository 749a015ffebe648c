import type { PathStep } from '../../../src/common/data/json';
import { Snippet } from '../../../src/verify/read/snippet';

const TEXT = `# head
kind: List
items:
- name: a
  ports: [1,
    {port: 2}, 3]
  empty:
  1: one
- name: b
  same: 1
  same: 2
anchored: &x
  y: 1
alias: *x
aliases:
- *x
- - *x
? [a, b]
: c
last: {}
---
other: 1
`;

const at = (path: readonly PathStep[], document = 0, inner?: readonly PathStep[], text = TEXT) => text.split('\n')[Snippet.read(text, document)!.lineAt(path, inner)];

test.each<[PathStep[], string]>([
  [[], 'kind: List'],
  [['items'], 'items:'],
  [['items', 0], '- name: a'],
  [['items', 0, 'ports', 0], '  ports: [1,'],
  [['items', 0, 'ports', 1], '    {port: 2}, 3]'],
  [['items', 0, 'ports', 1, 'port'], '    {port: 2}, 3]'],
  [['items', 0, 'empty'], '  empty:'],
  [['items', 0, 1], '  1: one'],
  [['items', 1], '- name: b'],
  [['items', 1, 'same'], '  same: 2'],
  [['anchored', 'y'], '  y: 1'],
  [['alias'], 'alias: *x'],
  [['aliases', 0], '- *x'],
  [['aliases', 1, 0], '- - *x'],
  [['last'], 'last: {}'],
])('the place %j is on the line %s', (path, line) => expect(at(path)).toBe(line));

test.each<[PathStep[], string]>([
  [['none'], 'kind: List'],
  [['items', 2], 'items:'],
  [['items', 'name'], 'items:'],
  [['items', '0'], 'items:'],
  [['items', 0, 'ports', 3], '  ports: [1,'],
  [['items', 0, 'empty', 'x'], '  empty:'],
  [['alias', 'y'], 'alias: *x'],
  [['kind', 'x', 'items'], 'kind: List'],
])('the place %j is absent, and its nearest ancestor is on the line %s', (path, line) => expect(at(path)).toBe(line));

test('each document has places of its own', () => {
  expect([at(['other'], 1), at([], 1)]).toEqual(['other: 1', 'other: 1']);
  expect(Snippet.read(TEXT, 2)).toBeUndefined();
});

test('what is not YAML, and an empty text, have no places', () => {
  expect(Snippet.read('a: [', 0)).toBeUndefined();
  expect([Snippet.EMPTY.lineAt(['a', 0], ['b']), Snippet.EMPTY.lineAt([], ['b'])]).toEqual([0, 0]);
});

test.each([['- a\n', true], ['[a]\n', true], ['a: []\n', false], ['a\n', false], ['', false]])('%j is a list: %s', (text, isSequence) => {
  expect((Snippet.read(text, 0) ?? Snippet.EMPTY).isSequence).toBe(isSequence);
});

const CONFIG = `data:
  literal: |
    # head
    a:
      b: 1
  folded: >
    a:

      b: 1
  plain: "a: {b: 1}"
  broken: |
    a: [
`;

test.each<[string, PathStep[], string]>([
  ['literal', ['a', 'b'], '      b: 1'],
  ['literal', ['a', 'c'], '    a:'],
  ['literal', [], '    a:'],
  ['folded', ['a', 'b'], '  folded: >'],
  ['plain', ['a', 'b'], '  plain: "a: {b: 1}"'],
  ['broken', ['a'], '  broken: |'],
  ['absent', ['a', 'b'], 'data:'],
])('in the text of %s, the place %j is on the line %s', (key, inner, line) => expect(at(['data', key], 0, inner, CONFIG)).toBe(line));

test('a text has a line of its own, and no places but those in it', () => {
  expect(at(['data', 'literal'], 0, undefined, CONFIG)).toBe('  literal: |');
  expect(at(['data', 'literal', 'x'], 0, ['a', 'b'], CONFIG)).toBe('  literal: |');
  expect(at(['data'], 0, ['a', 'b'], CONFIG)).toBe('data:');
});
